/** An EKS cluster made for Spark. */

import { getPartitionOutput } from "@pulumi/aws/getPartition";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { planned } from "../../component";
import { describeIssue } from "../../plan/issue";
import type { SparkCluster, StorageAccessRequest, WorkloadIdentity } from "../contract";
import type { EksClusterArgs, ExistingEventLogsArgs, ExistingNetworkArgs, ExistingRegistryArgs } from "./args";
import { createAutoscaler } from "./autoscaler";
import { createControlPlane } from "./control-plane";
import { createDns, createNodeAddOns } from "./core-addons";
import { createEventLogs, eventLogUri } from "./event-logs";
import { accessCommandOf, kubeconfigOf } from "./kubeconfig";
import { adoptNetwork, createNetwork, type Network } from "./network";
import { createNodeGroups } from "./node-groups";
import { type EksClusterPlan, planEksCluster } from "./plan";
import { actualRegion, configuredRegion } from "./region";
import { createRegistry } from "./registry";
import { StorageAccess } from "./storage-access";

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
 * Costs 0.10 USD an hour for the control plane, 0.05 for each NAT gateway with its address, and two nodes of m7i.large; all
 * Spark pools cost nothing while they are empty. `plan.fixedHourlyCost` has the figures (us-east-1).
 *
 * A destroy leaves the event logs and the images, unless `deleteData` says otherwise. AWS deletes the key of the Kubernetes
 * secrets 30 days later.
 *
 * Pods get their rights through EKS Pod Identity, which the S3A of Spark 3.5's images does not know: use Spark 4.0 or later, or an
 * image with libraries of its own.
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
  readonly registryUrl: pulumi.Output<string>;
  readonly #identities: { partition: pulumi.Output<string>; tags: Tags; needs: pulumi.Resource[] };

  constructor(name: string, args: EksClusterArgs = {}, opts: pulumi.ComponentResourceOptions = {}) {
    const plan = planned(() => planEksCluster(name, withRegion(args)));
    const { admins, accessRoleArn, deletionProtection, tags = {} } = args;
    super("spark-platform:clusters/aws:EksCluster", name, { plan }, opts);
    this.plan = plan;
    for (const note of plan.notes) void pulumi.log.warn(describeIssue(note), this);

    const child = { parent: this };
    const region = actualRegion(plan.region, child);
    const { partition } = getPartitionOutput({}, child);
    const shared = { plan, partition, tags };

    const network = networkOf(name, args, plan, { region, tags }, child);
    const { cluster, access } = createControlPlane(
      name,
      {
        ...shared,
        network,
        admins: admins ?? (accessRoleArn === undefined ? undefined : [accessRoleArn]),
        deletionProtection,
      },
      child,
    );
    const addOns = createNodeAddOns(name, { ...shared, cluster }, child);
    const nodeGroups = createNodeGroups(name, { ...shared, cluster, network, needs: addOns.all }, child);
    const systemNodes = nodeGroups.filter(({ plan: { role } }) => role === "system").map(({ resource }) => resource);
    const dns = createDns(name, { ...shared, cluster }, { ...child, dependsOn: systemNodes });
    this.ready = [...systemNodes, ...addOns.all, dns, ...access];

    this.kubeconfig = kubeconfigOf(cluster, region, accessRoleArn, args.apiServer?.proxyUrl);
    this.accessCommand = accessCommandOf(cluster, region, accessRoleArn);
    this.provider = new kubernetes.Provider(
      `${name}-kubernetes`,
      // Field ownership is what lets the platform share objects with autoscalers and with people. A ConfigMap that changes is
      // not taken away from the pods that start meanwhile.
      { kubeconfig: this.kubeconfig, enableServerSideApply: true, enableConfigMapMutable: true },
      { ...child, dependsOn: access },
    );
    createAutoscaler(
      name,
      { ...shared, cluster, nodeGroups, region, needs: this.ready },
      { ...child, providers: [this.provider] },
    );

    this.eventLogUri = eventLogsOf(name, args, plan, tags, child);
    this.registryUrl = registryOf(name, args, plan, tags, child);
    this.#identities = { partition, tags, needs: [addOns.podIdentityAgent] };
    this.registerOutputs({
      kubeconfig: this.kubeconfig,
      accessCommand: this.accessCommand,
      eventLogUri: this.eventLogUri,
      registryUrl: this.registryUrl,
    });
  }

  /** Creates a role that is limited to the prefix, and gives it to the service account. Free of charge. */
  grantStorageAccess(
    name: string,
    request: StorageAccessRequest,
    opts: pulumi.ComponentResourceOptions = {},
  ): WorkloadIdentity {
    const aws = this.getProvider("aws:iam/role:Role");
    const args = { ...request, ...this.#identities, clusterName: this.plan.name };
    return new StorageAccess(
      name,
      args,
      // The caller's parent may know nothing of the account that this cluster is in.
      pulumi.mergeOptions(opts, { parent: opts.parent ?? this, ...(aws && { providers: [aws] }) }),
    ).identity;
  }
}

type Tags = Record<string, pulumi.Input<string>>;

/** What is no object of arguments is left to the plan to refuse. */
function withRegion(args: EksClusterArgs): EksClusterArgs {
  const isObject = typeof args === "object" && args !== null;
  return isObject ? { ...args, region: args.region ?? configuredRegion() } : args;
}

function networkOf(
  name: string,
  args: EksClusterArgs,
  { network: plan }: EksClusterPlan,
  more: { region: pulumi.Output<string>; tags: Tags },
  opts: pulumi.CustomResourceOptions,
): Network {
  if (plan.kind === "new") return createNetwork(name, { plan, ...more }, opts);
  return adoptNetwork(args.network as ExistingNetworkArgs);
}

function eventLogsOf(
  name: string,
  { eventLogs }: EksClusterArgs,
  { eventLogs: plan }: EksClusterPlan,
  tags: Tags,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  if (plan.kind === "new") return createEventLogs(name, plan, tags, opts);
  return eventLogUri((eventLogs as ExistingEventLogsArgs).bucket, plan.prefix);
}

function registryOf(
  name: string,
  { registry }: EksClusterArgs,
  { registry: plan }: EksClusterPlan,
  tags: Tags,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  if (plan.kind === "new") return createRegistry(name, { ...plan, tags }, opts);
  return pulumi.output((registry as ExistingRegistryArgs).url);
}
