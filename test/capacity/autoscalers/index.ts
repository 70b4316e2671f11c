/** The autoscalers that the experiments can run on. */

import { type Autoscaler } from "./autoscaler";
import { clusterAutoscaler } from "./cluster-autoscaler";
import { karpenter } from "./karpenter";

export const autoscalers: readonly Autoscaler[] = [karpenter, clusterAutoscaler];
