/** An EKS cluster whose own scheduler packs, so that nothing runs for it in the cluster. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const packing = { nodeResourcesFit: { scoringStrategy: { type: "MostAllocated" } } };

const cluster = new EksCluster(
  "analytics",
  {},
  {
    transforms: [
      ({ type, props, opts }) =>
        type === "aws:eks/cluster:Cluster" ? { props: { ...props, kubeSchedulerConfig: packing }, opts } : undefined,
    ],
  },
);

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
});
