/** What Spark has to be told to open Azure Data Lake Storage with the identity of its pod. Pure. */

import type { StorageSetting } from "../../../plan/cluster";

/** https://hadoop.apache.org/docs/stable/hadoop-azure/abfs.html#Azure_Workload_Identity */
const PROVIDER = "org.apache.hadoop.fs.azurebfs.oauth2.WorkloadIdentityTokenProvider";

/**
 * The driver of `abfss://`, from Spark 4.0's Hadoop 3.4.1 on. Its values are those that the workload identity webhook of AKS gives
 * to each pod in its environment, since every service account has an identity of its own; Hadoop replaces `${env.NAME}` where it
 * reads the value, in the driver and in each executor.
 *
 * @see https://azure.github.io/azure-workload-identity/docs/installation/mutating-admission-webhook.html
 */
export function storageConfiguration(): StorageSetting[] {
  return [
    {
      key: "spark.hadoop.fs.azure.account.auth.type",
      value: "OAuth",
      reason: "Storage accounts take no keys here; the driver's own default is a key.",
    },
    {
      key: "spark.hadoop.fs.azure.account.oauth.provider.type",
      value: PROVIDER,
      reason: "Exchanges the token of the pod's service account for one of its Azure identity.",
      since: {
        spark: "4.0",
        because: `brings Hadoop 3.3.4, whose driver of abfss:// has no ${PROVIDER.split(".").at(-1)}, so no pod could open storage`,
      },
    },
    fromEnvironment("oauth2.client.id", "AZURE_CLIENT_ID", "The identity that the service account is annotated with."),
    fromEnvironment("oauth2.msi.tenant", "AZURE_TENANT_ID", "The tenant of the identity; the driver has no default."),
    fromEnvironment(
      "oauth2.msi.authority",
      "AZURE_AUTHORITY_HOST",
      "Where tokens are exchanged; it differs between the clouds of Azure.",
    ),
    fromEnvironment(
      "oauth2.token.file",
      "AZURE_FEDERATED_TOKEN_FILE",
      "Where the webhook puts the service account's token.",
    ),
    {
      key: "spark.hadoop.fs.azure.account.hns.enabled",
      value: "true",
      reason:
        "Otherwise the driver asks for the root of the container first, which an identity that is limited to a directory may not open.",
    },
  ];
}

function fromEnvironment(key: string, variable: string, reason: string): StorageSetting {
  return { key: `spark.hadoop.fs.azure.account.${key}`, value: `\${env.${variable}}`, reason };
}
