/** Executors of several sizes on one pool, and an application that asks for one of them. */

import { SparkApplication, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  sparkPools: [
    { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10 },
    { name: "spot", capacity: "spot", machineTypes: ["m7i.4xlarge", "m7a.4xlarge"], maxNodes: 40 },
  ],
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
  executorSizes: [
    { name: "small", cores: 1 },
    { name: "large", cores: 8 },
    { name: "python", kind: "pyspark", pysparkMemory: "4g" },
    { name: "native", kind: "off-heap" },
    { name: "heavy", cores: 4, memory: "26g" },
  ],
});

new SparkApplication("train", {
  platform,
  mainApplicationFile: "local:///opt/app/train.py",
  executors: { size: "python", max: 20 },
});

export const { accessCommand, submitCommand } = platform;
