/** A GKE cluster made for Spark. */

import { getProjectOutput } from "@pulumi/gcp/organizations/getProject";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { planned } from "../../component";
import { describeIssue } from "../../plan/issue";
import { costLabelsOf } from "../common/cost-labels";
import { inAccountOf, resourceInAccountOf } from "../common/account";
import { createProvider } from "../common/provider";
import { withRegion } from "../common/region";
import type { PushTarget, SparkCluster, StorageAccessRequest, WorkloadIdentity } from "../contract";
import type { ExistingEventLogsArgs, ExistingNetworkArgs, ExistingRegistryArgs, GkeClusterArgs } from "./args";
import { type AutoProvisioningArgs, createComputeClasses } from "./auto-provisioning/compute-classes";
import { type ControlPlaneArgs, createControlPlane } from "./control-plane/control-plane";
import { createEventLogs, eventLogUri } from "./storage/event-logs";
import type { ExistingControlPlaneArgs } from "./control-plane/existing-args";
import {
  adoptedAccessCommand,
  adoptedKubeconfig,
  adoptedWorkloadPool,
  matchingProject,
} from "./control-plane/existing-control-plane";
import { accessCommandOf, kubeconfigOf } from "./control-plane/kubeconfig";
import { adoptNetwork, createNetwork, type Network } from "./network/network";
import { createNodeAccount, type NodeAccount } from "./nodes/node-account";
import { createNodePools } from "./nodes/node-pools";
import { type GkeClusterPlan, planGkeCluster } from "./plan";
import { pushTarget } from "./storage/push-target";
import { createRegistry, type Registry } from "./storage/registry";
import { StorageAccess, type WorkloadPool } from "./storage/storage-access";
import { codeUri, uploadCode } from "./storage/upload";

/**
 * A GKE cluster made for Spark: a VPC with Cloud NAT, a control plane that is reached by IAM alone, private nodes for the platform,
 * Spark pools that start at zero, a bucket for event logs and an image registry.
 *
 * @example
 * const cluster = new GkeCluster("analytics", { region: "europe-west1" });
 *
 * @example
 * const cluster = new GkeCluster("analytics", {
 *   region: "europe-west1",
 *   zones: ["europe-west1-b"],
 *   network: { network: "shared", subnetwork: "spark", podRange: "pods", serviceRange: "services" },
 *   sparkPools: [
 *     { name: "drivers", machineTypes: ["n2d-standard-4"], runs: ["driver"], maxNodes: 5 },
 *     { name: "spot", capacity: "spot", machineTypes: ["n2d-highmem-16", "n2-highmem-16"], maxNodes: 100 },
 *   ],
 * });
 *
 * Costs 0.10 USD an hour for the control plane, 0.01 for Cloud NAT, and two nodes of e2-standard-2; all Spark pools cost nothing
 * while they are empty. `plan.fixedHourlyCost` has the figures.
 *
 * The project needs the APIs container, compute, artifactregistry, iam, cloudresourcemanager and logging
 * (`gcloud services enable container.googleapis.com ...`); they are not turned on here, since many who deploy may not.
 *
 * A destroy leaves the event logs and the images, unless `deleteData` says otherwise.
 *
 * @throws pulumi.ResourceError that lists every bad argument; nothing is created then.
 */
export class GkeCluster extends pulumi.ComponentResource implements SparkCluster {
  readonly plan: GkeClusterPlan;
  readonly provider: kubernetes.Provider;
  readonly kubeconfig: pulumi.Output<string>;
  readonly accessCommand: pulumi.Output<string>;
  readonly ready: pulumi.Resource[];
  readonly eventLogUri: pulumi.Output<string>;
  readonly codeUri?: pulumi.Output<string>;
  readonly registryUrl: pulumi.Output<string>;
  readonly imageMirrors: Record<string, pulumi.Output<string>>;
  /** Puts code into the bucket that comes with the cluster; there is none where `eventLogs` names a bucket of the user's own. */
  readonly uploadCode?: SparkCluster["uploadCode"];
  readonly #workloadPool: WorkloadPool;

  constructor(name: string, args: GkeClusterArgs = {}, opts: pulumi.ComponentResourceOptions = {}) {
    // A cluster that is there says itself where it is.
    const placed = args?.controlPlane === undefined ? withRegion(args, configuredRegion) : args;
    const plan = planned(() => planGkeCluster(name, placed));
    const { kmsKeyName, nodeServiceAccount, deletionProtection } = args;
    super("spark-platform:clusters/gcp:GkeCluster", name, { plan }, opts);
    this.plan = plan;
    for (const note of plan.notes) void pulumi.log.warn(describeIssue(note), this);

    const child = { parent: this };
    const project = getProjectOutput({}, child);
    const projectId = project.apply(({ projectId: id = "" }) => id);
    const labels = { ...args.labels, ...costLabelsOf(name) };

    const account = accountOf(name, args, plan, projectId, child);
    const wired = { plan, kmsKeyName, labels, nodeServiceAccount: account.email };
    const controlPlane = args.controlPlane
      ? adoptControlPlane(args.controlPlane, args.apiServer?.proxyUrl, projectId, child)
      : newControlPlane(
          name,
          {
            ...wired,
            network: networkOf(name, args, plan, child),
            project: projectId,
            deletionProtection,
            needs: account.rights,
          },
          args.apiServer?.proxyUrl,
          project.number,
          child,
        );
    const nodePools = createNodePools(
      name,
      {
        ...wired,
        cluster: controlPlane.name,
        fixed: [nodeServiceAccount, kmsKeyName],
        needs: [...controlPlane.egress, ...account.rights],
      },
      child,
    );
    this.kubeconfig = controlPlane.kubeconfig;
    this.accessCommand = controlPlane.accessCommand;
    this.provider = createProvider(name, this.kubeconfig, child);
    // Pods go before the nodes that they run on.
    const inCluster = { ...child, provider: this.provider, dependsOn: nodePools };
    this.ready = [...nodePools, ...computeClassesOf(name, plan, wired, inCluster)];

    const located = { location: plan.region, labels, kmsKeyName };
    const registry = registryOf(name, args, plan, located, child);
    const { uri, bucket } = eventLogsOf(name, args, plan, located, child);
    this.eventLogUri = uri;
    if (bucket !== undefined) {
      this.codeUri = codeUri(bucket);
      this.uploadCode = (file, upload, options) =>
        uploadCode(
          file,
          bucket,
          upload,
          resourceInAccountOf(this, this.getProvider("gcp:storage/bucketObject:"), options),
        );
    }
    this.registryUrl = registry.url;
    this.imageMirrors = registry.imageMirrors;
    this.#workloadPool = controlPlane.workloadPool;
    this.registerOutputs({
      kubeconfig: this.kubeconfig,
      accessCommand: this.accessCommand,
      eventLogUri: this.eventLogUri,
      registryUrl: this.registryUrl,
    });
  }

  /** An image in the repository that comes with the cluster, or that it was given. */
  pushTarget(image: string): PushTarget {
    return pushTarget(this.registryUrl, image, { parent: this });
  }

  /** Gives the service account rights that are limited to the prefix. Free of charge. */
  grantStorageAccess(
    name: string,
    request: StorageAccessRequest,
    opts: pulumi.ComponentResourceOptions = {},
  ): WorkloadIdentity {
    const gcp = this.getProvider("gcp:storage/bucketIAMMember:BucketIAMMember");
    return new StorageAccess(name, { ...request, ...this.#workloadPool }, inAccountOf(this, gcp, opts)).identity;
  }
}

/** Where data is, and what it is marked and encrypted with. */
interface Located {
  location: string;
  labels: Record<string, pulumi.Input<string>>;
  kmsKeyName?: pulumi.Input<string>;
}

interface ControlPlane {
  name: pulumi.Output<string>;
  kubeconfig: pulumi.Output<string>;
  accessCommand: pulumi.Output<string>;
  workloadPool: WorkloadPool;
  /** The way out of a network that comes with it; it outlives the nodes. */
  egress: pulumi.Resource[];
}

function newControlPlane(
  name: string,
  args: ControlPlaneArgs,
  proxyUrl: pulumi.Input<string> | undefined,
  projectNumber: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): ControlPlane {
  const cluster = createControlPlane(name, args, opts);
  return {
    name: cluster.name,
    kubeconfig: kubeconfigOf(cluster, args.plan.apiServer, proxyUrl),
    accessCommand: accessCommandOf(cluster, args.plan, args.project),
    workloadPool: {
      workloadPool: pulumi.interpolate`${args.project}.svc.id.goog`,
      projectNumber,
      needs: [cluster],
    },
    egress: args.network.egress,
  };
}

/** Takes a control plane that is there, without touching it. */
function adoptControlPlane(
  existing: ExistingControlPlaneArgs,
  proxyUrl: pulumi.Input<string> | undefined,
  project: pulumi.Output<string>,
  opts: pulumi.InvokeOutputOptions,
): ControlPlane {
  return {
    name: project.apply((actual) => matchingProject(existing, actual)).apply(() => existing.name),
    kubeconfig: adoptedKubeconfig(existing, proxyUrl),
    accessCommand: adoptedAccessCommand(existing),
    workloadPool: adoptedWorkloadPool(existing, opts),
    egress: [],
  };
}

/** The region that the configuration names. */
function configuredRegion(): string | undefined {
  return new pulumi.Config("gcp").get("region");
}

function networkOf(
  name: string,
  args: GkeClusterArgs,
  { network: plan, region }: GkeClusterPlan,
  opts: pulumi.CustomResourceOptions,
): Network {
  if (plan.kind === "new") return createNetwork(name, { plan, region }, opts);
  return adoptNetwork(args.network as ExistingNetworkArgs);
}

function accountOf(
  name: string,
  { nodeServiceAccount }: GkeClusterArgs,
  { nodeAccountId: accountId }: GkeClusterPlan,
  project: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): NodeAccount {
  if (nodeServiceAccount !== undefined) return { email: nodeServiceAccount, rights: [] };
  return createNodeAccount(name, { accountId, project }, opts);
}

function computeClassesOf(
  name: string,
  { autoProvisioning: plan, imageStreaming }: GkeClusterPlan,
  { nodeServiceAccount, kmsKeyName }: Pick<AutoProvisioningArgs, "nodeServiceAccount" | "kmsKeyName">,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  if (plan === undefined) return [];
  return createComputeClasses(name, { plan, nodeServiceAccount, kmsKeyName, imageStreaming }, opts);
}

function eventLogsOf(
  name: string,
  { eventLogs }: GkeClusterArgs,
  { eventLogs: plan }: GkeClusterPlan,
  located: Located,
  opts: pulumi.CustomResourceOptions,
): { uri: pulumi.Output<string>; bucket?: pulumi.Output<string> } {
  if (plan.kind === "new") return createEventLogs(name, { plan, ...located }, opts);
  return { uri: eventLogUri((eventLogs as ExistingEventLogsArgs).bucket, plan.prefix) };
}

function registryOf(
  name: string,
  { registry }: GkeClusterArgs,
  { registry: plan }: GkeClusterPlan,
  located: Located,
  opts: pulumi.CustomResourceOptions,
): Registry {
  if (plan.kind === "new") return createRegistry(name, { plan, ...located }, opts);
  return { url: pulumi.output((registry as ExistingRegistryArgs).url), imageMirrors: {} };
}
