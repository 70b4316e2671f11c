/** The node pools of GKE. */

import { createHash } from "node:crypto";

import { NodePool, type NodePoolArgs } from "@pulumi/gcp/container";
import * as pulumi from "@pulumi/pulumi";

import { costLabelsOf } from "../../common/cost-labels";
import type { GkeNodePoolPlan } from "./node-pool";
import type { GkeClusterPlan } from "../plan";

export interface NodePoolsArgs {
  plan: GkeClusterPlan;
  /** Name of the cluster. */
  cluster: pulumi.Input<string>;
  /** E-mail address of the nodes' service account. */
  nodeServiceAccount: pulumi.Input<string>;
  kmsKeyName?: pulumi.Input<string>;
  /** What the user chose for the nodes that GKE can't change on nodes that run. */
  fixed: (pulumi.Input<string> | undefined)[];
  labels: Record<string, pulumi.Input<string>>;
  /** What nodes need before they can join; it also outlives them. */
  needs: pulumi.Resource[];
}

/** Of the notice of a spot node's loss, what is kept for GKE's own pods after all others have ended. */
const CRITICAL_PODS_SECONDS = 15;

/** Creates the node pools. Costs the machines that run, and 0.10 USD a month for each GiB of their boot disks. */
export function createNodePools(name: string, args: NodePoolsArgs, opts: pulumi.CustomResourceOptions): NodePool[] {
  return args.plan.nodePools.map(
    (plan) =>
      new NodePool(`${name}-${plan.pool}-${plan.machineType}`, nodePoolArgs(plan, args), {
        ...opts,
        dependsOn: args.needs,
        // The size is the autoscaler's from the first pod on, and the version the release channel's.
        ignoreChanges: ["initialNodeCount", "nodeCount", "version"],
      }),
  );
}

function nodePoolArgs(plan: GkeNodePoolPlan, args: NodePoolsArgs): NodePoolArgs {
  const { cluster, plan: clusterPlan } = args;
  const { isSpot, totalMinNodes, totalMaxNodes } = plan;
  return {
    name: nameOf(plan, args.fixed),
    cluster,
    location: clusterPlan.location,
    ...(clusterPlan.zones && { nodeLocations: clusterPlan.zones }),
    initialNodeCount: plan.initialNodesPerZone,
    autoscaling: {
      totalMinNodeCount: totalMinNodes,
      totalMaxNodeCount: totalMaxNodes,
      // Spot nodes come from the zone that has the most to spare.
      locationPolicy: isSpot ? "ANY" : "BALANCED",
    },
    maxPodsPerNode: plan.maxPods,
    management: { autoRepair: true, autoUpgrade: true },
    upgradeSettings: { strategy: "SURGE", maxSurge: plan.surgeNodes, maxUnavailable: 0 },
    networkConfig: { enablePrivateNodes: clusterPlan.privateNodes },
    nodeConfig: nodeConfig(plan, args),
  };
}

function nodeConfig(
  plan: GkeNodePoolPlan,
  { plan: { name, imageStreaming }, nodeServiceAccount, kmsKeyName, labels }: NodePoolsArgs,
): NodePoolArgs["nodeConfig"] {
  const { bootDisk, localSsds, accelerator, spotNoticeSeconds } = plan;
  return {
    machineType: plan.machineType,
    spot: plan.isSpot,
    imageType: "COS_CONTAINERD",
    diskType: bootDisk.type,
    diskSizeGb: bootDisk.sizeGiB,
    ...(kmsKeyName !== undefined && { bootDiskKmsKey: kmsKeyName }),
    ...(localSsds !== undefined && { ephemeralStorageLocalSsdConfig: { localSsdCount: localSsds } }),
    ...(accelerator && {
      guestAccelerators: [{ ...accelerator, gpuDriverInstallationConfig: { gpuDriverVersion: "DEFAULT" } }],
    }),
    labels: plan.labels,
    taints: plan.taints,
    resourceLabels: { ...labels, ...costLabelsOf(name, plan.pool) },
    serviceAccount: nodeServiceAccount,
    // What the account may do is up to its roles.
    oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
    // Pods see their own identity, never the node's.
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    metadata: { "disable-legacy-endpoints": "true" },
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    gcfsConfig: { enabled: imageStreaming },
    kubeletConfig: {
      insecureKubeletReadonlyPortEnabled: "FALSE",
      ...(spotNoticeSeconds !== undefined && {
        shutdownGracePeriodSeconds: spotNoticeSeconds,
        shutdownGracePeriodCriticalPodsSeconds: CRITICAL_PODS_SECONDS,
      }),
    },
  };
}

/**
 * Made of the pool's name and of all that GKE can't change on nodes that run: whatever brings a replacement brings another name
 * with it, so that the new node pool is there before the old one drains.
 */
function nameOf(plan: GkeNodePoolPlan, wired: NodePoolsArgs["fixed"]): pulumi.Output<string> {
  const { pool, machineType, isSpot, maxPods, bootDisk, localSsds, accelerator } = plan;
  const planned = [machineType, isSpot, maxPods, bootDisk, localSsds, accelerator];
  return pulumi.output(wired).apply((known) => {
    const fixed = [...planned, ...known];
    return `${pool}-${createHash("sha256").update(JSON.stringify(fixed)).digest("hex").slice(0, 8)}`;
  });
}
