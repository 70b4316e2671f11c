/** A platform in an account with rules: a permissions boundary, a key of the company, a role for nodes, tags on everything. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  permissionsBoundary: "arn:aws:iam::111122223333:policy/workloads",
  kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
  roles: {
    nodes: "arn:aws:iam::111122223333:role/eks-nodes",
    pods: { "etl/spark": "arn:aws:iam::111122223333:role/etl-jobs" },
  },
  tags: { team: "data", "cost-center": "4711" },
});

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
  namespaces: [{ name: "etl" }, { name: "adhoc" }],
});
