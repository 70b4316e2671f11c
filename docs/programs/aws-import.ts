/** Takes an object that is already there under management: here the log group that EKS made for itself. */

import type * as pulumi from "@pulumi/pulumi";
import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const importLogGroup: pulumi.ResourceTransform = ({ type, name, props, opts }) => {
  if (type !== "aws:cloudwatch/logGroup:LogGroup" || name !== "analytics-log") return undefined;
  // EKS's own group has no retention and no tags; an import refuses what differs from the program.
  const differing = ["retentionInDays", "tags"];
  return { props, opts: { ...opts, import: "/aws/eks/analytics/cluster", ignoreChanges: differing } };
};

const cluster = new EksCluster("analytics", {}, { transforms: [importLogGroup] });

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
});
