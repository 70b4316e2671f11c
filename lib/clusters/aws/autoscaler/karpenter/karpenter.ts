/** Karpenter on EKS: its rights, what it hears of interruptions, and what it is told of each Spark pool. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { Karpenter, KARPENTER_ACCOUNT } from "../../../../addons/karpenter/controller";
import { mirroredChart, type Mirrors } from "../../../../addons/mirrors";
import { karpenterVmOverhead } from "../../../../plan/nodes/profiles/eks";
import { costLabelsOf } from "../../../common/cost-labels";
import type { EksContext } from "../../context";
import type { ControlPlane } from "../../control-plane/control-plane";
import type { PolicyStatement } from "../../identity/iam";
import { type Identity, podRole, tieRole } from "../../identity/identity";
import type { Network } from "../../network/network";
import { ROOT_DEVICE } from "../../nodes/node-groups";
import { createdTags } from "../../nodes/node-tags";
import { createInterruptions } from "./interruptions";
import { createNodeIdentity } from "./node-identity";
import { createNodePool } from "../../../../addons/karpenter/node-pool-resource";
import { EC2_NODE_CLASS, type KarpenterPoolPlan } from "./plan-pools";
import { karpenterRights } from "./rights";

export interface EksKarpenterArgs extends EksContext {
  cluster: ControlPlane;
  network: Network;
  identity: Identity;
  /** What its pods need before they can run and ask AWS for credentials. */
  needs: pulumi.Resource[];
  /** What images need beyond being pulled. @default nothing */
  nodeRights?: pulumi.Input<PolicyStatement[]>;
  mirrors: Mirrors;
}

const ACCOUNT = { namespace: "kube-system", serviceAccount: KARPENTER_ACCOUNT };

/**
 * Creates Karpenter with a NodePool for each Spark pool. Costs 1 CPU and 2 GiB of the system nodes.
 *
 * A destroy deletes the NodePools first and waits until their machines are gone: a NodePool owns its NodeClaims and is deleted in the
 * foreground, and a NodeClaim is held by Karpenter until its node is drained and its machine ended. Only then does the controller go,
 * and after it the queue and the roles.
 *
 * @returns the NodePools: whatever depends on them leaves before them.
 */
export function createKarpenter(
  name: string,
  args: EksKarpenterArgs,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Resource[] {
  const { plan, cluster, network } = args;
  const child = { parent: opts.parent };
  const nodes = createNodeIdentity(`${name}-spark-node`, args, child);
  const controller = plan.installsAutoscaler ? [install(name, args, nodes.roleArn, opts)] : args.needs;
  const tags = createdTags(args, child);
  const dependsOn = [...controller, ...nodes.needs, ...network.egress];
  return plan.karpenterPools.map((pool) => {
    const nodeClass = new kubernetes.apiextensions.CustomResource(
      `${name}-${pool.pool}-class`,
      {
        apiVersion: `${EC2_NODE_CLASS.group}/${EC2_NODE_CLASS.version}`,
        kind: EC2_NODE_CLASS.kind,
        metadata: { name: pool.nodePool.metadata.name },
        spec: nodeClassSpec(pool, {
          instanceProfile: nodes.instanceProfile,
          subnetIds: network.privateSubnetIds,
          securityGroupId: cluster.securityGroupId,
          kmsKeyArn: args.kmsKeyArn,
          tags: tags.apply((shared) => poolTags(shared, plan.name, pool.pool)),
        }),
      },
      { ...opts, dependsOn },
    );
    return createNodePool(`${name}-${pool.pool}`, pool.nodePool, { ...opts, dependsOn: nodeClass });
  });
}

function install(
  name: string,
  args: EksKarpenterArgs,
  nodeRoleArn: pulumi.Output<string>,
  opts: pulumi.ComponentResourceOptions,
): Karpenter {
  const { plan, cluster, network, kmsKeyArn, needs } = args;
  const child = { parent: opts.parent };
  const interruptions = createInterruptions(`${name}-karpenter`, args, child);
  const allows = pulumi
    .all([
      cluster.name,
      cluster.arn,
      cluster.securityGroupId,
      interruptions.arn,
      nodeRoleArn,
      pulumi.all(network.privateSubnetIds),
    ])
    .apply(([clusterName, clusterArn, securityGroupId, queueArn, roleArn, subnetIds]) =>
      karpenterRights({
        clusterName,
        clusterArn,
        securityGroupId,
        queueArn,
        nodeRoleArn: roleArn,
        subnetIds,
        ...(kmsKeyArn !== undefined && { kmsKeyArn }),
      }),
    );
  const role = podRole(`${name}-karpenter`, ACCOUNT, { allows }, args, child);
  const tie = tieRole(`${name}-karpenter`, ACCOUNT, role, args, child);
  return new Karpenter(
    `${name}-karpenter`,
    {
      namespace: ACCOUNT.namespace,
      clusterName: cluster.name,
      interruptionQueue: interruptions.name,
      vmMemoryOverheadPercent: karpenterVmOverhead,
      serviceAccountAnnotations: tie.serviceAccountAnnotations,
      nodeSelector: plan.systemPools[0]?.selector,
      isIsolated: plan.network.kind === "new" && plan.network.natGateways === 0,
      keepsCapacityBuffers: plan.autoscaler.capacityBuffers !== undefined,
      chart: mirroredChart(undefined, args.mirrors),
      crdChart: mirroredChart(undefined, args.mirrors),
      imageMirrors: args.mirrors.images,
    },
    { ...opts, dependsOn: [...needs, ...tie.needs, ...interruptions.needs] },
  );
}

function poolTags(shared: Record<string, string>, platform: string, pool: string): Record<string, string> {
  return { ...shared, ...costLabelsOf(platform, pool), Name: `${platform}-${pool}` };
}

interface NodeClassParts {
  instanceProfile: pulumi.Output<string>;
  subnetIds: pulumi.Output<string>[];
  securityGroupId: pulumi.Output<string>;
  kmsKeyArn: pulumi.Input<string> | undefined;
  tags: pulumi.Output<Record<string, string>>;
}

function nodeClassSpec(
  { nodeClass: { diskGiB, ...known } }: KarpenterPoolPlan,
  { instanceProfile, subnetIds, securityGroupId, kmsKeyArn, tags }: NodeClassParts,
): Record<string, unknown> {
  return {
    ...known,
    instanceProfile,
    subnetSelectorTerms: subnetIds.map((id) => ({ id })),
    securityGroupSelectorTerms: [{ id: securityGroupId }],
    blockDeviceMappings: [
      {
        deviceName: ROOT_DEVICE,
        rootVolume: true,
        ebs: {
          volumeType: "gp3",
          volumeSize: `${diskGiB}Gi`,
          encrypted: true,
          deleteOnTermination: true,
          ...(kmsKeyArn !== undefined && { kmsKeyID: kmsKeyArn }),
        },
      },
    ],
    tags,
  };
}
