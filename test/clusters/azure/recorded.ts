/** Records an AKS cluster, and reads single resources out of what was recorded. */

import { AksCluster, type AksClusterArgs } from "../../../lib/clusters/azure";
import { recordProgram, type Recording, type RecordOptions } from "../../../lib/testing";

/** A cluster named `analytics` with its outputs exported. */
export function recordCluster(args?: AksClusterArgs, options?: RecordOptions): Promise<Recording> {
  return recordProgram(() => {
    const { kubeconfig, accessCommand, eventLogUri, registryUrl } = new AksCluster("analytics", args);
    return { kubeconfig, accessCommand, eventLogUri, registryUrl };
  }, options);
}

export { ancestry, counts, one } from "../recorded";
