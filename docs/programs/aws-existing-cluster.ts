/** Node pools, storage and a registry for an EKS cluster that is already there. */

import { SparkPlatform } from "spark-platform";
import { EksCluster, readControlPlane } from "spark-platform/aws";

async function deploy() {
  const cluster = new EksCluster("analytics", {
    controlPlane: await readControlPlane("prod"),
    sparkPools: [
      { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 5 },
      { name: "spot", capacity: "spot", machineTypes: ["r7i.4xlarge", "r7a.4xlarge"], maxNodes: 20 },
    ],
  });
  const spark = { image: "registry.example.com/spark:4.1.1-s3a" };
  const { accessCommand, submitCommand } = new SparkPlatform("analytics", { cluster, spark });
  return { accessCommand, submitCommand };
}

export const analytics = deploy();
