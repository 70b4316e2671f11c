/** An EKS cluster made for Spark. */

import { getPartitionOutput } from "@pulumi/aws/getPartition";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { planned } from "../../component";
import { describeIssue } from "../../plan/issue";
import { inAccountOf, resourceInAccountOf } from "../common/account";
import { createProvider } from "../common/provider";
import { withRegion } from "../common/region";
import type { PushTarget, SparkCluster, StorageAccessRequest, WorkloadIdentity } from "../contract";
import { costLabelsOf } from "../common/cost-labels";
import type {
  EksClusterArgs,
  ExistingEventLogsArgs,
  ExistingNetworkArgs,
  ExistingRegistryArgs,
  NewEcrRegistryArgs,
} from "./args";
import type { EksContext } from "./context";
import { adoptControlPlane, type ControlPlane, createControlPlane } from "./control-plane/control-plane";
import { createPodIdentityAgent } from "./control-plane/core-addons";
import { createEventLogs, eventLogUri } from "./storage/event-logs";
import { createIrsa, type Identity } from "./identity/identity";
import { accessCommandOf, kubeconfigOf } from "./control-plane/kubeconfig";
import { adoptNetwork, createNetwork, type Network } from "./network/network";
import { createNodes } from "./nodes/nodes";
import { type EksClusterPlan, planEksCluster } from "./plan";
import { withControlPlane } from "./control-plane/plan-control-plane";
import { createPullThrough, type PullThrough } from "./storage/pull-through";
import { actualRegion, configuredRegion } from "./region";
import { pushTarget } from "./storage/push-target";
import { createRegistry } from "./storage/registry";
import { StorageAccess, type StorageAccessContext } from "./storage/storage-access";
import { codeUri, type ProtectedBucket, uploadCode } from "./storage/upload";

/**
 * An EKS cluster made for Spark: a VPC over three zones, a control plane, nodes for the platform, Spark pools that start at
 * zero, cluster-autoscaler that knows what each pool's nodes can hold, a bucket for event logs and an image registry.
 *
 * @example
 * const cluster = new EksCluster("analytics");
 *
 * @example
 * const cluster = new EksCluster("analytics", {
 *   network: { vpcId: vpc.id, privateSubnetIds: [a.id, b.id] },
 *   apiServer: { publicCidrs: ["203.0.113.0/24"] },
 *   sparkPools: [
 *     { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 5 },
 *     { name: "spot", capacity: "spot", machineTypes: ["r7i.4xlarge", "r7a.4xlarge"], maxNodes: 100 },
 *   ],
 * });
 *
 * @example
 * // Pools, storage and registry for a cluster that is there, which itself stays as it is.
 * const cluster = new EksCluster("analytics", { controlPlane: await readControlPlane("prod") });
 *
 * Costs 0.10 USD an hour for the control plane, 0.05 for each NAT gateway with its address, and two nodes of m7i.large; all
 * Spark pools cost nothing while they are empty. `plan.fixedHourlyCost` has the figures (us-east-1).
 *
 * A destroy leaves the event logs and the images, unless `deleteData` says otherwise. AWS deletes the key of the Kubernetes
 * secrets 30 days later.
 *
 * Pods get their rights through EKS Pod Identity, which the S3A of Spark 3.5's images does not know: use Spark 4.0 or later, an
 * image with libraries of its own, or `identity: "irsa"`.
 *
 * @throws pulumi.ResourceError that lists every bad argument; nothing is created then.
 */
export class EksCluster extends pulumi.ComponentResource implements SparkCluster {
  readonly plan: EksClusterPlan;
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
  readonly #storageAccess: StorageAccessContext;

  constructor(name: string, args: EksClusterArgs = {}, opts: pulumi.ComponentResourceOptions = {}) {
    const plan = planned(() => planEksCluster(name, withRegion(args, configuredRegion)));
    super("spark-platform:clusters/aws:EksCluster", name, { plan }, opts);
    this.plan = plan;
    for (const note of plan.notes) void pulumi.log.warn(describeIssue(note), this);

    const child = { parent: this };
    const context = contextOf(name, args, plan, child);
    const { region } = context;
    const network = networkOf(name, args, context, child);
    const cluster = controlPlaneOf(name, args, { ...context, network }, child);
    const identity = identityOf(name, args, { ...context, cluster }, child);
    const { url, cache } = registryOf(name, args, context, child);

    this.kubeconfig = kubeconfigOf(cluster, region, args.accessRoleArn, args.apiServer?.proxyUrl);
    this.accessCommand = accessCommandOf(cluster, region, args.accessRoleArn);
    this.provider = createProvider(name, this.kubeconfig, { ...child, dependsOn: cluster.access });
    this.imageMirrors = imageMirrorsOf(args, cache);
    const needs = [...cluster.access, ...(cache?.rules ?? [])];
    const nodes = {
      ...context,
      cluster,
      network,
      identity,
      nodeRights: cache?.nodeRights,
      mirrors: { ...args.mirrors, images: this.imageMirrors },
      needs,
    };
    this.ready = createNodes(name, { ...nodes, provider: this.provider }, child);

    const eventLogs = eventLogsOf(name, args, context, child);
    this.eventLogUri = eventLogs.uri;
    const { bucket } = eventLogs;
    if (bucket !== undefined) {
      this.codeUri = codeUri(bucket);
      this.uploadCode = (file, upload, options) =>
        uploadCode(
          file,
          bucket,
          upload,
          resourceInAccountOf(this, this.getProvider("aws:s3/bucketObjectv2:"), options),
        );
    }
    this.registryUrl = url;
    this.#storageAccess = { ...context, identity };
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

  /** Creates a role that is limited to the prefix, and gives it to the service account. Free of charge. */
  grantStorageAccess(
    name: string,
    request: StorageAccessRequest,
    opts: pulumi.ComponentResourceOptions = {},
  ): WorkloadIdentity {
    const aws = this.getProvider("aws:iam/role:Role");
    const args = { ...request, ...this.#storageAccess };
    return new StorageAccess(name, args, inAccountOf(this, aws, opts)).identity;
  }
}

function contextOf(
  name: string,
  { tags, kmsKeyArn, permissionsBoundary, roles = {} }: EksClusterArgs,
  plan: EksClusterPlan,
  opts: pulumi.CustomResourceOptions,
): EksContext {
  return {
    plan,
    region: actualRegion(plan.region, opts),
    partition: getPartitionOutput({}, opts).partition,
    tags: { ...tags, ...costLabelsOf(name) },
    ...(kmsKeyArn !== undefined && { kmsKeyArn }),
    ...(permissionsBoundary !== undefined && { permissionsBoundary }),
    roles,
  };
}

function networkOf(
  name: string,
  args: EksClusterArgs,
  { plan: { network: plan }, region, tags }: EksContext,
  opts: pulumi.CustomResourceOptions,
): Network {
  if (plan.kind === "new") return createNetwork(name, { plan, region, tags }, opts);
  return adoptNetwork(withControlPlane(args).network as ExistingNetworkArgs);
}

function controlPlaneOf(
  name: string,
  { controlPlane, admins, accessRoleArn, deletionProtection }: EksClusterArgs,
  context: EksContext & { network: Network },
  opts: pulumi.CustomResourceOptions,
): ControlPlane {
  if (controlPlane !== undefined) return adoptControlPlane(controlPlane);
  const administrators = admins ?? (accessRoleArn === undefined ? undefined : [accessRoleArn]);
  return createControlPlane(name, { ...context, admins: administrators, deletionProtection }, opts);
}

function identityOf(
  name: string,
  { controlPlane }: EksClusterArgs,
  context: EksContext & { cluster: ControlPlane },
  opts: pulumi.CustomResourceOptions,
): Identity {
  const { plan, cluster, tags } = context;
  if (plan.identity === "irsa") return createIrsa(name, cluster, tags, opts);
  // Built into the nodes of Auto Mode.
  const isThere = controlPlane?.podIdentityAgent === true || plan.autoscalerKind === "auto-mode";
  const agent = isThere ? [] : [createPodIdentityAgent(name, context, opts)];
  return { kind: "pod-identity", clusterName: cluster.name, agent };
}

/** What the user says wins over the cache. */
function imageMirrorsOf({ mirrors }: EksClusterArgs, cache: PullThrough | undefined): EksCluster["imageMirrors"] {
  const own = Object.entries(mirrors?.images ?? {}).map(([host, mirror]) => [host, pulumi.output(mirror)] as const);
  return { ...cache?.mirrors, ...Object.fromEntries(own) };
}

function eventLogsOf(
  name: string,
  { eventLogs }: EksClusterArgs,
  context: EksContext,
  opts: pulumi.CustomResourceOptions,
): { uri: pulumi.Output<string>; bucket?: ProtectedBucket } {
  const { eventLogs: plan } = context.plan;
  if (plan.kind === "new") return createEventLogs(name, plan, context, opts);
  return { uri: eventLogUri((eventLogs as ExistingEventLogsArgs).bucket, plan.prefix) };
}

function registryOf(
  name: string,
  { registry }: EksClusterArgs,
  context: EksContext,
  opts: pulumi.CustomResourceOptions,
): { url: pulumi.Output<string>; cache?: PullThrough } {
  const { registry: plan, pullThrough } = context.plan;
  if (plan.kind === "existing") return { url: pulumi.output((registry as ExistingRegistryArgs).url) };
  const url = createRegistry(name, { ...plan, kmsKeyArn: context.kmsKeyArn, tags: context.tags }, opts);
  if (pullThrough.length === 0) return { url };
  const { pullThrough: secrets = {} } = registry as NewEcrRegistryArgs;
  return { url, cache: createPullThrough(name, { ...context, repositoryUrl: url, secrets }, opts) };
}
