import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import { AksCluster } from "../../../lib/clusters/azure";
import { endpointOf } from "../../../lib/clusters/azure/control-plane/kubeconfig";
import { byType, recordProgram, type Recording } from "../../../lib/testing";
import { ancestry, counts, one, recordCluster } from "./recorded";

const CLUSTER = "azure-native:containerservice:ManagedCluster";
const POOL = "azure-native:containerservice:AgentPool";
const ROLE = "azure-native:authorization:RoleAssignment";
const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000";
const GROUP = `${SUBSCRIPTION}/resourceGroups/analytics`;
const SUBNET = `${GROUP}/providers/Microsoft.Network/virtualNetworks/analytics/subnets/nodes`;
const CLUSTER_ID = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/analytics`;

/** https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const ROLES = {
  networkContributor: "4d97b98b-1d4f-4787-a291-c67834d212e7",
  clusterAdmin: "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
};

const config = { "azure-native:location": "West Europe" };

const inputsOf = (recording: Recording, type: string, name?: string) => one(recording, type, name).inputs;

const roleOf = (recording: Recording, name: string) => {
  const { scope, principalId, principalType, roleDefinitionId } = inputsOf(recording, ROLE, name);
  return { scope, principalId, principalType, role: String(roleDefinitionId).split("/").at(-1) };
};

describe("a cluster from nothing", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await recordCluster(undefined, { config });
  });

  test("is made of these resources, beside those of its storage and registry", () => {
    expect(counts(recording)).toMatchObject({
      "spark-platform:clusters/azure:AksCluster": 1,
      "azure-native:network:VirtualNetwork": 1,
      "azure-native:network:Subnet": 1,
      "azure-native:network:PublicIPAddress": 1,
      "azure-native:network:NatGateway": 1,
      "azure-native:managedidentity:UserAssignedIdentity": 1,
      [CLUSTER]: 1,
      [POOL]: 4,
      "azure-native:containerservice:MaintenanceConfiguration": 2,
      "pulumi:providers:kubernetes": 1,
      "kubernetes:core/v1:ConfigMap": 1,
    });
    expect(counts(recording)).not.toHaveProperty("azure-native:authorization:ManagementLockByScope");
  });

  test("has all of them below itself, under its own name", () => {
    const root = one(recording, "spark-platform:clusters/azure:AksCluster");
    const others = recording.resources.filter(({ urn }) => urn !== root.urn);
    expect(others.filter(({ parent }) => parent === undefined)).toEqual([]);
    expect(others.filter(({ name }) => !name.startsWith("analytics-"))).toEqual([]);
  });

  test("is in a resource group of its own, in the region that the configuration names", () => {
    expect(inputsOf(recording, "azure-native:resources:ResourceGroup", "analytics-group")).toEqual({
      resourceGroupName: "analytics",
      location: "westeurope",
      tags: { "spark-platform": "analytics" },
    });
    expect(inputsOf(recording, CLUSTER).location).toBe("westeurope");
  });

  test("has the control plane that was planned", () => {
    const { agentPoolProfiles, ...controlPlane } = inputsOf(recording, CLUSTER);
    expect(agentPoolProfiles).toHaveLength(1);
    expect(controlPlane).toEqual({
      resourceGroupName: "analytics",
      resourceName: "analytics",
      location: "westeurope",
      dnsPrefix: "analytics",
      kubernetesVersion: "1.35",
      sku: { name: "Base", tier: "Standard" },
      supportPlan: "KubernetesOfficial",
      nodeResourceGroup: "analytics-nodes",
      nodeResourceGroupProfile: { restrictionLevel: "ReadOnly" },
      identity: {
        type: "UserAssigned",
        userAssignedIdentities: [
          `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/analytics-control-plane`,
        ],
      },
      enableRBAC: true,
      aadProfile: { managed: true, enableAzureRBAC: true },
      disableLocalAccounts: true,
      apiServerAccessProfile: { disableRunCommand: true, enablePrivateCluster: false },
      oidcIssuerProfile: { enabled: true },
      securityProfile: { workloadIdentity: { enabled: true }, imageCleaner: { enabled: true, intervalHours: 168 } },
      autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
      networkProfile: {
        networkPlugin: "azure",
        networkPluginMode: "overlay",
        networkDataplane: "cilium",
        networkPolicy: "cilium",
        podCidr: "10.244.0.0/14",
        serviceCidr: "172.20.0.0/16",
        dnsServiceIP: "172.20.0.10",
        outboundType: "userAssignedNATGateway",
        loadBalancerSku: "standard",
      },
      autoScalerProfile: {
        expander: "priority",
        balanceSimilarNodeGroups: "false",
        maxNodeProvisionTime: "10m",
        scaleDownUnneededTime: "5m",
        // The values by which Azure's own page shows profiles for many nodes that come and go: cluster-autoscaler#use-the-cluster-autoscaler-profile.
        scaleDownDelayAfterFailure: "1m",
        scaleDownUnreadyTime: "5m",
        maxEmptyBulkDelete: "1000",
        maxTotalUnreadyPercentage: "100",
        okTotalUnreadyCount: "1000",
        scaleDownDelayAfterAdd: "2m",
        skipNodesWithLocalStorage: "false",
        skipNodesWithSystemPods: "false",
      },
      tags: { "spark-platform": "analytics" },
    });
  });

  test("has a small System pool that only cluster services are let onto, changed with the cluster but for its size", () => {
    const { inputs, ...options } = one(recording, CLUSTER);
    expect(inputs.agentPoolProfiles).toEqual([
      {
        name: "system",
        mode: "System",
        type: "VirtualMachineScaleSets",
        vmSize: "Standard_D4ads_v5",
        availabilityZones: ["1", "2", "3"],
        orchestratorVersion: "1.35",
        osType: "Linux",
        osSKU: "Ubuntu",
        osDiskType: "Ephemeral",
        osDiskSizeGB: 100,
        vnetSubnetID: SUBNET,
        maxPods: 60,
        enableAutoScaling: true,
        count: 2,
        minCount: 2,
        maxCount: 4,
        nodeLabels: { "spark-platform/role": "system" },
        nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
        enableNodePublicIP: false,
        upgradeSettings: { maxSurge: "10%" },
        tags: expect.objectContaining({ "spark-platform": "analytics", "spark-platform-pool": "system" }) as unknown,
      },
    ]);
    expect(options.ignoreChanges).toEqual(["agentPoolProfiles[0].count"]);
    expect(options.replaceOnChanges).toContain("agentPoolProfiles[0].vmSize");
    expect(options.deleteBeforeReplace).toBe(true);
  });

  test("puts an on-demand pool together as planned, and leaves its size to the autoscaler", () => {
    const pool = byType(recording, POOL).find(({ inputs }) => String(inputs.agentPoolName).startsWith("drivers"));
    expect(pool?.inputs).toEqual({
      resourceGroupName: "analytics",
      resourceName: "analytics",
      agentPoolName: expect.stringMatching(/^drivers[a-z0-9]{4}$/) as unknown,
      mode: "User",
      type: "VirtualMachineScaleSets",
      vmSize: "Standard_D4ads_v5",
      availabilityZones: ["1", "2", "3"],
      orchestratorVersion: "1.35",
      osType: "Linux",
      osSKU: "Ubuntu",
      osDiskType: "Ephemeral",
      osDiskSizeGB: 150,
      vnetSubnetID: SUBNET,
      // 4 vCPU, 6 DaemonSets and 4 more.
      maxPods: 14,
      enableAutoScaling: true,
      count: 0,
      minCount: 0,
      maxCount: 10,
      nodeLabels: {
        "spark-platform/pool": "drivers",
        "spark-platform/capacity": "on-demand",
        "spark-platform/role": "spark",
      },
      nodeTaints: ["spark-platform/dedicated=spark:NoSchedule"],
      enableNodePublicIP: false,
      upgradeSettings: { maxSurge: "10%" },
      tags: expect.objectContaining({ "spark-platform": "analytics", "spark-platform-pool": "drivers" }) as unknown,
    });
    expect(pool?.ignoreChanges).toEqual(["count"]);
    expect(pool?.deleteBeforeReplace).not.toBe(true);
  });

  // https://learn.microsoft.com/azure/aks/spot-node-pool
  test("has spot pools that are evicted by deletion, cost at most the on-demand price and are upgraded without a surge", () => {
    const spot = byType(recording, POOL).filter(({ inputs }) => inputs.scaleSetPriority === "Spot");
    expect(spot.map(({ inputs }) => [inputs.vmSize, inputs.minCount, inputs.maxCount])).toEqual([
      ["Standard_D16ads_v5", 0, 25],
      ["Standard_D16ds_v5", 0, 25],
    ]);
    for (const { inputs } of spot) {
      expect(inputs).toMatchObject({ mode: "User", scaleSetEvictionPolicy: "Delete", spotMaxPrice: -1 });
      expect(inputs).not.toHaveProperty("upgradeSettings");
    }
  });

  test("says spot to spot pools only", () => {
    const others = byType(recording, POOL).filter(({ inputs }) => inputs.scaleSetPriority !== "Spot");
    for (const { inputs } of others) {
      expect(inputs).not.toHaveProperty("spotMaxPrice");
      expect(inputs).not.toHaveProperty("scaleSetEvictionPolicy");
    }
  });

  test("tells the autoscaler to try spot pools first, by the names that their scale sets get", () => {
    const { metadata, data } = inputsOf(recording, "kubernetes:core/v1:ConfigMap") as {
      metadata: unknown;
      data: { priorities: string };
    };
    expect(metadata).toEqual({ name: "cluster-autoscaler-priority-expander", namespace: "kube-system" });
    const priorities = parse(data.priorities, { mapAsMap: true }) as Map<number, string[]>;
    // AKS names a scale set after its pool: aks-<pool>-<8 digits>-vmss.
    const best = (pool: string) =>
      Math.max(
        ...[...priorities]
          .filter(([, names]) => names.some((name) => new RegExp(name).test(`aks-${pool}-12345678-vmss`)))
          .map(([rank]) => rank),
      );
    const ranks = byType(recording, POOL).map(({ inputs }) => [
      inputs.scaleSetPriority ?? "Regular",
      best(String(inputs.agentPoolName)),
    ]);
    expect(Object.fromEntries(ranks)).toEqual({ Spot: 100, Regular: 50 });
    expect(ranks).toHaveLength(4);
  });

  test("has nodes whose only way out is the NAT gateway, and storage besides", () => {
    expect(inputsOf(recording, "azure-native:network:Subnet")).toMatchObject({
      virtualNetworkName: "analytics",
      addressPrefix: "10.0.0.0/18",
      natGateway: { id: `${GROUP}/providers/Microsoft.Network/natGateways/analytics-nat` },
      serviceEndpoints: [{ service: "Microsoft.Storage" }],
      defaultOutboundAccess: false,
    });
    expect(inputsOf(recording, "azure-native:network:PublicIPAddress")).toMatchObject({
      sku: { name: "Standard" },
      publicIPAllocationMethod: "Static",
      zones: ["1", "2", "3"],
    });
  });

  test("lets the control plane put machines into the subnet, before it is made", () => {
    expect(roleOf(recording, "analytics-control-plane-network")).toEqual({
      scope: SUBNET,
      principalId: one(recording, "azure-native:managedidentity:UserAssignedIdentity").outputs.principalId,
      principalType: "ServicePrincipal",
      role: ROLES.networkContributor,
    });
    const before = ancestry(recording, one(recording, CLUSTER));
    expect(before).toContain(one(recording, ROLE, "analytics-control-plane-network").urn);
  });

  test("makes who deploys the one administrator, and nothing can be deployed into it before", () => {
    const right = one(recording, ROLE, "analytics-admin-deployer");
    expect(roleOf(recording, "analytics-admin-deployer")).toEqual({
      scope: CLUSTER_ID,
      principalId: expect.stringMatching(/^[0-9a-f]{8}-0000-/) as unknown,
      principalType: "ServicePrincipal",
      role: ROLES.clusterAdmin,
    });
    expect(ancestry(recording, one(recording, "kubernetes:core/v1:ConfigMap"))).toContain(right.urn);
  });

  test("brings patches and images on Sundays only", () => {
    const windows = byType(recording, "azure-native:containerservice:MaintenanceConfiguration").map(
      ({ inputs }) => inputs,
    );
    // https://learn.microsoft.com/azure/aks/planned-maintenance
    expect(windows.map(({ configName }) => configName)).toEqual([
      "aksManagedAutoUpgradeSchedule",
      "aksManagedNodeOSUpgradeSchedule",
    ]);
    for (const { maintenanceWindow } of windows) {
      expect(maintenanceWindow).toEqual({
        schedule: { weekly: { intervalWeeks: 1, dayOfWeek: "Sunday" } },
        startTime: "02:00",
        durationHours: 8,
        utcOffset: "+00:00",
      });
    }
  });

  test("is reached by kubelogin with the caller's own login, never by a token or a certificate", () => {
    const kubeconfig = JSON.parse(recording.outputs.kubeconfig as string) as {
      clusters: { cluster: unknown }[];
      users: { user: { exec: { command: string; args: string[] } } }[];
    };
    expect(kubeconfig.clusters[0]?.cluster).toEqual({
      server: "https://analytics-000000000000.hcp.westeurope.azmk8s.io:443",
      "certificate-authority-data": "bW9ja2VkIGNlcnRpZmljYXRl",
    });
    expect(Object.keys(kubeconfig.users[0]!.user)).toEqual(["exec"]);
    expect(kubeconfig.users[0]?.user.exec).toMatchObject({
      command: "kubelogin",
      // https://azure.github.io/kubelogin/concepts/aks.html
      args: [
        "get-token",
        "--environment",
        "AzurePublicCloud",
        "--server-id",
        "6dae42f8-4368-4678-94ff-3960e28e3630",
        "--tenant-id",
        "00000000-0000-0000-0000-000000000000",
        "--login",
        "azurecli",
      ],
    });
    expect(recording.secretOutputs).toContain("kubeconfig");
    expect(recording.outputs.accessCommand).toBe(
      "az aks get-credentials --resource-group analytics --name analytics && kubelogin convert-kubeconfig --login azurecli",
    );
  });

  test("warns of an API server that can be reached from anywhere", () => {
    expect(recording.logs.map(({ severity, message }) => [severity, message.split(":")[0]])).toEqual([
      ["warn", "apiServer.publicCidrs"],
    ]);
  });
});

describe("the API server", () => {
  const accessOf = async (apiServer: { publicCidrs: string[] }, network?: { subnetId: string }) => {
    const recording = await recordCluster({ apiServer, ...(network && { network }) }, { config });
    return inputsOf(recording, CLUSTER).apiServerAccessProfile;
  };

  // https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges
  test("lets in the blocks that are named, and the address by which the nodes get out", async () => {
    expect(await accessOf({ publicCidrs: ["198.51.100.0/24"] })).toEqual({
      disableRunCommand: true,
      enablePrivateCluster: false,
      authorizedIPRanges: ["198.51.100.0/24", "203.0.113.1/32"],
    });
  });

  test("lets in the blocks that are named alone, where the way out is the user's", async () => {
    expect(await accessOf({ publicCidrs: ["198.51.100.0/24"] }, { subnetId: SUBNET })).toMatchObject({
      authorizedIPRanges: ["198.51.100.0/24"],
    });
  });

  test("has no public address where no block is named", async () => {
    expect(await accessOf({ publicCidrs: [] })).toEqual({
      disableRunCommand: true,
      enablePrivateCluster: true,
      enablePrivateClusterPublicFQDN: false,
      privateDNSZone: "system",
    });
  });

  test("is reached through the proxy that is given", async () => {
    const { outputs } = await recordCluster(
      { apiServer: { publicCidrs: [], proxyUrl: "socks5://localhost:1080" } },
      { config },
    );
    const { clusters } = JSON.parse(outputs.kubeconfig as string) as { clusters: { cluster: object }[] };
    expect(clusters[0]?.cluster).toMatchObject({ "proxy-url": "socks5://localhost:1080" });
  });
});

// https://azure.github.io/kubelogin/cli/get-token.html
test.each([
  ["usgovernment", "AzureUSGovernmentCloud"],
  ["china", "AzureChinaCloud"],
])("kubelogin is told of the cloud of Azure that the configuration names: %s", async (environment, named) => {
  const { outputs } = await recordCluster(undefined, {
    config: { ...config, "azure-native:environment": environment },
  });
  expect(outputs.kubeconfig).toContain(`"--environment","${named}"`);
});

describe("what is there already", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await recordCluster(
      {
        resourceGroupName: "shared",
        region: "northeurope",
        network: { subnetId: SUBNET, outboundType: "userDefinedRouting" },
        identityId: "/identities/aks",
        encryptionKeyId: "https://vault.vault.azure.net/keys/etcd/1",
        diskEncryptionSetId: "/diskEncryptionSets/set",
      },
      { config },
    );
  });

  test("is not made: no group, network, NAT gateway or identity of its own, nor a right on what is there", () => {
    const found = counts(recording);
    for (const type of ["network:VirtualNetwork", "network:Subnet", "network:NatGateway", "network:PublicIPAddress"])
      expect(found).not.toHaveProperty(`azure-native:${type}`);
    expect(recording.resources.map(({ name }) => name)).not.toContain("analytics-group");
    expect(recording.resources.map(({ name }) => name)).not.toContain("analytics-control-plane");
    expect(recording.resources.map(({ name }) => name)).not.toContain("analytics-control-plane-network");
  });

  test("is used", () => {
    expect(inputsOf(recording, CLUSTER)).toMatchObject({
      resourceGroupName: "shared",
      location: "northeurope",
      identity: { userAssignedIdentities: ["/identities/aks"] },
      networkProfile: { outboundType: "userDefinedRouting" },
      agentPoolProfiles: [{ vnetSubnetID: SUBNET }],
      diskEncryptionSetID: "/diskEncryptionSets/set",
      securityProfile: {
        azureKeyVaultKms: {
          enabled: true,
          keyId: "https://vault.vault.azure.net/keys/etcd/1",
        },
      },
    });
  });

  test("tells the region where nothing else does", async () => {
    const { resources } = await recordCluster({ resourceGroupName: "shared" });
    const cluster = resources.find(({ type }) => type === CLUSTER);
    expect(cluster?.inputs).toMatchObject({ resourceGroupName: "shared", location: "eastus" });
  });

  test("may be known only after the deployment", async () => {
    const { errors } = await recordProgram(
      () =>
        new AksCluster("analytics", {
          resourceGroupName: pulumi.output("shared"),
          network: { subnetId: pulumi.output(SUBNET) },
          identityId: pulumi.output("/identities/aks"),
          admins: [{ objectId: pulumi.output("1") }],
        }),
      { outputs: "unknown", errors: "return" },
    );
    expect(errors).toEqual([]);
  });
});

describe("arguments beyond the plan", () => {
  test("administrators are groups unless it is said that they are not, each named so that their order means nothing", async () => {
    const admins = [
      { objectId: "11111111-1111-1111-1111-111111111111" },
      { objectId: "22222222-2222-2222-2222-222222222222", type: "User" as const },
    ];
    const recording = await recordCluster({ admins }, { config });
    expect(roleOf(recording, `analytics-admin-${admins[0]!.objectId}`)).toMatchObject({
      principalId: admins[0]!.objectId,
      principalType: "Group",
      role: ROLES.clusterAdmin,
    });
    expect(roleOf(recording, `analytics-admin-${admins[1]!.objectId}`)).toMatchObject({ principalType: "User" });
    expect(recording.resources.map(({ name }) => name)).not.toContain("analytics-admin-deployer");
  });

  // The Azure CLI's own application, by which people log in.
  test.each([
    ["04b07795-8ddb-461a-bbee-02f9e1bf7b46", "User"],
    ["33333333-3333-3333-3333-333333333333", "ServicePrincipal"],
  ])("who deploys through the application %s is a %s", async (clientId, principalType) => {
    const calls = (token: string) =>
      token === "azure-native:authorization:getClientConfig"
        ? { clientId, objectId: "4", subscriptionId: SUBSCRIPTION, tenantId: "5" }
        : undefined;
    const recording = await recordCluster(undefined, { config, calls });
    expect(roleOf(recording, "analytics-admin-deployer")).toMatchObject({ principalId: "4", principalType });
  });

  // https://learn.microsoft.com/azure/aks/long-term-support
  test("the tier Premium comes with long-term support", async () => {
    const recording = await recordCluster({ tier: "Premium" }, { config });
    expect(inputsOf(recording, CLUSTER)).toMatchObject({
      sku: { name: "Base", tier: "Premium" },
      supportPlan: "AKSLongTermSupport",
    });
  });

  test("deletion protection is a lock on the cluster", async () => {
    const recording = await recordCluster({ deletionProtection: true }, { config });
    expect(inputsOf(recording, "azure-native:authorization:ManagementLockByScope")).toMatchObject({
      scope: CLUSTER_ID,
      level: "CanNotDelete",
    });
  });

  test("tags are on everything that takes tags, and the cost's own win", async () => {
    const recording = await recordCluster({ tags: { team: "data" } }, { config });
    const tagged = recording.resources.filter(({ inputs }) => "tags" in inputs);
    expect(tagged.length).toBeGreaterThan(8);
    for (const { inputs } of tagged) {
      expect(inputs.tags).toMatchObject({ team: "data", "spark-platform": "analytics" });
    }
    const takesTags = (type: string) =>
      /ResourceGroup|VirtualNetwork|PublicIP|NatGateway|UserAssignedIdentity|ManagedCluster|AgentPool|StorageAccount|:Registry/.test(
        type,
      );
    expect(recording.resources.filter(({ type, inputs }) => takesTags(type) && !("tags" in inputs))).toEqual([]);
  });

  test("bad ones are refused before anything exists, in one message without a stack", async () => {
    const recording = await recordCluster({ tier: "Gold" as never }, { config, errors: "return" });
    expect(recording.resources).toEqual([]);
    expect(recording.errors.map(({ message }) => message.split("\n")[0])).toEqual([
      'AksCluster "analytics" has 1 problem; nothing of it was created.',
    ]);
    expect(pulumi.ResourceError.isInstance(recording.errors[0])).toBe(true);
  });
});

test("a preview of a cluster that is not there yet has no error, and keeps the kubeconfig secret", async () => {
  const recording = await recordCluster(undefined, { config, outputs: "unknown" });
  expect(recording.errors).toEqual([]);
  expect(recording.unknownOutputs).toContain("kubeconfig");
});

describe("the kubeconfig that AKS hands out", () => {
  const yaml = (text: string) => Buffer.from(text).toString("base64");

  test("gives the address and the authority alone", () => {
    const text =
      "clusters:\n- cluster:\n    certificate-authority-data: Q0E=\n    server: https://a.b:443\nusers: [{user: {token: x}}]\n";
    expect(endpointOf(yaml(text))).toEqual({ server: "https://a.b:443", certificateAuthority: "Q0E=" });
  });
});

test("the SDK takes every principal for a user unless it is told otherwise, so each type is said", async () => {
  const recording = await recordProgram(() => {
    new RoleAssignment("untold", { principalId: "1", roleDefinitionId: "2", scope: "3" });
  });
  expect(inputsOf(recording, ROLE, "untold").principalType).toBe("User");
});
