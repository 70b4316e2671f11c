/** A platform without a way to the internet: endpoints for the services of AWS, and every image from ECR. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const secret = (name: string) =>
  `arn:aws:secretsmanager:eu-central-1:111122223333:secret:ecr-pullthroughcache/${name}-AbCdEf`;

const cluster = new EksCluster("analytics", {
  network: { natGateways: "none", endpoints: "all" },
  apiServer: { publicCidrs: [], proxyUrl: "socks5://localhost:1080" },
  registry: { pullThrough: { "docker.io": secret("docker-hub"), "ghcr.io": secret("github") } },
});

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/spark:4.1.1-s3a" },
});
