/** Makes pools out of what `kubectl get nodes` and `kubectl get daemonsets` print; pure, so that it can be tested on paper. */

import type { DaemonSetRequests, ExistingPoolArgs } from "./args";
import type { Taint } from "../../plan/nodes/pool";
import { isToleratedBySystemPods } from "../../plan/placement/tolerations";
import { offeredMiB, offeredMillis, requestedMiB, requestedMillis } from "./quantity";

/** As much of a node object as is looked at. */
export interface KubernetesNode {
  metadata: { name: string; labels?: Record<string, string> };
  spec?: { taints?: { key: string; value?: string; effect: string }[] };
  status: { allocatable?: Record<string, string> };
}

interface KubernetesContainer {
  restartPolicy?: string;
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
}

/** As much of a DaemonSet object as is looked at. */
export interface KubernetesDaemonSet {
  metadata: { name: string };
  spec: {
    template: {
      spec: {
        nodeSelector?: Record<string, string>;
        containers: KubernetesContainer[];
        initContainers?: KubernetesContainer[];
      };
    };
  };
  status?: { desiredNumberScheduled?: number };
}

/** As much of the API server's version as is looked at. */
export interface ServerVersion {
  gitVersion?: string;
}

/** What ExistingCluster takes of a living cluster. */
export interface NodesRead {
  nodes: ExistingPoolArgs[];
  /** The API server's minor version. Kubelets may say anything: kwok's say "kwok". @default absent where it says none */
  kubernetesVersion?: string;
  /** Where all nodes are in one. @default absent where nodes are in several, or do not say */
  region?: string;
  daemonSets: DaemonSetRequests[];
}

/** Labels that name a node's pool, most telling first. */
const POOL_LABELS = [
  "eks.amazonaws.com/nodegroup",
  "karpenter.sh/nodepool",
  "cloud.google.com/gke-nodepool",
  "kubernetes.azure.com/agentpool",
  "spark-platform/pool",
  "node.kubernetes.io/instance-type",
];

const SPOT_LABELS: Record<string, string> = {
  "eks.amazonaws.com/capacityType": "SPOT",
  "karpenter.sh/capacity-type": "spot",
  "cloud.google.com/gke-spot": "true",
  "cloud.google.com/gke-preemptible": "true",
  "kubernetes.azure.com/scalesetpriority": "spot",
  "spark-platform/capacity": "spot",
};

const SYSTEM_LABELS: Record<string, string> = {
  "kubernetes.azure.com/mode": "system",
  "spark-platform/role": "system",
};

/** What people call pools for cluster services, where no label tells. */
const SYSTEM_NAME = /system/;

/** Taints that come and go with a node's state; a pool does not carry them. */
const PASSING_TAINTS =
  /^(node\.kubernetes\.io|node\.cloudprovider\.kubernetes\.io|karpenter\.sh)\/|^(ToBeDeleted|DeletionCandidateOf)/;

/**
 * Groups nodes into pools and takes the smallest node of each as its measure.
 * Control-plane, virtual and Windows nodes are left out. `maxNodes` is the present number of nodes: raise it to what the
 * autoscaler may add.
 */
export function groupNodes(
  nodes: KubernetesNode[],
  daemonSets: KubernetesDaemonSet[],
  { gitVersion }: ServerVersion = {},
): NodesRead {
  const groups = new Map<string, KubernetesNode[]>();
  for (const node of nodes.filter(isUsable)) {
    const key = JSON.stringify(identifyingLabels(node));
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  const region = common([...groups.values()].flat(), "topology.kubernetes.io/region");
  const pools = distinctNames([...groups.values()].map(poolOf).sort((a, b) => a.name.localeCompare(b.name)));
  const kubernetesVersion = /^v(1\.\d+)\./.exec(gitVersion ?? "")?.[1];
  return {
    nodes: withSystemPools(pools),
    ...(kubernetesVersion !== undefined && { kubernetesVersion }),
    ...(region !== undefined && { region }),
    daemonSets: daemonSets.filter(isEverywhere).map(requestsOf),
  };
}

function isUsable({ metadata: { labels = {} } }: KubernetesNode): boolean {
  return (
    !("node-role.kubernetes.io/control-plane" in labels) &&
    labels["type"] !== "virtual-kubelet" &&
    labels["kubernetes.io/os"] !== "windows"
  );
}

/** One pool label may cover spot and on-demand nodes, or two architectures: those are pools of their own. */
function identifyingLabels({ metadata: { labels = {} } }: KubernetesNode): Record<string, string> {
  const key = POOL_LABELS.find((label) => label in labels);
  const kept = [key, "karpenter.sh/capacity-type", "kubernetes.io/arch"];
  return Object.fromEntries(
    kept.flatMap((label) => {
      const value = label === undefined ? undefined : labels[label];
      return label === undefined || value === undefined ? [] : [[label, value]];
    }),
  );
}

function poolOf(nodes: KubernetesNode[]): ExistingPoolArgs {
  const [first] = nodes as [KubernetesNode];
  const all = first.metadata.labels ?? {};
  const labels = identifyingLabels(first);
  const capacity = matches(all, SPOT_LABELS) ? "spot" : "on-demand";
  const machineType = common(nodes, "node.kubernetes.io/instance-type");
  const storageMiB = smallest(nodes, "ephemeral-storage", offeredMiB);
  return {
    name: dnsLabel(labels[POOL_LABELS.find((label) => label in labels) ?? ""] ?? "nodes"),
    role: isSystem(first) && capacity === "on-demand" ? "system" : "spark",
    capacity,
    labels,
    taints: commonTaints(nodes),
    minNodes: 0,
    maxNodes: nodes.length,
    architecture: all["kubernetes.io/arch"] === "arm64" ? "arm64" : "amd64",
    ...(machineType !== undefined && { machineType }),
    allocatable: {
      cpu: `${smallest(nodes, "cpu", offeredMillis)}m`,
      memory: `${smallest(nodes, "memory", offeredMiB)}Mi`,
      pods: smallest(nodes, "pods", Number),
      ...(storageMiB > 0 && { ephemeralStorage: `${storageMiB}Mi` }),
    },
  };
}

function isSystem({ metadata: { labels = {} }, spec }: KubernetesNode): boolean {
  return matches(labels, SYSTEM_LABELS) || (spec?.taints ?? []).some(({ key }) => key === "CriticalAddonsOnly");
}

function matches(labels: Record<string, string>, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).some(([key, value]) => labels[key] === value);
}

/** The value of a label that all the nodes have. */
function common(nodes: KubernetesNode[], label: string): string | undefined {
  const values = new Set(nodes.map(({ metadata }) => metadata.labels?.[label]));
  return values.size === 1 ? [...values][0] : undefined;
}

function smallest(nodes: KubernetesNode[], resource: string, parse: (value: string) => number | undefined): number {
  return Math.min(...nodes.map(({ status }) => parse(status.allocatable?.[resource] ?? "0") ?? 0));
}

function commonTaints([first, ...others]: KubernetesNode[]): Taint[] {
  const taintsOf = (node: KubernetesNode | undefined) =>
    (node?.spec?.taints ?? []).map(({ key, value, effect }) => ({
      key,
      ...(value === undefined ? {} : { value }),
      effect: effect as Taint["effect"],
    }));
  const elsewhere = others.map((node) => taintsOf(node).map((taint) => JSON.stringify(taint)));
  return taintsOf(first)
    .filter(({ key }) => !PASSING_TAINTS.test(key))
    .filter((taint) => elsewhere.every((taints) => taints.includes(JSON.stringify(taint))));
}

/**
 * The system's pools are those that say so by label, else by name. Where all of those have a taint that keeps the platform's own
 * pods out, the smallest on-demand pool without one joins them, since Spark gains least from it.
 * A guess never takes the last on-demand pool, which drivers need.
 */
function withSystemPools(pools: ExistingPoolArgs[]): ExistingPoolArgs[] {
  const onDemand = pools.filter(({ capacity }) => capacity === "on-demand");
  const labelled = onDemand.filter(({ role }) => role === "system");
  const named = onDemand.filter(({ name }) => SYSTEM_NAME.test(name));
  const told = labelled.length > 0 || named.length === onDemand.length ? labelled : named;
  const others = onDemand.filter((pool) => !told.includes(pool));
  const least = told.some(isOpen) || others.length < 2 ? undefined : smallestOf(others.filter(isOpen));
  return pools.map((pool) => (told.includes(pool) || pool === least ? { ...pool, role: "system", minNodes: 1 } : pool));
}

function isOpen({ taints = [] }: ExistingPoolArgs): boolean {
  return taints.every((taint) => taint.effect === "PreferNoSchedule" || isToleratedBySystemPods(taint));
}

/** By memory; of equal ones the first. */
function smallestOf(pools: ExistingPoolArgs[]): ExistingPoolArgs | undefined {
  const size = ({ allocatable }: ExistingPoolArgs) => offeredMiB(allocatable.memory) ?? 0;
  return pools.length === 0 ? undefined : pools.reduce((a, b) => (size(b) < size(a) ? b : a));
}

function distinctNames(pools: ExistingPoolArgs[]): ExistingPoolArgs[] {
  const taken = new Map<string, number>();
  return pools.map((pool) => {
    const count = (taken.get(pool.name) ?? 0) + 1;
    taken.set(pool.name, count);
    return count === 1 ? pool : { ...pool, name: `${pool.name}-${count}` };
  });
}

function dnsLabel(text: string): string {
  const label = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  return label === "" ? "nodes" : label;
}

/**
 * A DaemonSet that lands on some nodes only is counted on all: too little room for Spark wastes a little, too much keeps an
 * executor Pending. One that is scheduled nowhere (GPU plugins on a cluster without GPUs) is not counted.
 */
function isEverywhere({ spec, status }: KubernetesDaemonSet): boolean {
  const selectsOnlyLinux = Object.keys(spec.template.spec.nodeSelector ?? {}).every(
    (key) => key === "kubernetes.io/os",
  );
  const windows = spec.template.spec.nodeSelector?.["kubernetes.io/os"] === "windows";
  return !windows && (selectsOnlyLinux || (status?.desiredNumberScheduled ?? 0) > 0);
}

/** Sidecars add to the containers; an init container counts where it alone needs more than they do together. */
function requestsOf({ metadata, spec }: KubernetesDaemonSet): DaemonSetRequests {
  const { containers, initContainers = [] } = spec.template.spec;
  const running = [...containers, ...initContainers.filter(({ restartPolicy }) => restartPolicy === "Always")];
  const effective = (resource: string, parse: (value: string) => number | undefined) => {
    const request = ({ resources }: KubernetesContainer) =>
      parse(resources?.requests?.[resource] ?? resources?.limits?.[resource] ?? "0") ?? 0;
    const together = running.reduce((sum, container) => sum + request(container), 0);
    return Math.max(together, ...initContainers.map(request));
  };
  return {
    name: metadata.name,
    cpu: `${effective("cpu", requestedMillis)}m`,
    memory: `${effective("memory", requestedMiB)}Mi`,
  };
}
