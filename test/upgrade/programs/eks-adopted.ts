/** A new EKS cluster among what was there already, as it was written for the recorded version. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  network: {
    vpcId: "vpc-0a1b2c3d4e5f60718",
    privateSubnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"],
    cidr: "10.20.0.0/16",
  },
  eventLogs: { bucket: "example-event-logs" },
  registry: { url: "000000000000.dkr.ecr.eu-central-1.amazonaws.com/spark" },
});

new SparkPlatform("analytics", { cluster, spark: { image: "registry.example.com/spark:4.1.1-s3a" } });
