import {
  type AksClusterArgs,
  type ExistingControlPlaneArgs,
  planAksCluster,
  readControlPlane,
} from "../../../lib/clusters/azure";
import { byType, type RecordedCall, recordProgram, type Recording } from "../../../lib/testing";
import { counts, one, recordCluster } from "./recorded";

const GET_CLUSTER = "azure-native:containerservice:getManagedCluster";
const POOL = "azure-native:containerservice:AgentPool";
const ROLE = "azure-native:authorization:RoleAssignment";

/** What Azure answers (az aks show), in the provider's field names. */
const answer = {
  name: "prod",
  location: "West Europe",
  currentKubernetesVersion: "1.34.7",
  kubernetesVersion: "1.34",
  provisioningState: "Succeeded",
  powerState: { code: "Running" },
  aadProfile: { managed: true, enableAzureRBAC: true },
  oidcIssuerProfile: { enabled: true, issuerURL: "https://westeurope.oic.prod-aks.azure.com/tenant/cluster/" },
  securityProfile: { workloadIdentity: { enabled: true } },
  identityProfile: { kubeletidentity: { objectId: "kubelet", clientId: "client" } },
  networkProfile: {
    networkPlugin: "azure",
    networkPluginMode: "overlay",
    networkDataplane: "cilium",
    podCidr: "10.244.0.0/16",
    ipFamilies: ["IPv4"],
  },
  agentPoolProfiles: [
    { name: "sys", count: 3, enableAutoScaling: false, vnetSubnetID: "/subnets/nodes" },
    { name: "web", count: 2, enableAutoScaling: true, minCount: 1, maxCount: 10, vnetSubnetID: "/subnets/nodes" },
  ],
};

const withoutIssuer: ExistingControlPlaneArgs = {
  name: "prod",
  resourceGroupName: "prod-group",
  region: "westeurope",
  kubernetesVersion: "1.34",
  workloadIdentity: true,
  entraId: true,
  kubeletId: "kubelet",
  network: {
    plugin: "azure",
    pluginMode: "overlay",
    dataplane: "cilium",
    podCidr: "10.244.0.0/16",
    subnetId: "/subnets/nodes",
  },
  autoProvisioning: false,
  otherNodes: 13,
};

const controlPlane: ExistingControlPlaneArgs = {
  ...withoutIssuer,
  oidcIssuer: "https://westeurope.oic.prod-aks.azure.com/tenant/cluster/",
};

async function read(more: object = {}): Promise<{ result?: ExistingControlPlaneArgs; calls: RecordedCall[] }> {
  let result: ExistingControlPlaneArgs | undefined;
  const { calls } = await recordProgram(
    async () => {
      result = await readControlPlane("prod", { resourceGroupName: "prod-group" });
    },
    { calls: (token) => (token === GET_CLUSTER ? { ...answer, ...more } : undefined) },
  );
  return { ...(result && { result }), calls };
}

function refusals(args: AksClusterArgs): string[] {
  try {
    planAksCluster("analytics", args);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n").slice(1);
  }
}

describe("reading a control plane", () => {
  test("asks for it once, and says what of it a plan needs", async () => {
    const { result, calls } = await read();
    expect(calls.map(({ token, args }) => [token, args])).toEqual([
      [GET_CLUSTER, { resourceName: "prod", resourceGroupName: "prod-group" }],
    ]);
    expect(result).toEqual(controlPlane);
  });

  test("finds what is off, and what Azure leaves out", async () => {
    const { result } = await read({
      oidcIssuerProfile: { enabled: false },
      securityProfile: undefined,
      aadProfile: undefined,
      nodeProvisioningProfile: { mode: "Auto" },
      networkProfile: { networkPlugin: "kubenet" },
      agentPoolProfiles: undefined,
    });
    expect(result).toEqual({
      name: "prod",
      resourceGroupName: "prod-group",
      region: "westeurope",
      kubernetesVersion: "1.34",
      workloadIdentity: false,
      entraId: false,
      kubeletId: "kubelet",
      network: { plugin: "kubenet", dataplane: "azure" },
      autoProvisioning: true,
      otherNodes: 0,
    });
  });

  test.each([
    [{ powerState: { code: "Stopped" } }, 'readControlPlane: "prod": is stopped; start it: az aks start --name prod'],
    [{ provisioningState: "Deleting" }, 'readControlPlane: "prod": is being deleted.'],
    [{ networkProfile: { ipFamilies: ["IPv4", "IPv6"] } }, 'readControlPlane: "prod": gives pods IPv6 addresses'],
  ])("ends in one line for %j", async (more, message) => {
    await expect(read(more)).rejects.toThrow(message);
  });

  test("ends in one line where Azure does not answer", async () => {
    const asked = recordProgram(() => readControlPlane("prod", { resourceGroupName: "none" }), {
      calls: () => {
        throw new Error("ResourceNotFound: there is none\nrequest 1234");
      },
    });
    await expect(asked).rejects.toThrow(/^readControlPlane: "prod": AKS did not describe it: .*there is none$/);
  });
});

describe("a cluster that is there", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await recordCluster({ controlPlane });
  });

  test("gets pools, storage and a registry, and is touched in nothing else", () => {
    expect(counts(recording)).toEqual({
      "spark-platform:clusters/azure:AksCluster": 1,
      "azure-native:resources:ResourceGroup": 3,
      [POOL]: 5,
      "azure-native:storage:StorageAccount": 1,
      "azure-native:storage:BlobContainer": 2,
      "azure-native:containerregistry:Registry": 1,
      "azure-native:containerregistry:Task": 1,
      [ROLE]: 1,
      "pulumi:providers:kubernetes": 1,
    });
    for (const { inputs } of byType(recording, POOL)) {
      expect(inputs).toMatchObject({
        resourceGroupName: "prod-group",
        resourceName: "prod",
        vnetSubnetID: "/subnets/nodes",
        orchestratorVersion: "1.34",
      });
    }
  });

  test("is where it is, wherever the provider would put something new", async () => {
    const elsewhere = await recordCluster({ controlPlane }, { config: { "azure-native:location": "eastus" } });
    expect(one(elsewhere, "azure-native:storage:StorageAccount").inputs.location).toBe("westeurope");
  });

  test("keeps its own System pool beside one of the platform's, whose name differs", () => {
    const system = byType(recording, POOL).filter(({ inputs }) => inputs.mode === "System");
    expect(system.map(({ inputs }) => inputs.agentPoolName)).toEqual([expect.stringMatching(/^system[0-9a-z]{4}$/)]);
    expect(system[0]?.inputs).toMatchObject({ nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"], minCount: 2 });
  });

  test("is reached and trusted by what it is", () => {
    expect(recording.outputs.accessCommand).toContain("--resource-group prod-group --name prod");
    expect(one(recording, ROLE, "analytics-images-pull").inputs.principalId).toBe("kubelet");
  });

  test("costs nothing more, but for the registry", () => {
    const plan = planAksCluster("analytics", { controlPlane });
    expect(plan.fixedHourlyCost.map(({ name }) => name)).toEqual(["container registry (Standard)"]);
    expect(plan).toMatchObject({ region: "westeurope", kubernetesVersion: "1.34" });
    expect(plan.notes.filter(({ path }) => path === "apiServer.publicCidrs")).toEqual([]);
  });

  test("of another network plugin than Cilium runs other DaemonSets", () => {
    const names = (dataplane: "azure" | "cilium") =>
      planAksCluster("analytics", {
        controlPlane: { ...controlPlane, network: { ...controlPlane.network, dataplane } },
      }).sparkPools[0]?.machines[0]?.daemonSets.map(({ name }) => name);
    expect(names("cilium")).toContain("cilium");
    expect(names("azure")).toContain("kube-proxy");
    expect(names("azure")).not.toContain("cilium");
  });

  test("whose nodes are provisioned gets NodePools, and a System pool of fixed size", async () => {
    const provisioned = await recordCluster({ controlPlane: { ...controlPlane, autoProvisioning: true } });
    expect(byType(provisioned, "kubernetes:karpenter.sh/v1:NodePool")).toHaveLength(3);
    expect(byType(provisioned, POOL).map(({ inputs }) => [inputs.mode, inputs.enableAutoScaling])).toEqual([
      ["System", false],
    ]);
  });
});

describe("a cluster that can't be used", () => {
  const network = controlPlane.network;

  test.each<[string, AksClusterArgs, string]>([
    [
      "no issuer",
      { controlPlane: withoutIssuer },
      "controlPlane.oidcIssuer: (not given) says that the cluster has no OpenID Connect issuer, so no pod could open storage. Allowed: a cluster with both: an issuer's URL, and true. Run once: az aks update --name prod --resource-group prod-group --enable-oidc-issuer --enable-workload-identity",
    ],
    [
      "no workload identity",
      { controlPlane: { ...controlPlane, workloadIdentity: false } },
      "controlPlane.workloadIdentity: false says that the cluster has no workload identity",
    ],
    [
      "no Entra ID",
      { controlPlane: { ...controlPlane, entraId: false } },
      "controlPlane.entraId: false says that the cluster takes no users of Entra ID",
    ],
    [
      "another version",
      { controlPlane, kubernetesVersion: "1.35" },
      'kubernetesVersion: "1.35" is not that of the cluster that is there, 1.34',
    ],
    [
      "another region",
      { controlPlane, region: "northeurope" },
      'region: "northeurope" is not that of the cluster that is there, westeurope',
    ],
    [
      "kubenet",
      { controlPlane: { ...controlPlane, network: { plugin: "kubenet" } } },
      'controlPlane.network.plugin: "kubenet" is a network that AKS ends on 31 March 2028',
    ],
    [
      "addresses of the subnet",
      { controlPlane: { ...controlPlane, network: { plugin: "azure" } } },
      "controlPlane.network.pluginMode: (not given) gives every pod an address of the subnet",
    ],
    [
      "too few addresses",
      { controlPlane: { ...controlPlane, network: { ...network, podCidr: "10.244.0.0/18" } } },
      // 4 system nodes, 10 of drivers, 50 of spot and 20 on demand; a tenth of each that is not spot comes more in an upgrade.
      'controlPlane.network.podCidr: "10.244.0.0/18" has room for 64 nodes, each of which takes a /24 for its pods, but there may be 101: 84 of these pools, 4 more during an upgrade, and 13 of pools that are there. Allowed: at most 47 nodes in the pools of this library.',
    ],
    [
      "provisioned nodes beside an autoscaler",
      { controlPlane: { ...controlPlane, autoProvisioning: true }, autoscaler: "native" },
      'autoscaler: "native" can\'t run beside node auto-provisioning',
    ],
    [
      "no provisioned nodes",
      { controlPlane, autoscaler: "auto-provisioning" },
      'autoscaler: "auto-provisioning" is off in the cluster that is there, which this library leaves as it is. Allowed: "native", or nothing. Leave autoscaler out, or run once: az aks update --name prod --resource-group prod-group --node-provisioning-mode Auto',
    ],
    ["an idle time of its own", { controlPlane, idleMinutes: 3 }, "idleMinutes: 3 is a matter of the control plane"],
    ["a tier", { controlPlane, tier: "Free" }, 'tier: "Free" is a matter of the control plane'],
    [
      "administrators",
      { controlPlane, admins: [] },
      "admins: [] is a matter of the control plane, which is there and left as it is. Allowed: nothing, together with controlPlane.",
    ],
  ])("is refused with the way out: %s", (_name, args, message) => {
    expect(refusals(args)).toEqual([expect.stringContaining(message)]);
  });

  test("is told of every problem at once", () => {
    const bad = { ...withoutIssuer, entraId: false, network: { plugin: "kubenet" as const } };
    expect(refusals({ controlPlane: bad, kubernetesVersion: "1.36", podCidr: "10.0.0.0/16" })).toHaveLength(5);
  });
});
