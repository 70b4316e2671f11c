/** This library's executors: the best shape for one machine type. */

import { chooseShape } from "../../lib/plan/executors/choose-shape";
import { nothing, type Sizing, yieldOf } from "./sizing";

export const ours: Sizing = (node) => {
  const shape = chooseShape([node], { kind: "jvm" });
  if (shape === undefined) return nothing;
  const { cores, cpuRequestMillis: requestMillis, heapMiB, memoryMiB: podMiB } = shape;
  return yieldOf({ cores, requestMillis, heapMiB, podMiB }, node);
};
