/** A platform on AWS that may never cost more than it is meant to. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  sparkPools: [
    { name: "on-demand", machineTypes: ["m7g.4xlarge"], maxNodes: 2 },
    { name: "spot", capacity: "spot", machineTypes: ["m7g.4xlarge", "m6g.4xlarge"], maxNodes: 10 },
  ],
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
  budget: { maxHourly: 10 },
});

export const { accessCommand, submitCommand } = platform;
