/** An AKS cluster made for Spark. */

import { getResourceGroupOutput } from "@pulumi/azure-native/resources/getResourceGroup";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { planned } from "../../component";
import { describeIssue } from "../../plan/issue";
import { costLabelsOf } from "../common/cost-labels";
import { inAccountOf } from "../common/account";
import { createProvider } from "../common/provider";
import { withRegion } from "../common/region";
import type { PushTarget, SparkCluster, StorageAccessRequest, WorkloadIdentity } from "../contract";
import type { AksClusterArgs, ExistingNetworkArgs } from "./args";
import { createProvisionedPools } from "./autoscaler/auto-provisioning/node-pools";
import { adoptCluster, type ClusterReference, referenceTo } from "./control-plane/cluster-reference";
import { createControlPlane } from "./control-plane/control-plane";
import { adoptEventLogs, createEventLogs, type EventLogStorage } from "./storage/event-logs";
import { accessCommandOf, kubeconfigOf } from "./control-plane/kubeconfig";
import { adoptNetwork, createNetwork, type Network } from "./network/network";
import { createAgentPools } from "./nodes/node-pools";
import { type AksClusterPlan, planAksCluster } from "./plan";
import { createPriorities } from "./autoscaler/priorities";
import { configuredRegion } from "./region";
import { pushTarget } from "./storage/push-target";
import { adoptRegistry, createRegistry, type ImageRegistry } from "./storage/registry";
import { StorageAccess, type StorageAccessArgs } from "./storage/storage-access";
import type {
  ExistingEventLogsArgs,
  ExistingRegistryArgs,
  NewEventLogsArgs,
  NewRegistryArgs,
} from "./storage/storage-args";

/**
 * An AKS cluster made for Spark: a virtual network with a NAT gateway, a control plane that only Entra ID lets anybody into, nodes for
 * the platform, Spark pools that start at zero on machines whose local disks are scratch space, and AKS's own autoscaler.
 *
 * @example
 * const cluster = new AksCluster("analytics");
 *
 * @example
 * const cluster = new AksCluster("analytics", {
 *   network: { subnetId: subnet.id },
 *   apiServer: { publicCidrs: ["203.0.113.0/24"] },
 *   sparkPools: [
 *     { name: "drivers", machineTypes: ["Standard_D4ads_v5"], runs: ["driver"], maxNodes: 5 },
 *     { name: "spot", capacity: "spot", machineTypes: ["Standard_E16ads_v5", "Standard_E16ds_v5"], maxNodes: 100 },
 *   ],
 * });
 *
 * Costs 0.10 USD an hour for the control plane, 0.05 for the NAT gateway with its address, and two nodes of Standard_D4ads_v5; all
 * Spark pools cost nothing while they are empty. `plan.fixedHourlyCost` has the figures (eastus).
 *
 * Whoever deploys needs the roles Contributor and Role Based Access Control Administrator (or Owner), and kubelogin. Rights in Azure
 * take minutes to hold: should the first deployment be refused by the cluster, the second one is not.
 *
 * @throws pulumi.ResourceError that lists every bad argument; nothing is created then.
 */
export class AksCluster extends pulumi.ComponentResource implements SparkCluster {
  readonly plan: AksClusterPlan;
  readonly provider: kubernetes.Provider;
  readonly kubeconfig: pulumi.Output<string>;
  readonly accessCommand: pulumi.Output<string>;
  readonly ready: pulumi.Resource[];
  readonly eventLogUri: pulumi.Output<string>;
  /**
   * Where code goes that an application reads; the cluster does not put it there: the provider of Azure writes files by an account's
   * key alone (https://github.com/pulumi/pulumi-azure-native/issues/2015), and keys are off. `az storage fs file upload --auth-mode
   * login` does, by the role Storage Blob Data Contributor. None where `eventLogs` names an account of the user's own.
   */
  readonly codeUri?: pulumi.Output<string>;
  readonly registryUrl: pulumi.Output<string>;
  readonly imageMirrors: Record<string, pulumi.Output<string>>;
  readonly #identities: Omit<StorageAccessArgs, keyof StorageAccessRequest>;

  constructor(name: string, args: AksClusterArgs = {}, opts: pulumi.ComponentResourceOptions = {}) {
    // A cluster that is there says itself where it is.
    const located = args?.controlPlane === undefined ? withRegion(args, configuredRegion) : args;
    const plan = planned(() => planAksCluster(name, located));
    super("spark-platform:clusters/azure:AksCluster", name, { plan }, opts);
    this.plan = plan;
    for (const note of plan.notes) void pulumi.log.warn(describeIssue(note), this);

    const child = { parent: this };
    const tags = { ...args.tags, ...costLabelsOf(name) };
    const { resourceGroupName, location } = resourceGroupOf(name, args, plan, tags, child);
    const place = { resourceGroupName, location, tags };

    const cluster = clusterOf(name, args, plan, place, child);
    const at = { resourceGroupName: cluster.resourceGroupName, tags };
    const agentPools = createAgentPools(name, { ...at, plan, cluster }, child);
    const registry = registryOf(name, args, plan, { ...place, cluster }, child);
    this.ready = [...cluster.needs, ...agentPools, ...registry.needs];

    this.kubeconfig = kubeconfigOf(cluster, cluster.resourceGroupName, args.apiServer?.proxyUrl, child);
    this.accessCommand = accessCommandOf(cluster, cluster.resourceGroupName);
    this.provider = createProvider(
      name,
      this.kubeconfig,
      // Pools take minutes to come, in which the rights come to hold.
      { ...child, dependsOn: this.ready },
    );
    const inCluster = { ...child, provider: this.provider };
    const { provisionedPools: pools, controlPlane } = plan;
    if (pools.length === 0 && controlPlane === undefined) createPriorities(name, plan, inCluster);
    this.ready.push(...createProvisionedPools(name, { platform: name, pools, tags }, inCluster));

    const eventLogs = eventLogsOf(name, args, plan, place, child);
    this.eventLogUri = eventLogs.uri;
    if (eventLogs.codeUri !== undefined) this.codeUri = eventLogs.codeUri;
    this.registryUrl = registry.url;
    this.imageMirrors = registry.mirrors;
    this.#identities = {
      ...place,
      issuer: cluster.issuer,
      storageAccounts: [eventLogs.accountId, ...(args.storageAccounts ?? [])],
    };
    this.registerOutputs({
      kubeconfig: this.kubeconfig,
      accessCommand: this.accessCommand,
      eventLogUri: this.eventLogUri,
      registryUrl: this.registryUrl,
    });
  }

  /** The repository that comes with the cluster, or that it was given. */
  pushTarget(): PushTarget {
    return pushTarget(this.registryUrl, { parent: this });
  }

  /** Creates an identity that is limited to the directories, and lets the service account act as it. Free of charge. */
  grantStorageAccess(
    name: string,
    request: StorageAccessRequest,
    opts: pulumi.ComponentResourceOptions = {},
  ): WorkloadIdentity {
    const azure = this.getProvider("azure-native:managedidentity:UserAssignedIdentity");
    return new StorageAccess(name, { ...request, ...this.#identities }, inAccountOf(this, azure, opts)).identity;
  }
}

type Tags = Record<string, pulumi.Input<string>>;

/** Where everything goes. */
interface Place {
  resourceGroupName: pulumi.Output<string>;
  location: pulumi.Output<string>;
  tags: Tags;
}

function resourceGroupOf(
  name: string,
  { resourceGroupName }: AksClusterArgs,
  { region }: AksClusterPlan,
  tags: Tags,
  opts: pulumi.CustomResourceOptions,
): Omit<Place, "tags"> {
  if (resourceGroupName === undefined) {
    const group = new ResourceGroup(
      `${name}-group`,
      { resourceGroupName: name, ...(region !== undefined && { location: region }), tags },
      opts,
    );
    return { resourceGroupName: group.name, location: group.location };
  }
  const location = region ?? getResourceGroupOutput({ resourceGroupName }, { parent: opts.parent }).location;
  return { resourceGroupName: pulumi.output(resourceGroupName), location: pulumi.output(location) };
}

function clusterOf(
  name: string,
  args: AksClusterArgs,
  plan: AksClusterPlan,
  place: Place,
  opts: pulumi.CustomResourceOptions,
): ClusterReference {
  if (plan.controlPlane !== undefined) return adoptCluster(plan.controlPlane);
  const network = networkOf(name, args, plan, place, opts);
  const { admins, identityId, encryptionKeyId, diskEncryptionSetId } = args;
  const created = createControlPlane(
    name,
    { ...place, plan, network, admins, identityId, encryptionKeyId, diskEncryptionSetId },
    opts,
  );
  return referenceTo(created, place.resourceGroupName, network.subnetId);
}

function networkOf(
  name: string,
  args: AksClusterArgs,
  { network: plan, agentPools }: AksClusterPlan,
  place: Place,
  opts: pulumi.CustomResourceOptions,
): Network {
  if (plan.kind === "existing") return adoptNetwork(args.network as ExistingNetworkArgs);
  return createNetwork(name, { ...place, plan, zones: agentPools[0]?.zones ?? [] }, opts);
}

/** Data that stays goes where a destroy does not reach: into a group of its own, or into the user's. */
function dataPlaceOf({ resourceGroupName }: AksClusterArgs, { location, tags }: Place) {
  return { ...(resourceGroupName !== undefined && { resourceGroupName }), location, tags };
}

function eventLogsOf(
  name: string,
  args: AksClusterArgs,
  { eventLogs: plan, agentPools }: AksClusterPlan,
  place: Place,
  opts: pulumi.CustomResourceOptions,
): EventLogStorage {
  if (plan.kind === "existing") return adoptEventLogs(args.eventLogs as ExistingEventLogsArgs);
  const { encryptionKey } = (args.eventLogs ?? {}) as NewEventLogsArgs;
  const zoneRedundant = (agentPools[0]?.zones.length ?? 0) > 1;
  return createEventLogs(name, { ...dataPlaceOf(args, place), plan, zoneRedundant, encryptionKey }, opts);
}

function registryOf(
  name: string,
  args: AksClusterArgs,
  { registry: plan }: AksClusterPlan,
  { cluster, ...place }: Place & { cluster: ClusterReference },
  opts: pulumi.CustomResourceOptions,
): ImageRegistry {
  const { kubeletId } = cluster;
  if (plan.kind === "new") {
    const dockerHub = (args.registry as NewRegistryArgs | undefined)?.pullThrough?.["docker.io"];
    return createRegistry(name, { ...dataPlaceOf(args, place), plan, kubeletId, dockerHub }, opts);
  }
  return adoptRegistry(name, args.registry as ExistingRegistryArgs, kubeletId, opts);
}
