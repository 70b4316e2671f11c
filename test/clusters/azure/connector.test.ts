import { planAksCluster } from "../../../lib/clusters/azure";
import { planPlatform } from "../../../lib/plan";

const cluster = planAksCluster("analytics", { region: "westeurope" });

/** Keys of Hadoop's configuration that the platform sets for the file system, with their values. */
function hadoopConf(version: string, sparkConf: Record<string, string> = {}): Record<string, unknown> {
  const { configuration } = planPlatform({ name: "analytics", cluster, spark: { version }, sparkConf });
  const ours = configuration.filter(({ key }) => key.startsWith("spark.hadoop.fs.azure."));
  return Object.fromEntries(ours.map(({ key, value }) => [key.replace("spark.hadoop.", ""), value]));
}

describe("the driver of abfss", () => {
  // Keys as in https://hadoop.apache.org/docs/stable/hadoop-azure/abfs.html, variables as in
  // https://azure.github.io/azure-workload-identity/docs/installation/mutating-admission-webhook.html
  const expected = {
    "fs.azure.account.auth.type": "OAuth",
    "fs.azure.account.oauth.provider.type": "org.apache.hadoop.fs.azurebfs.oauth2.WorkloadIdentityTokenProvider",
    "fs.azure.account.oauth2.client.id": "${env.AZURE_CLIENT_ID}",
    "fs.azure.account.oauth2.msi.tenant": "${env.AZURE_TENANT_ID}",
    "fs.azure.account.oauth2.msi.authority": "${env.AZURE_AUTHORITY_HOST}",
    "fs.azure.account.oauth2.token.file": "${env.AZURE_FEDERATED_TOKEN_FILE}",
    "fs.azure.account.hns.enabled": "true",
  };

  test.each(["4.0.1", "4.1.1"])("of Spark %s takes the pod's identity from its environment", (version) => {
    expect(hadoopConf(version)).toEqual(expected);
  });

  test("says why each key is there", () => {
    expect(cluster.storage.configuration.filter(({ reason }) => !/^[A-Z].+\.$/.test(reason))).toEqual([]);
  });

  test("of Spark 3.5 can't, and is refused unless the image has one of its own", () => {
    const provider = "spark.hadoop.fs.azure.account.oauth.provider.type";
    expect(() => hadoopConf("3.5.8")).toThrow(
      /spark\.version: "3\.5\.8" brings Hadoop 3\.3\.4, whose driver of abfss:\/\/ has no WorkloadIdentityTokenProvider/,
    );
    expect(hadoopConf("3.5.8", { [provider]: "com.example.Provider" })).toMatchObject({
      "fs.azure.account.oauth.provider.type": "com.example.Provider",
    });
  });
});
