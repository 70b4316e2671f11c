/** Records a GKE cluster. */

import { GkeCluster, type GkeClusterArgs } from "../../../lib/clusters/gcp";
import { recordProgram, type Recording, type RecordOptions } from "../../../lib/testing";

/** A cluster named `analytics` in europe-west1 with its outputs exported. */
export function recordCluster(args: GkeClusterArgs = {}, options?: RecordOptions): Promise<Recording> {
  return recordProgram(() => {
    const cluster = new GkeCluster("analytics", { region: "europe-west1", ...args });
    const { kubeconfig, accessCommand, eventLogUri, registryUrl } = cluster;
    return { kubeconfig, accessCommand, eventLogUri, registryUrl };
  }, options);
}

export { ancestry, counts, one } from "../recorded";
