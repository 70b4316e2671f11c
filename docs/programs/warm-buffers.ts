/** Room that Karpenter itself keeps free, by CapacityBuffer objects. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", { autoscaler: "karpenter", capacityBuffers: true });

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
  warm: { executors: 4, drivers: 1 },
});
