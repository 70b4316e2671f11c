/** Gives the drivers and executors of a namespace the right to data beyond their event logs. */

import * as pulumi from "@pulumi/pulumi";
import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const data = {
  Effect: "Allow",
  Action: ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
  Resource: ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"],
};

const grantData: pulumi.ResourceTransform = ({ type, name, props, opts }) => {
  if (type !== "aws:iam/rolePolicy:RolePolicy" || name !== "analytics-spark-jobs-driver-role") return undefined;
  const policy = pulumi.output(props.policy as pulumi.Input<string>).apply((json) => {
    const document = JSON.parse(json) as { Statement: object[] };
    return JSON.stringify({ ...document, Statement: [...document.Statement, data] });
  });
  return { props: { ...props, policy }, opts };
};

export const platform = new SparkPlatform(
  "analytics",
  {
    cluster: new EksCluster("analytics"),
    spark: { image: "registry.example.com/spark:4.1.1-s3a" },
  },
  { transforms: [grantData] },
);
