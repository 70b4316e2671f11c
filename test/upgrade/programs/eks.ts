/** The platform on EKS with every default, as it was written for the recorded version. */

import { SparkApplication, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics");

const platform = new SparkPlatform("analytics", { cluster, warm: { executors: 1 } });

new SparkApplication("pi", {
  platform,
  mainClass: "org.apache.spark.examples.SparkPi",
  mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
  executors: { instances: 2 },
});
