import { AksCluster, type AksClusterArgs, planAksCluster } from "../../../lib/clusters/azure";
import { createEventLogs, type EventLogsArgs } from "../../../lib/clusters/azure/storage/event-logs";
import { globalName } from "../../../lib/clusters/azure/storage/global-name";
import { createRegistry, type RegistryArgs } from "../../../lib/clusters/azure/storage/registry";
import { byType, recordProgram, type Recording } from "../../../lib/testing";
import { one, recordCluster } from "./recorded";

const GROUP = "azure-native:resources:ResourceGroup";
const ACCOUNT = "azure-native:storage:StorageAccount";
const CONTAINER = "azure-native:storage:BlobContainer";
const POLICY = "azure-native:storage:ManagementPolicy";
const REGISTRY = "azure-native:containerregistry:Registry";
const TASK = "azure-native:containerregistry:Task";
const CACHE_RULE = "azure-native:containerregistry:CacheRule";
const ROLE = "azure-native:authorization:RoleAssignment";

/** Built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers#acrpull */
const ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

function recordEventLogs(
  eventLogs: AksClusterArgs["eventLogs"] = {},
  more: Partial<EventLogsArgs> = {},
): Promise<Recording> {
  const plan = planAksCluster("analytics", { eventLogs }).eventLogs as EventLogsArgs["plan"];
  return recordProgram(() =>
    createEventLogs("analytics", { plan, zoneRedundant: true, tags: { team: "data" }, ...more }, {}),
  );
}

function recordRegistry(
  registry: AksClusterArgs["registry"] = {},
  more: Partial<RegistryArgs> = {},
): Promise<Recording> {
  const plan = planAksCluster("analytics", { registry }).registry as RegistryArgs["plan"];
  return recordProgram(() => {
    const { url } = createRegistry("analytics", { plan, kubeletId: "kubelet", tags: {}, ...more }, {});
    return { url };
  });
}

describe("the storage account for event logs", () => {
  test("takes no keys, no anonymous readers, and nothing but TLS 1.2 and later", async () => {
    const account = one(await recordEventLogs(), ACCOUNT).inputs;
    expect(account).toMatchObject({
      kind: "StorageV2",
      isHnsEnabled: true,
      allowSharedKeyAccess: false,
      defaultToOAuthAuthentication: true,
      allowBlobPublicAccess: false,
      allowCrossTenantReplication: false,
      isLocalUserEnabled: false,
      enableHttpsTrafficOnly: true,
      minimumTlsVersion: "TLS1_2",
      tags: { team: "data" },
    });
  });

  test("is encrypted twice, by Azure's keys or by the user's", async () => {
    const azures = one(await recordEventLogs(), ACCOUNT).inputs;
    expect(azures.encryption).toEqual({
      requireInfrastructureEncryption: true,
      services: { blob: { enabled: true, keyType: "Account" } },
      keySource: "Microsoft.Storage",
    });
    const encryptionKey = { keyId: "https://vault.vault.azure.net/keys/logs", identityId: "/identities/keys" };
    const own = one(await recordEventLogs({}, { encryptionKey }), ACCOUNT).inputs;
    expect(own.identity).toEqual({ type: "UserAssigned", userAssignedIdentities: ["/identities/keys"] });
    expect(own.encryption).toMatchObject({
      requireInfrastructureEncryption: true,
      keySource: "Microsoft.Keyvault",
      keyVaultProperties: { keyVaultUri: "https://vault.vault.azure.net", keyName: "logs" },
      encryptionIdentity: { encryptionUserAssignedIdentity: "/identities/keys" },
    });
    const keyId = "https://vault.vault.azure.net/keys/logs/0123456789abcdef";
    const pinned = one(await recordEventLogs({}, { encryptionKey: { ...encryptionKey, keyId } }), ACCOUNT).inputs;
    expect(pinned.encryption).toMatchObject({
      keyVaultProperties: { keyName: "logs", keyVersion: "0123456789abcdef" },
    });
  });

  test("is in three zones where the region has them", async () => {
    expect(one(await recordEventLogs(), ACCOUNT).inputs.sku).toEqual({ name: "Standard_ZRS" });
    expect(one(await recordEventLogs({}, { zoneRedundant: false }), ACCOUNT).inputs.sku).toEqual({
      name: "Standard_LRS",
    });
    expect(one(await recordCluster({ region: "westus" }), ACCOUNT).inputs.sku).toEqual({ name: "Standard_LRS" });
  });

  test("survives a destroy with its resource group, which holds nothing else, unless deleteData says otherwise", async () => {
    const kept = await recordEventLogs({ expireAfterDays: 30 });
    expect(kept.resources.map(({ type }) => type).sort()).toEqual(
      [GROUP, ACCOUNT, CONTAINER, CONTAINER, POLICY].sort(),
    );
    expect(kept.resources.map(({ retainOnDelete }) => retainOnDelete)).toEqual(Array(5).fill(true));
    for (const { inputs } of kept.resources.filter(({ type }) => type !== GROUP)) {
      expect(inputs.resourceGroupName).toBe("analytics-event-logs");
    }
    const deleted = await recordEventLogs({ expireAfterDays: 30, deleteData: true });
    expect(deleted.resources.map(({ retainOnDelete }) => retainOnDelete)).toEqual(Array(5).fill(false));
  });

  test("goes into a resource group that is there already", async () => {
    const recording = await recordEventLogs({}, { resourceGroupName: "shared" });
    expect(byType(recording, GROUP)).toEqual([]);
    expect(one(recording, ACCOUNT).inputs.resourceGroupName).toBe("shared");
  });

  test("has its logs at the root of a container, which is there from the start", async () => {
    const recording = await recordEventLogs({ container: "logs" });
    expect(one(recording, CONTAINER, "analytics-event-logs").inputs).toMatchObject({
      containerName: "logs",
      publicAccess: "None",
    });
    const { accountName } = one(recording, ACCOUNT).inputs;
    // SparkContext takes one slash off its end, and Hadoop's Path of a URI without any has no absolute path.
    expect(recording.outputs.uri).toBe(`abfss://logs@${String(accountName)}.dfs.core.windows.net//`);
  });

  test("forgets event logs only when asked to", async () => {
    expect(byType(await recordEventLogs(), POLICY)).toEqual([]);
    const { managementPolicyName, policy } = one(await recordEventLogs({ expireAfterDays: 90 }), POLICY).inputs;
    expect(managementPolicyName).toBe("default");
    // As in https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-overview
    expect(policy).toEqual({
      rules: [
        {
          name: "expired-event-logs",
          enabled: true,
          type: "Lifecycle",
          definition: {
            filters: { blobTypes: ["blockBlob"], prefixMatch: ["spark-events/"] },
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 90 } } },
          },
        },
      ],
    });
  });
});

describe("names that are unique in all of Azure", () => {
  test.each(["analytics", "a", "a-very-long-name-of-a-cluster1"])("have the letters that %s takes", (name) => {
    expect(globalName(name, 24, ["subscription", "group", name])).toMatch(/^[a-z0-9]{3,24}$/);
    expect(globalName(name, 50, ["subscription", "group", name])).toMatch(/^[a-z0-9]{5,50}$/);
  });

  test("differ with the subscription and the resource group, and with nothing else", () => {
    const names = [
      ["one", "group"],
      ["two", "group"],
      ["one", "other"],
    ].map((seed) => globalName("analytics", 24, seed));
    expect(new Set(names).size).toBe(3);
    expect(globalName("analytics", 24, ["one", "group"])).toBe(names[0]);
  });
});

describe("event logs in an account that is there", () => {
  const storageAccountId =
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/company";

  test.each([
    [{}, "abfss://logs@company.dfs.core.windows.net//"],
    [{ prefix: "spark/events" }, "abfss://logs@company.dfs.core.windows.net/spark/events"],
  ])("go where %j says", async (more, uri) => {
    const recording = await recordCluster({ eventLogs: { storageAccountId, container: "logs", ...more } });
    expect(byType(recording, ACCOUNT)).toEqual([]);
    expect(recording.outputs.eventLogUri).toBe(uri);
  });

  test.each([
    ["usgovernment", "company.dfs.core.usgovcloudapi.net"],
    ["china", "company.dfs.core.chinacloudapi.cn"],
  ])("are reached by the names of the cloud %s", async (environment, host) => {
    const recording = await recordCluster(
      { eventLogs: { storageAccountId, container: "logs" } },
      { config: { "azure-native:environment": environment } },
    );
    expect(recording.outputs.eventLogUri).toBe(`abfss://logs@${host}//`);
  });

  test("ask for a directory to be made that nobody makes otherwise", () => {
    const args = { eventLogs: { storageAccountId, container: "logs", prefix: "events" } };
    const notes = planAksCluster("analytics", args).notes.filter(({ path }) => path === "eventLogs.prefix");
    expect(notes.map(({ change }) => change)).toEqual([
      "Make it once: az storage fs directory create --auth-mode login --account-name <account> --file-system <container> --name events",
    ]);
    const root = planAksCluster("analytics", { eventLogs: { storageAccountId, container: "logs" } });
    expect(root.notes.filter(({ path }) => path.startsWith("eventLogs"))).toEqual([]);
  });
});

describe("what can't be", () => {
  test.each([
    [
      { eventLogs: { container: "Spark_Events" } },
      'eventLogs.container: "Spark_Events" is not the name of a container',
    ],
    [{ eventLogs: { container: "a--b" } }, 'eventLogs.container: "a--b" is not the name of a container'],
    [{ eventLogs: { prefix: "logs" } }, 'eventLogs.prefix: "logs"'],
    [{ eventLogs: { storageAccountId: "/id" } }, "eventLogs.container: (not given) is missing"],
    [{ registry: { tier: "Classic" } }, 'registry.tier: "Classic"'],
    [{ registry: { registryId: "/id" } }, "registry.url: (not given) is missing"],
    [{ registry: { pullThrough: { "gcr.io": {} } } }, 'registry.pullThrough["gcr.io"]'],
    [{ storageAccounts: "/id" }, 'storageAccounts: "/id"'],
  ])("%j is refused", (args, message) => {
    expect(() => planAksCluster("analytics", args as AksClusterArgs)).toThrow(message);
  });
});

describe("the container registry", () => {
  test("lets nobody in by a password, and survives a destroy with its resource group", async () => {
    const kept = await recordRegistry();
    expect(one(kept, REGISTRY).inputs).toMatchObject({
      resourceGroupName: "analytics-images",
      sku: { name: "Standard" },
      adminUserEnabled: false,
      anonymousPullEnabled: false,
    });
    expect(String(one(kept, REGISTRY).inputs.registryName)).toMatch(/^analytics[0-9a-f]{10}$/);
    expect([GROUP, REGISTRY, TASK].map((type) => one(kept, type).retainOnDelete)).toEqual([true, true, true]);
    const deleted = await recordRegistry({ deleteData: true, tier: "Basic" });
    expect([GROUP, REGISTRY, TASK].map((type) => one(deleted, type).retainOnDelete)).toEqual([false, false, false]);
    expect(one(deleted, REGISTRY).inputs.sku).toEqual({ name: "Basic" });
  });

  test("names images of Spark as they are pulled", async () => {
    const recording = await recordRegistry();
    const { registryName } = one(recording, REGISTRY).inputs;
    expect(recording.outputs.url).toBe(`${String(registryName)}.azurecr.io/spark`);
  });

  test("is pulled from by the nodes' identity, whose right a destroy takes away", async () => {
    const recording = await recordRegistry();
    const right = one(recording, ROLE);
    expect(right.inputs).toMatchObject({
      scope: one(recording, REGISTRY).id,
      principalId: "kubelet",
      principalType: "ServicePrincipal",
      roleDefinitionId: `/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Authorization/roleDefinitions/${ACR_PULL}`,
    });
    expect(right.retainOnDelete).toBe(false);
  });

  test("keeps as many images as it is told to, by a task of its own", async () => {
    const { inputs } = one(await recordRegistry({ keepImages: 7 }), TASK);
    const { step, trigger } = inputs as { step: { type: string; encodedTaskContent: string }; trigger: object };
    // 5 to 50 letters, digits and dashes, whatever the cluster's name.
    expect(inputs.taskName).toBe("purge");
    expect(step.type).toBe("EncodedTask");
    expect(trigger).toEqual({ timerTriggers: [{ name: "daily", schedule: "0 3 * * *", status: "Enabled" }] });
    // Commands as in https://learn.microsoft.com/azure/container-registry/container-registry-auto-purge
    expect(Buffer.from(step.encodedTaskContent, "base64").toString().split("\n")).toEqual([
      "version: v1.1.0",
      "steps:",
      "  - cmd: acr purge --filter '.*:.*' --ago 0d --keep 7",
      "    disableWorkingDirectoryOverride: true",
      "    timeout: 3600",
      "  - cmd: acr purge --filter '.*:^$' --ago 7d --untagged",
      "    disableWorkingDirectoryOverride: true",
      "    timeout: 3600",
      "",
    ]);
  });

  test("caches nothing that nobody asked for", async () => {
    const recording = await recordProgram(() => ({ mirrors: new AksCluster("analytics").imageMirrors }));
    expect(byType(recording, CACHE_RULE)).toEqual([]);
    expect(recording.outputs.mirrors).toEqual({});
  });

  test("caches public registries, Docker Hub with credentials alone", async () => {
    const rulesOf = (recording: Recording) =>
      byType(recording, CACHE_RULE).map(({ inputs }) => [
        inputs.sourceRepository,
        inputs.targetRepository,
        inputs.credentialSetResourceId !== undefined,
      ]);
    // Upstreams as in https://learn.microsoft.com/azure/container-registry/artifact-cache-overview
    const free = [
      ["ghcr.io/*", "ghcr/*", false],
      ["quay.io/*", "quay/*", false],
      ["registry.k8s.io/*", "k8s/*", false],
      ["public.ecr.aws/*", "ecr/*", false],
    ];
    expect(rulesOf(await recordRegistry({ pullThrough: {} }))).toEqual(free);
    const vaultId = "/subscriptions/0/resourceGroups/keys/providers/Microsoft.KeyVault/vaults/keys";
    const secret = "https://keys.vault.azure.net/secrets/hub";
    const dockerHub = { vaultId, usernameSecretId: `${secret}-user`, passwordSecretId: `${secret}-token` };
    const recording = await recordProgram(() => ({
      mirrors: new AksCluster("analytics", { registry: { pullThrough: { "docker.io": dockerHub } } }).imageMirrors,
    }));
    expect(rulesOf(recording)).toEqual([...free, ["docker.io/*", "hub/*", true]]);
    const { registryName } = one(recording, REGISTRY).inputs;
    expect(recording.outputs.mirrors).toMatchObject({
      "docker.io": `${String(registryName)}.azurecr.io/hub`,
      "ghcr.io": `${String(registryName)}.azurecr.io/ghcr`,
    });
    const credentials = one(recording, "azure-native:containerregistry:CredentialSet");
    expect(credentials.inputs).toMatchObject({
      loginServer: "docker.io",
      authCredentials: [
        {
          name: "Credential1",
          usernameSecretIdentifier: `${secret}-user`,
          passwordSecretIdentifier: `${secret}-token`,
        },
      ],
      identity: { type: "SystemAssigned" },
    });
    const right = one(recording, ROLE, "analytics-docker-hub-secrets").inputs;
    // Key Vault Secrets User: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/security
    expect(right).toMatchObject({
      scope: vaultId,
      principalId: (credentials.outputs.identity as { principalId: string }).principalId,
      roleDefinitionId: expect.stringMatching(/4633458b-17de-408a-b874-0445c86b69e6$/) as string,
    });
    expect(byType(recording, CACHE_RULE).map(({ inputs }) => inputs.cacheRuleName)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^[a-zA-Z0-9]{5,50}$/)]),
    );
  });

  test("that is there is pulled from as it is, or with a right where its id is given", async () => {
    const url = "example.azurecr.io/spark";
    const asItIs = await recordCluster({ registry: { url } });
    expect(byType(asItIs, REGISTRY)).toEqual([]);
    expect(asItIs.outputs.registryUrl).toBe(url);
    const registryId =
      "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/shared/providers/Microsoft.ContainerRegistry/registries/example";
    const granted = await recordCluster({ registry: { url, registryId } });
    expect(one(granted, ROLE, "analytics-images-pull").inputs).toMatchObject({
      scope: registryId,
      roleDefinitionId: `/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.Authorization/roleDefinitions/${ACR_PULL}`,
    });
  });

  test.each([
    ["Basic", 0.167],
    ["Standard", 0.667],
    ["Premium", 1.667],
  ] as const)("of tier %s costs %d USD a day", (tier, daily) => {
    // https://azure.microsoft.com/pricing/details/container-registry/
    const fee = planAksCluster("analytics", { registry: { tier } }).fixedHourlyCost.find(({ name }) =>
      name.startsWith("container registry"),
    );
    expect(fee?.hourly).toBeCloseTo(daily / 24, 6);
    const existing = planAksCluster("analytics", { registry: { url: "example.azurecr.io/spark" } });
    expect(existing.fixedHourlyCost.filter(({ name }) => name.startsWith("container registry"))).toEqual([]);
  });
});

test("a cluster waits for nothing but its own before its registry can be pulled from", async () => {
  const recording = await recordProgram(() => {
    const { ready } = new AksCluster("analytics");
    return { ready: ready.map(({ urn }) => urn) };
  });
  expect(recording.outputs.ready).toContain(one(recording, ROLE, "analytics-images-pull").urn);
});
