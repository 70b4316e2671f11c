/** What Spark is told of S3 on EKS. Pure. */

import type { StorageSetting } from "../../../plan/cluster";

const PROVIDER_KEY = "spark.hadoop.fs.s3a.aws.credentials.provider";

const POD_IDENTITY: StorageSetting = {
  key: PROVIDER_KEY,
  value: "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider",
  reason:
    "EKS Pod Identity serves credentials to containers; the default chain would fall back to the node's role unseen.",
  // Pod Identity needs 1.12.746 of version 1 of the SDK: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html
  since: {
    spark: "4.0",
    because:
      "goes with Hadoop 3.3.4, whose S3A is built on AWS SDK 1.12.262: that knows neither EKS Pod Identity nor the " +
      'credentials provider that is set here, so no pod could open S3 (the cluster\'s identity "irsa" works with it)',
  },
};

/** Hadoop 3.3 is built on version 1 of the SDK, 3.4 and later on version 2; both know tokens of service accounts. */
const IRSA: StorageSetting = {
  key: PROVIDER_KEY,
  value: "software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider",
  older: { before: "4.0", value: "com.amazonaws.auth.WebIdentityTokenCredentialsProvider" },
  reason:
    "The token of the service account is exchanged for its role (IRSA), which the default chain does not try: it would fall back to the node's role unseen.",
};

export function storageSettings(identity: "pod-identity" | "irsa", region: string | undefined): StorageSetting[] {
  const provider = identity === "irsa" ? IRSA : POD_IDENTITY;
  if (region === undefined) return [provider];
  const reason = "Without a region S3A asks S3 where the bucket is, or the node's metadata, which pods can't reach.";
  return [provider, { key: "spark.hadoop.fs.s3a.endpoint.region", value: region, reason }];
}
