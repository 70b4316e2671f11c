/** Nodes of driver and executors boot side by side, and the executors of one application stay in the zone of its driver. */

import { SparkApplication, SparkPlatform, sparkSubmitCommand } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  autoscaler: "karpenter",
  sparkPools: [
    { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10 },
    { name: "spot", capacity: "spot", machineTypes: ["m7i.4xlarge", "m6i.4xlarge"], maxNodes: 50 },
  ],
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
});

/** Asks for the room of its driver and of all six executors at once. */
export const nightly = new SparkApplication("nightly", {
  platform,
  mainApplicationFile: "s3a://example-jobs/nightly.py",
  executors: { instances: 6 },
});

/** Follows its work from none to forty executors; the first eight wait for no second boot, and none for another zone. */
export const orders = new SparkApplication("orders", {
  platform,
  mainApplicationFile: "s3a://example-jobs/orders.py",
  executors: { max: 40, reserve: 8 },
  oneZone: true,
});

/** The same for spark-submit. */
export const submitCommand = sparkSubmitCommand({
  namespace: "spark-jobs",
  configMap: "analytics-spark-defaults",
  name: "report",
  mainApplicationFile: "s3a://example-jobs/report.py",
  reserve: 4,
});
