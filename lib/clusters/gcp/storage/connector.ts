/** Spark configuration that Cloud Storage needs on GKE. Pure. */

import type { StorageSetting } from "../../../plan/cluster";

/**
 * Little: the connector takes the pod's credentials from the node's metadata server by itself, and finds its own classes. Hadoop
 * 3.5, which Spark 4.2 comes with, has a connector of its own (hadoop-gcp); Google's (gcs-connector) is for those before.
 * https://hadoop.apache.org/docs/r3.5.0/hadoop-gcp/tools/hadoop-gcp/Configuration.html
 */
export function storageConfiguration(): StorageSetting[] {
  return [
    {
      key: "spark.hadoop.fs.gs.create.items.conflict.check.enable",
      value: "false",
      reason:
        "Pods may only look under their own prefixes; the check would ask for a file in place of every directory above them, and be refused.",
    },
  ];
}
