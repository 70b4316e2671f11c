/** A new EKS cluster in a VPC that is already there, with a bucket and a registry that are already there. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  network: {
    vpcId: "vpc-0a1b2c3d4e5f60718",
    privateSubnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"],
    cidr: "10.20.0.0/16",
  },
  eventLogs: { bucket: "example-event-logs" },
  registry: { url: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/spark" },
});

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/spark:4.1.1-s3a" },
});
