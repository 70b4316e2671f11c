/** A platform on AWS whose nodes Karpenter adds. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  autoscaler: "karpenter",
  systemPool: { machineTypes: ["m7i.large"], minNodes: 3 },
  sparkPools: [
    { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10 },
    { name: "spot", capacity: "spot", machineTypes: ["r6id.4xlarge", "r5d.4xlarge", "r5dn.4xlarge"], maxNodes: 80 },
    { name: "on-demand", machineTypes: ["r6id.4xlarge"], runs: ["executor"], maxNodes: 20 },
  ],
  idleMinutes: 3,
});

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
});
