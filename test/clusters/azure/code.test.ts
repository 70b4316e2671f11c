import { AksCluster, type AksClusterArgs, planAksCluster } from "../../../lib/clusters/azure";
import { SparkPlatform } from "../../../lib/platform/platform";
import { byType, recordProgram, type Recording } from "../../../lib/testing";
import { issuesIn } from "../../issues-in";
import { one } from "./recorded";

const CONTAINER = "azure-native:storage:BlobContainer";
const POLICY = "azure-native:storage:ManagementPolicy";
const ROLE = "azure-native:authorization:RoleAssignment";

/** https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage#storage-blob-data-reader */
const READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";

function record(args: AksClusterArgs = {}): Promise<Recording> {
  return recordProgram(() => {
    const cluster = new AksCluster("analytics", args);
    return { codeUri: cluster.codeUri, uploads: "uploadCode" in cluster };
  });
}

test("code has a private container of its own, which nothing expires in and a destroy leaves with the event logs", async () => {
  const recording = await record({ eventLogs: { expireAfterDays: 1 } });
  const code = one(recording, CONTAINER, "analytics-code");
  const { accountName } = one(recording, CONTAINER, "analytics-event-logs").inputs;
  expect(code.inputs).toMatchObject({ accountName, containerName: "spark-code", publicAccess: "None" });
  expect(code.retainOnDelete).toBe(true);
  expect(recording.outputs.codeUri).toBe(`abfss://spark-code@${accountName as string}.dfs.core.windows.net`);
  expect(JSON.stringify(one(recording, POLICY).inputs)).not.toContain("spark-code");
});

test("the cluster writes no code: that takes a key of the account, and the account has none", async () => {
  expect((await record()).outputs.uploads).toBe(false);
});

test("code has no place where the container for event logs is the user's own", async () => {
  const storageAccountId =
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/logs";
  const recording = await record({ eventLogs: { storageAccountId, container: "logs" } });
  expect(recording.outputs).not.toHaveProperty("codeUri");
  expect(byType(recording, CONTAINER)).toEqual([]);
});

test("event logs are not mixed with code", () => {
  const issues = issuesIn(() => planAksCluster("analytics", { eventLogs: { container: "spark-code" } }));
  expect(issues.map(({ path }) => path)).toEqual(["eventLogs.container"]);
});

test("drivers read the code of their namespace, no other's, and write none", async () => {
  const recording = await recordProgram(() => {
    new SparkPlatform("lake", {
      cluster: new AksCluster("analytics"),
      spark: { image: "registry.example.com/spark:4.1.1-abfs" },
      namespaces: [{ name: "etl" }, { name: "adhoc" }],
    });
  });
  const ofCode = byType(recording, ROLE).filter(({ inputs }) =>
    String(inputs.scope).endsWith("/containers/spark-code"),
  );
  expect(ofCode.map(({ name }) => name)).toEqual(["lake-etl-driver-code", "lake-adhoc-driver-code"]);
  const [etl] = ofCode;
  expect(etl!.inputs.roleDefinitionId).toMatch(new RegExp(`/${READER}$`));
  const condition = String(etl!.inputs.condition);
  expect(condition).toContain("StringStartsWith 'etl/'");
  expect(condition).not.toContain("adhoc");
});
