import { runInNewContext } from "node:vm";

import * as pulumi from "@pulumi/pulumi";

import { AksCluster } from "../../../lib/clusters/azure";
import { parseAbfss } from "../../../lib/clusters/azure/storage/abfss";
import { pathCondition } from "../../../lib/clusters/azure/storage/path-condition";
import { guidOf } from "../../../lib/clusters/azure/role-assignment";
import { StorageAccess } from "../../../lib/clusters/azure/storage/storage-access";
import type { StorageGrant } from "../../../lib/clusters/contract";
import { byType, recordProgram, type Recording } from "../../../lib/testing";
import { ancestry, one } from "./recorded";

const IDENTITY = "azure-native:managedidentity:UserAssignedIdentity";
const CREDENTIAL = "azure-native:managedidentity:FederatedIdentityCredential";
const ROLE = "azure-native:authorization:RoleAssignment";
const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000";
const LAKE = `${SUBSCRIPTION}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/lake`;

/** https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage */
const READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";
const CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";

const BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";

const uriOf = (container: string, path = "") => `abfss://${container}@lake.dfs.core.windows.net/${path}`;

function access(grants: StorageGrant[]): StorageAccess {
  return new StorageAccess("jobs-spark", {
    namespace: "jobs",
    serviceAccount: "spark",
    grants,
    issuer: "https://issuer.example.com/",
    resourceGroupName: "analytics",
    storageAccounts: [LAKE],
    tags: { team: "data" },
  });
}

function recordGrants(grants: StorageGrant[]): Promise<Recording> {
  return recordProgram(() => {
    const { identity } = access(grants);
    return {
      annotations: identity.serviceAccountAnnotations,
      labels: identity.podLabels,
      first: pulumi.all(identity.dependsOn.map(({ urn }) => urn)),
    };
  });
}

/** Scope, role and condition of each assignment, by name. */
function rights(recording: Recording): Record<string, { scope: unknown; role?: string; condition: unknown }> {
  return Object.fromEntries(
    byType(recording, ROLE).map(({ name, inputs }) => [
      name,
      { scope: inputs.scope, role: String(inputs.roleDefinitionId).split("/").at(-1), condition: inputs.condition },
    ]),
  );
}

describe("the identity of a service account", () => {
  test("is trusted for its tokens alone, which the webhook puts into pods with the label", async () => {
    const recording = await recordGrants([{ access: "read", uri: uriOf("data") }]);
    const identity = one(recording, IDENTITY);
    expect(identity.inputs).toEqual({ resourceGroupName: "analytics", tags: { team: "data" } });
    // https://learn.microsoft.com/azure/aks/workload-identity-deploy-cluster
    expect(one(recording, CREDENTIAL).inputs).toEqual({
      resourceGroupName: "analytics",
      resourceName: "jobs-spark-identity",
      federatedIdentityCredentialResourceName: "kubernetes",
      issuer: "https://issuer.example.com/",
      subject: "system:serviceaccount:jobs:spark",
      audiences: ["api://AzureADTokenExchange"],
    });
    expect(recording.outputs.annotations).toEqual({ "azure.workload.identity/client-id": identity.outputs.clientId });
    expect(recording.outputs.labels).toEqual({ "azure.workload.identity/use": "true" });
  });

  test("comes with all its rights before a pod", async () => {
    const recording = await recordGrants([
      { access: "read", uri: uriOf("data") },
      { access: "write", uri: uriOf("logs") },
    ]);
    const needed = [...byType(recording, CREDENTIAL), ...byType(recording, ROLE)].map(({ urn }) => urn);
    expect(needed).toHaveLength(3);
    expect(recording.outputs.first).toEqual(expect.arrayContaining(needed));
  });

  test("has its rights before the cluster is there, since they take minutes to hold", async () => {
    const recording = await recordProgram(() => {
      const cluster = new AksCluster("analytics");
      const uri = cluster.eventLogUri;
      cluster.grantStorageAccess("jobs-spark", {
        namespace: "jobs",
        serviceAccount: "spark",
        grants: [{ access: "write", uri }],
      });
    });
    const cluster = one(recording, "azure-native:containerservice:ManagedCluster").urn;
    const container = one(recording, "azure-native:storage:BlobContainer", "analytics-event-logs");
    const right = one(recording, ROLE, "jobs-spark-write-0");
    expect(ancestry(recording, right).has(cluster)).toBe(false);
    expect(ancestry(recording, right).has(container.urn)).toBe(true);
    expect(ancestry(recording, one(recording, CREDENTIAL)).has(cluster)).toBe(true);
    const { accountName } = container.inputs;
    expect(right.inputs).toMatchObject({
      scope: `${SUBSCRIPTION}/resourceGroups/analytics-event-logs/providers/Microsoft.Storage/storageAccounts/${String(accountName)}/blobServices/default/containers/spark-events`,
    });
  });
});

describe("a right", () => {
  test("to a container is a role there, and nowhere else", async () => {
    const recording = await recordGrants([
      { access: "read", uri: uriOf("data") },
      { access: "write", uri: uriOf("out", "/") },
    ]);
    expect(rights(recording)).toEqual({
      "jobs-spark-read-lake-data": {
        scope: `${LAKE}/blobServices/default/containers/data`,
        role: READER,
        condition: undefined,
      },
      "jobs-spark-write-lake-out": {
        scope: `${LAKE}/blobServices/default/containers/out`,
        role: CONTRIBUTOR,
        condition: undefined,
      },
    });
  });

  test("to directories of one container is one assignment, since Azure takes no second", async () => {
    const recording = await recordGrants([
      { access: "read", uri: uriOf("data", "sales") },
      { access: "read", uri: uriOf("data", "hr/2026/") },
      { access: "write", uri: uriOf("data", "sales") },
    ]);
    const { "jobs-spark-read-lake-data": read, "jobs-spark-write-lake-data": write } = rights(recording);
    expect(byType(recording, ROLE)).toHaveLength(2);
    expect(read?.condition).toBe(pathCondition(["sales", "hr/2026"]));
    expect(write?.condition).toBe(pathCondition(["sales"]));
    expect(byType(recording, ROLE).map(({ inputs }) => inputs.conditionVersion)).toEqual(["2.0", "2.0"]);
    expect(new Set(byType(recording, ROLE).map(({ inputs }) => inputs.roleAssignmentName)).size).toBe(2);
  });

  test("keeps its name, and so the assignment, when the order of the grants changes", async () => {
    const grants: StorageGrant[] = [
      { access: "read", uri: uriOf("data") },
      { access: "write", uri: uriOf("out") },
    ];
    const names = async (given: StorageGrant[]) => Object.keys(rights(await recordGrants(given))).sort();
    expect(await names([...grants].reverse())).toEqual(await names(grants));
  });
});

describe("a condition", () => {
  /** A re-statement of how Azure evaluates one: https://learn.microsoft.com/azure/role-based-access-control/conditions-format */
  function allows(
    condition: string,
    request: { action: string; suboperation?: string; path?: string; prefix?: string },
  ) {
    const literal = (text: string) => text.replace(/'/g, "");
    const script = condition
      .replace(/SubOperationMatches\{('[^']*')\}/g, (_, name: string) => String(request.suboperation === literal(name)))
      .replace(/ActionMatches\{('[^']*')\}/g, (_, name: string) => String(request.action === literal(name)))
      .replace(/@(Resource|Request)\[[^\]]*:(path|prefix)\] (StringEquals|StringStartsWith) ('[^']*')/g, (...match) => {
        const [, , attribute, operator, value] = match as string[];
        const given = attribute === "path" ? request.path : request.prefix;
        const text = literal(value!);
        return String(operator === "StringEquals" ? given === text : given?.startsWith(text) === true);
      })
      .replace(/\bAND\b/g, "&&")
      .replace(/\bOR\b/g, "||")
      .replace(/\bNOT\b/g, "!");
    if (!/^[\s()!&|a-z]*$/.test(script.replace(/true|false/g, ""))) throw new Error(`not understood: ${script}`);
    return runInNewContext(script) as boolean;
  }

  const condition = pathCondition(["team-a", "shared/x"])!;
  const read = { action: `${BLOBS}/read` };
  const list = { ...read, suboperation: "Blob.List" };

  test.each([
    [{ ...read, path: "team-a/file" }, true],
    [{ ...read, path: "team-a" }, true],
    [{ ...read, path: "team-ab/file" }, false],
    [{ ...read, path: "team-b/file" }, false],
    [{ ...read, path: "shared/x/deep/file" }, true],
    [{ ...read, path: "shared/y" }, false],
    [{ ...read, path: "" }, false],
    [{ ...list, prefix: "team-a" }, true],
    [{ ...list, prefix: "team-a/" }, true],
    [{ ...list, prefix: "team-b" }, false],
    [{ ...list }, false],
    ...["write", "delete", "add/action", "move/action"].flatMap((action) => [
      [{ action: `${BLOBS}/${action}`, path: "team-a/file" }, true] as const,
      [{ action: `${BLOBS}/${action}`, path: "team-b/file" }, false] as const,
    ]),
  ] as const)("of two directories lets %j: %s", (request, expected) => {
    expect(allows(condition, request)).toBe(expected);
  });

  test("is none where one of the grants is the whole container", () => {
    expect(pathCondition(["team-a", ""])).toBeUndefined();
  });
});

describe("what can't be granted", () => {
  test.each([
    "s3a://bucket/data",
    "abfss://data@lake.dfs.core.windows.net/*",
    "abfss://data@lake.dfs.core.windows.net/a'b",
    "abfss://data@lake.dfs.core.windows.net/a/../b",
    "abfss://data@lake.dfs.core.windows.net/a/.",
    "abfss://d--a@lake.dfs.core.windows.net/a",
    "abfss://lake.dfs.core.windows.net/a",
    "abfss://data@lake.blob.core.windows.net/a",
  ])("%s, before anything is made", async (uri) => {
    await expect(recordGrants([{ access: "read", uri }])).rejects.toThrow(
      /is no place in Azure Data Lake Storage\. Allowed: abfss:\/\/<container>@<account>\.dfs/,
    );
  });

  test("an account that the cluster does not know, with the way to make it known", async () => {
    const uri = "abfss://data@other.dfs.core.windows.net/";
    await expect(recordProgram(() => void access([{ access: "read", uri }]))).rejects.toThrow(
      'storage account "other" is not known to the cluster, so no right to it can be given. Allowed: lake. Add its id to storageAccounts of the cluster: az storage account show --name other --query id',
    );
  });

  test("one container twice, once by an output: two assignments would be one", async () => {
    const grants: StorageGrant[] = [
      { access: "read", uri: pulumi.output(uriOf("data", "a")) },
      { access: "read", uri: uriOf("data", "b") },
    ];
    await expect(recordProgram(() => void access(grants))).rejects.toThrow(
      /two grants to read name container "data" of storage account "lake"/,
    );
    const apart = await recordGrants([
      { access: "write", uri: pulumi.output(uriOf("data", "a")) },
      { access: "read", uri: uriOf("data", "b") },
    ]);
    expect(Object.keys(rights(apart))).toHaveLength(2);
  });
});

describe("places", () => {
  test.each([
    ["abfss://c01@a01.dfs.core.windows.net", { container: "c01", account: "a01", path: "" }],
    ["abfss://c01@a01.dfs.core.windows.net//", { container: "c01", account: "a01", path: "" }],
    ["abfss://c01@a01.dfs.core.windows.net/x/y=1/", { container: "c01", account: "a01", path: "x/y=1" }],
    ["abfss://c01@a01.z12.dfs.storage.azure.net/x", { container: "c01", account: "a01", path: "x" }],
    ["abfss://c01@a01.dfs.core.usgovcloudapi.net/x", { container: "c01", account: "a01", path: "x" }],
  ])("%s is %j", (uri, place) => {
    expect(parseAbfss(uri)).toEqual(place);
  });
});

test("names of assignments are GUIDs of version 8 that their parts alone decide", () => {
  // https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
  expect(guidOf("scope", "principal", "role")).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(guidOf("scope", "principal", "role")).toBe(guidOf("scope", "principal", "role"));
  expect(guidOf("scope", "principal", "other")).not.toBe(guidOf("scope", "principal", "role"));
  expect(guidOf("ab", "c", "role")).not.toBe(guidOf("a", "bc", "role"));
});
