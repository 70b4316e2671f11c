/** Spot executors that leave nothing behind, on nodes that wait three minutes for the next of them. */

import { SparkApplication, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  sparkPools: [
    { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10 },
    { name: "spot", capacity: "spot", machineTypes: ["m7i.4xlarge", "m7a.4xlarge", "m6i.4xlarge"], maxNodes: 50 },
    { name: "on-demand", machineTypes: ["m7i.4xlarge"], runs: ["executor"], maxNodes: 20 },
  ],
  idleMinutes: 3,
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
  shuffle: { fallbackStorage: "s3a://example-shuffle/spark/" },
});

/** Follows its work between no executor and twenty. */
export const orders = new SparkApplication("orders", {
  platform,
  mainApplicationFile: "s3a://example-jobs/orders.py",
  executors: { max: 20 },
});

/** Keeps what it has cached for four hours after the last look at it. */
export const notebook = new SparkApplication("notebook", {
  platform,
  mainApplicationFile: "s3a://example-jobs/notebook.py",
  executors: { min: 2, max: 10 },
  sparkConf: { "spark.dynamicAllocation.cachedExecutorIdleTimeout": "4h" },
});
