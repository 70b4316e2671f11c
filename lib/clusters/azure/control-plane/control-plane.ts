/** The AKS control plane: its identity, who may administer it, when it is upgraded, and what keeps it from being deleted. */

import { getClientConfigOutput } from "@pulumi/azure-native/authorization/getClientConfig";
import { ManagementLockByScope } from "@pulumi/azure-native/authorization/managementLockByScope";
import { MaintenanceConfiguration } from "@pulumi/azure-native/containerservice/maintenanceConfiguration";
import { ManagedCluster, type ManagedClusterArgs } from "@pulumi/azure-native/containerservice/managedCluster";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import * as pulumi from "@pulumi/pulumi";

import { agentPoolProfile } from "../nodes/agent-pool-profile";
import type { AdminArgs, AksClusterArgs } from "../args";
import type { Network } from "../network/network";
import type { AksClusterPlan } from "../plan";
import { roleAssignment, type RoleAssignmentArgs } from "../role-assignment";

export interface ControlPlaneArgs extends Pick<
  AksClusterArgs,
  "admins" | "identityId" | "encryptionKeyId" | "diskEncryptionSetId"
> {
  plan: AksClusterPlan;
  network: Network;
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  tags: Record<string, pulumi.Input<string>>;
}

export interface ControlPlane {
  cluster: ManagedCluster;
  /** Rights of the administrators: nothing can be deployed into the cluster before, nor removed from it after. */
  access: pulumi.Resource[];
}

/** What AKS can't change on its first pool: without a new cluster, only `az aks nodepool` can. */
const UNCHANGEABLE = ["vmSize", "availabilityZones", "maxPods", "osDiskType", "osDiskSizeGB", "vnetSubnetID"];

/** Hours between two looks for images that no container uses, and that have known vulnerabilities. */
const IMAGE_CLEANER_HOURS = 168;

/** Creates the control plane with its System pool. Costs 0.10 USD an hour in the tier Standard, and the machines of the pool. */
export function createControlPlane(
  name: string,
  args: ControlPlaneArgs,
  opts: pulumi.CustomResourceOptions,
): ControlPlane {
  const { plan, resourceGroupName } = args;
  const { identityId, needs } = identityOf(name, args, opts);
  const cluster = new ManagedCluster(`${name}-cluster`, clusterArgs(args, identityId), {
    ...opts,
    dependsOn: needs,
    // Two clusters can't have one name, so the old one must go first.
    deleteBeforeReplace: true,
    // The size is the autoscaler's from the first pod on, where there is one.
    ignoreChanges: plan.provisionedPools.length === 0 ? ["agentPoolProfiles[0].count"] : [],
    replaceOnChanges: UNCHANGEABLE.map((property) => `agentPoolProfiles[0].${property}`),
  });
  for (const [what, configName] of [
    ["upgrades", "aksManagedAutoUpgradeSchedule"],
    ["node-images", "aksManagedNodeOSUpgradeSchedule"],
  ] as const) {
    new MaintenanceConfiguration(
      `${name}-${what}`,
      { resourceGroupName, resourceName: cluster.name, configName, maintenanceWindow: windowOf(plan) },
      opts,
    );
  }
  if (plan.deletionProtection) {
    new ManagementLockByScope(
      `${name}-lock`,
      { scope: cluster.id, lockName: `${name}-lock`, level: "CanNotDelete", notes: "deletionProtection is on" },
      opts,
    );
  }
  return { cluster, access: grantAdmins(name, cluster, args.admins, opts) };
}

/** The identity by which AKS puts machines and load balancers into the network. */
function identityOf(
  name: string,
  { identityId, network, resourceGroupName, location, tags }: ControlPlaneArgs,
  opts: pulumi.CustomResourceOptions,
): { identityId: pulumi.Input<string>; needs: pulumi.Resource[] } {
  if (identityId !== undefined) return { identityId, needs: [] };
  const identity = new UserAssignedIdentity(
    `${name}-control-plane`,
    { resourceGroupName, location, resourceName: `${name}-control-plane`, tags },
    opts,
  );
  const right = roleAssignment(
    `${name}-control-plane-network`,
    {
      scope: network.subnetId,
      principalId: identity.principalId,
      principalType: "ServicePrincipal",
      roleDefinition: "Network Contributor",
    },
    opts,
  );
  return { identityId: identity.id, needs: [right] };
}

function clusterArgs(
  { plan, network, resourceGroupName, location, encryptionKeyId, diskEncryptionSetId, tags }: ControlPlaneArgs,
  identityId: pulumi.Input<string>,
): ManagedClusterArgs {
  const { name, kubernetesVersion, tier } = plan;
  return {
    resourceGroupName,
    // Fixed, because the access command and the nodes' resource group are named after it.
    resourceName: name,
    location,
    dnsPrefix: name,
    kubernetesVersion,
    sku: { name: "Base", tier },
    supportPlan: tier === "Premium" ? "AKSLongTermSupport" : "KubernetesOfficial",
    nodeResourceGroup: `${name}-nodes`,
    // What AKS makes there is AKS's to change: https://learn.microsoft.com/azure/aks/node-resource-group-lockdown
    nodeResourceGroupProfile: { restrictionLevel: "ReadOnly" },
    identity: { type: "UserAssigned", userAssignedIdentities: [identityId] },
    enableRBAC: true,
    // Every right is a role of Azure, and no certificate lets anybody in beside them.
    aadProfile: { managed: true, enableAzureRBAC: true },
    disableLocalAccounts: true,
    apiServerAccessProfile: apiServerAccess(plan, network),
    oidcIssuerProfile: { enabled: true },
    securityProfile: {
      workloadIdentity: { enabled: true },
      imageCleaner: { enabled: true, intervalHours: IMAGE_CLEANER_HOURS },
      ...(encryptionKeyId !== undefined && {
        azureKeyVaultKms: { enabled: true, keyId: encryptionKeyId, keyVaultNetworkAccess: "Public" },
      }),
    },
    autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
    networkProfile: {
      networkPlugin: "azure",
      networkPluginMode: "overlay",
      networkDataplane: "cilium",
      networkPolicy: "cilium",
      podCidr: plan.podCidr,
      serviceCidr: plan.serviceCidr,
      dnsServiceIP: plan.dnsServiceIp,
      outboundType: plan.network.outboundType,
      loadBalancerSku: "standard",
    },
    ...nodeProvisioning(plan),
    ...(diskEncryptionSetId !== undefined && { diskEncryptionSetID: diskEncryptionSetId }),
    agentPoolProfiles: plan.agentPools
      .filter(({ mode }) => mode === "System")
      .map((pool) => ({ name: pool.name, ...agentPoolProfile(pool, plan, network.subnetId, tags) })),
    tags,
  };
}

/**
 * Nodes reach the API server by the address that they get out by, so that is let in as well.
 * https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges
 */
function apiServerAccess(
  { publicCidrs }: AksClusterPlan,
  { egressAddress }: Network,
): ManagedClusterArgs["apiServerAccessProfile"] {
  // `az aks command invoke` runs what it is given as an administrator.
  const always = { disableRunCommand: true };
  if (publicCidrs.length === 0)
    return { ...always, enablePrivateCluster: true, enablePrivateClusterPublicFQDN: false, privateDNSZone: "system" };
  if (publicCidrs.includes("0.0.0.0/0")) return { ...always, enablePrivateCluster: false };
  const egress = egressAddress ? [pulumi.interpolate`${egressAddress}/32`] : [];
  return { ...always, enablePrivateCluster: false, authorizedIPRanges: [...publicCidrs, ...egress] };
}

/** AKS runs one of the two. The pools that auto-provisioning would make by itself would take pods that others are planned for. */
function nodeProvisioning(plan: AksClusterPlan): Partial<ManagedClusterArgs> {
  if (plan.provisionedPools.length === 0) return { autoScalerProfile: autoScalerProfile(plan) };
  return { nodeProvisioningProfile: { mode: "Auto", defaultNodePools: "None" } };
}

/** https://learn.microsoft.com/azure/aks/cluster-autoscaler: settings of the autoscaler that AKS runs, all of them texts. */
function autoScalerProfile({ idleMinutes }: AksClusterPlan): ManagedClusterArgs["autoScalerProfile"] {
  return {
    expander: "priority",
    // Filling one pool's nodes beats spreading over several: fewer nodes, and none that is nearly empty.
    balanceSimilarNodeGroups: "false",
    // Default 15m. A machine that has not joined after 10 will not, and the next pool gets its turn; where Azure has none, it says so.
    maxNodeProvisionTime: "10m",
    scaleDownUnneededTime: `${idleMinutes}m`,
    // Default 10m, during which nothing goes because something came.
    scaleDownDelayAfterAdd: "2m",
    // Default 3m.
    scaleDownDelayAfterFailure: "1m",
    // Default 20m. A node that is unready for so long is a spot machine that is gone.
    scaleDownUnreadyTime: "5m",
    // Default 10: an application that ends leaves all of its nodes empty at once.
    maxEmptyBulkDelete: "1000",
    // Default 45 and 3: the autoscaler would stop just when Azure takes many spot nodes together and others must come.
    maxTotalUnreadyPercentage: "100",
    okTotalUnreadyCount: "1000",
    // Executors' scratch space is local storage, and system pods are on nodes of their own.
    skipNodesWithLocalStorage: "false",
    skipNodesWithSystemPods: "false",
  };
}

/** https://learn.microsoft.com/azure/aks/planned-maintenance */
function windowOf({ maintenance: { day, hour, hours } }: AksClusterPlan) {
  return {
    schedule: { weekly: { intervalWeeks: 1, dayOfWeek: day } },
    startTime: `${String(hour).padStart(2, "0")}:00`,
    durationHours: hours,
    utcOffset: "+00:00",
  };
}

function grantAdmins(
  name: string,
  cluster: ManagedCluster,
  admins: AdminArgs[] | undefined,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const given = (admins ?? []).map(({ objectId, type = "Group" }, index) => ({
    // Named after the principal where it is known, so that the order of the list means nothing.
    key: typeof objectId === "string" ? objectId : String(index),
    principalId: objectId,
    principalType: type,
  }));
  const principals = admins ? given : [{ key: "deployer", ...deployer(opts) }];
  return principals.map(({ key, ...principal }) =>
    roleAssignment(
      `${name}-admin-${key}`,
      { scope: cluster.id, ...principal, roleDefinition: "Azure Kubernetes Service RBAC Cluster Admin" },
      opts,
    ),
  );
}

/** Applications by which people log in: the Azure CLI, and the same in Cloud Shell. All others are service principals' own. */
const LOGIN_APPLICATIONS = ["04b07795-8ddb-461a-bbee-02f9e1bf7b46", "b677c290-cf4b-4a8e-a60e-91ba650a4abe"];

/** The user or service principal behind the credentials of this deployment. */
function deployer(opts: pulumi.CustomResourceOptions): Pick<RoleAssignmentArgs, "principalId" | "principalType"> {
  const caller = getClientConfigOutput({ parent: opts.parent });
  return {
    principalId: caller.objectId,
    principalType: caller.clientId.apply((id) => (LOGIN_APPLICATIONS.includes(id) ? "User" : "ServicePrincipal")),
  };
}
