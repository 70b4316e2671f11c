/** A new EKS cluster in subnets that are already there, with a bucket and a registry that are already there. */

import { SparkPlatform } from "spark-platform";
import { EksCluster, readNetwork } from "spark-platform/aws";

async function deploy() {
  const cluster = new EksCluster("analytics", {
    network: await readNetwork(["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061729"]),
    eventLogs: { bucket: "example-event-logs" },
    registry: { url: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/spark" },
  });
  const spark = { image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/spark:4.1.1-s3a" };
  const { accessCommand } = new SparkPlatform("analytics", { cluster, spark });
  return { accessCommand };
}

export const analytics = deploy();
