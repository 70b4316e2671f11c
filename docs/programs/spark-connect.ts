/** A Spark Connect server for notebooks. */

import { SparkConnectServer, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics");

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
});

const server = new SparkConnectServer("notebooks", {
  platform,
  token: { secret: "connect-token", key: "token" },
  driver: { cores: 4 },
  executors: { max: 20 },
});

export const { connectCommand, connectUrl, logsCommand } = server;
