/** The nodes of the cluster with what they run from their first minute, and what adds and removes them: one of three ways. */

import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Mirrors } from "../../../addons/mirrors";
import { createAutoModeNodes } from "../autoscaler/auto-mode/auto-mode";
import { createAutoscaler } from "../autoscaler/cluster-autoscaler/autoscaler";
import { hasSystemNodeGroup } from "../autoscaler/autoscalers";
import type { EksContext } from "../context";
import type { ControlPlane } from "../control-plane/control-plane";
import { createDns, createNodeAddOns } from "../control-plane/core-addons";
import type { PolicyStatement } from "../identity/iam";
import type { Identity } from "../identity/identity";
import { createKarpenter } from "../autoscaler/karpenter/karpenter";
import type { Network } from "../network/network";
import { createNodeGroups, type NodeGroup } from "./node-groups";
import { createNodeRole } from "./node-role";

export interface NodesArgs extends EksContext {
  cluster: ControlPlane;
  network: Network;
  identity: Identity;
  /** What images need beyond being pulled. @default nothing */
  nodeRights?: pulumi.Input<PolicyStatement[]>;
  /** Registries in place of the public ones. */
  mirrors: Mirrors;
  /** What pods need besides nodes before they can start. */
  needs: pulumi.Resource[];
  /** Deploys into the cluster. */
  provider: kubernetes.Provider;
}

/** @returns everything without which no pod runs, `needs` included. */
export function createNodes(name: string, args: NodesArgs, opts: { parent: pulumi.Resource }): pulumi.Resource[] {
  const { plan, needs, provider } = args;
  const inCluster = { ...opts, provider };
  if (!hasSystemNodeGroup(plan.autoscalerKind)) return [...needs, ...createAutoModeNodes(name, args, inCluster)];
  const { nodeGroups, ready: groups } = createGroupsAndAddOns(name, args, opts);
  const ready = [...groups, ...needs];
  if (plan.autoscalerKind === "karpenter")
    return [...ready, ...createKarpenter(name, { ...args, needs: ready }, inCluster)];
  if (plan.installsAutoscaler) {
    createAutoscaler(name, { ...args, nodeGroups, needs: ready }, { ...opts, providers: [provider] });
  }
  return ready;
}

/** A cluster that is there has its own add-ons, but for what serves credentials. */
function createGroupsAndAddOns(
  name: string,
  args: NodesArgs,
  opts: pulumi.CustomResourceOptions,
): { nodeGroups: NodeGroup[]; ready: pulumi.Resource[] } {
  const { plan, identity, nodeRights } = args;
  const isNew = plan.controlPlane === "new";
  const agent = identity.kind === "pod-identity" ? identity.agent : [];
  const addOns = isNew ? [...agent, ...createNodeAddOns(name, args, opts)] : agent;
  const role = createNodeRole(`${name}-node`, { ...args, allows: nodeRights }, opts);
  const nodeGroups = createNodeGroups(name, { ...args, role, needs: addOns }, opts);
  const systemNodes = nodeGroups.filter((group) => group.plan.role === "system").map(({ resource }) => resource);
  const dns = isNew ? [createDns(name, args, { ...opts, dependsOn: systemNodes })] : [];
  return { nodeGroups, ready: [...systemNodes, ...addOns, ...dns] };
}
