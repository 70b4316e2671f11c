/**
 * Plans node auto-provisioning: in the place of each Spark pool a ComputeClass, from which GKE makes and deletes node pools by
 * itself. Pure.
 */

import type { IssueList } from "../../../plan/issue";
import type { MachineType } from "../../../plan/nodes/machine";
import { capacityLabel } from "../../../plan/nodes/labels";
import type { NodePoolPlan, SparkPoolArgs, SparkRole, Taint } from "../../../plan/nodes/pool";
import { defaultDiskGiB } from "../../../plan/nodes/reserve";
import { acceleratorOf, bootDiskType } from "../nodes/machine-series";
import { gpuTaint, spotTaint } from "../nodes/node-pool";

/** Nodes that GKE may make, in the order in which it tries; field names are those of the ComputeClass. */
export interface PriorityPlan {
  machineType: string;
  spot: boolean;
  maxPodsPerNode: number;
  storage: { bootDiskType: string; bootDiskSize: number; localSSDCount?: number };
  gpu?: { type: string; count: number; driverVersion: string };
  location: { locationPolicy: "ANY" | "BALANCED"; zones?: string[] };
  nodeLabels: Record<string, string>;
  taints: { key: string; value?: string; effect: Taint["effect"] }[];
  nodeSystemConfig?: { kubeletConfig: { shutdownGracePeriodSeconds: number } };
}

export interface ComputeClassPlan {
  /** Name of the pool. */
  pool: string;
  /** Name of the class. */
  name: string;
  priorities: PriorityPlan[];
}

/** What GKE may make at most, in the whole cluster: classes have no maximum of their own. */
export interface ResourceLimitPlan {
  /** `cpu` in cores, `memory` in GiB, or the name of an accelerator. */
  resourceType: string;
  maximum: number;
}

export interface AutoProvisioningPlan {
  computeClasses: ComputeClassPlan[];
  limits: ResourceLimitPlan[];
  /** Minutes that a node may idle before it is removed. */
  idleMinutes: number;
}

/** By which pods ask for a class, and with which GKE labels and taints the nodes of one. */
const CLASS_KEY = "cloud.google.com/compute-class";

/** What GKE labels nodes with by itself. */
const GKE_LABEL = /^([^/]+\.)?(kubernetes\.io|k8s\.io|cloud\.google\.com)\//;

/** What GKE taints such nodes with by itself. */
const GKE_TAINTS = [CLASS_KEY, spotTaint.key, gpuTaint.key];

/** Values of taints that a ComputeClass takes, by the schema of its custom resource. */
const TAINT_VALUE = /^([a-z0-9][-A-Za-z0-9_.]{1,61})?[A-Za-z0-9]$/;

/** GKE keeps names that start with `gke` or `autopilot` for itself. */
function classNameOf({ name }: Pick<SparkPoolArgs, "name">): string {
  return `spark-${name}`;
}

/** What GKE puts on the nodes of the pool's class by itself. */
export function classLabel(pool: SparkPoolArgs): Record<string, string> {
  return { [CLASS_KEY]: classNameOf(pool) };
}

export function classTaint(pool: SparkPoolArgs): Taint {
  return { key: CLASS_KEY, value: classNameOf(pool), effect: "NoSchedule" };
}

/** Pods ask for the class, which tells its nodes from all others too. */
export function selectedByClass(pool: NodePoolPlan): NodePoolPlan {
  return { ...pool, selector: { [CLASS_KEY]: classNameOf(pool) } };
}

/** Adds an issue for each pool that can't be a ComputeClass. */
export function checkComputeClasses(pools: readonly NodePoolPlan[], issues: IssueList): void {
  for (const { argument = "sparkPools", minNodes, taints } of pools) {
    if (minNodes > 0) {
      issues.add({
        path: `${argument}.minNodes`,
        value: minNodes,
        problem: "can't be kept with auto-provisioning: GKE deletes the node pools that it made when they are empty",
        allowed: '0, or autoscaler "native"',
        change: "Leave minNodes out; to keep room free, give the platform warm: { executors }.",
      });
    }
    taints.forEach(({ key, value }) => {
      if (value === undefined || value === "" || TAINT_VALUE.test(value)) return;
      issues.add({
        path: `${argument}.taints`,
        value: `${key}=${value}`,
        problem: "has a value that a ComputeClass does not take",
        allowed: "one letter or digit, or three and more that start with a lower-case letter or digit",
        change: "Change the taint's value.",
      });
    });
  }
  checkOnePool("driver", pools, issues);
  checkOnePool("executor", pools, issues);
}

/** A pod that asks for one class or another is refused by GKE. */
function checkOnePool(role: SparkRole, pools: readonly NodePoolPlan[], issues: IssueList): void {
  const running = pools.filter(({ runs }) => runs.includes(role));
  if (running.length < 2) return;
  issues.add({
    path: "sparkPools",
    value: running.map(({ name }) => name),
    problem: `are ${running.length} pools for ${role}s, and with auto-provisioning a pod can ask for one only`,
    allowed: `one pool that runs ${role}s, or autoscaler "native"`,
    change: "Name all machine types in one pool. One of spot falls back to on-demand by itself.",
  });
}

/** @param spotNoticeSeconds where spot nodes are given more than GKE gives by itself */
export function planAutoProvisioning(
  systemPools: readonly NodePoolPlan[],
  sparkPools: readonly NodePoolPlan[],
  { zones, idleMinutes = 5 }: { zones?: string[]; idleMinutes?: number },
  spotNoticeSeconds: number | undefined,
): AutoProvisioningPlan {
  return {
    computeClasses: sparkPools.map((pool) => ({
      pool: pool.name,
      name: classNameOf(pool),
      priorities: prioritiesOf(pool, zones, spotNoticeSeconds),
    })),
    limits: limitsFor([...systemPools, ...sparkPools]),
    idleMinutes,
  };
}

/** Where spot has run out of every machine type, the same types on demand: their size is the same. */
function prioritiesOf(
  pool: NodePoolPlan,
  zones: string[] | undefined,
  spotNoticeSeconds: number | undefined,
): PriorityPlan[] {
  const types = pool.machines.map(({ machine, allocatable }) => ({ machine, maxPods: allocatable.pods }));
  const attempts = pool.capacity === "spot" ? [true, false] : [false];
  return attempts.flatMap((spot) =>
    types.map(({ machine, maxPods }): PriorityPlan => {
      const accelerator = acceleratorOf(machine);
      return {
        machineType: machine.name,
        spot,
        maxPodsPerNode: maxPods,
        storage: storageOf(machine, pool.diskGiB),
        ...(accelerator && { gpu: { ...accelerator, driverVersion: "default" } }),
        location: { locationPolicy: spot ? "ANY" : "BALANCED", ...(zones && { zones }) },
        nodeLabels: { ...ownLabels(pool), [capacityLabel]: spot ? "spot" : "on-demand" },
        taints: pool.taints.filter(({ key }) => !GKE_TAINTS.includes(key)),
        ...(spot &&
          spotNoticeSeconds !== undefined && {
            nodeSystemConfig: { kubeletConfig: { shutdownGracePeriodSeconds: spotNoticeSeconds } },
          }),
      };
    }),
  );
}

function storageOf({ name, localDisks }: MachineType, diskGiB = defaultDiskGiB): PriorityPlan["storage"] {
  return {
    bootDiskType: bootDiskType(name),
    bootDiskSize: diskGiB,
    ...(localDisks && { localSSDCount: localDisks.count }),
  };
}

function ownLabels({ labels }: NodePoolPlan): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !GKE_LABEL.test(key)));
}

/** All pools at their most together. */
function limitsFor(pools: readonly NodePoolPlan[]): ResourceLimitPlan[] {
  const most = (amount: (machine: MachineType) => number) =>
    pools.reduce((sum, { maxNodes, machines }) => {
      return sum + maxNodes * Math.max(...machines.map(({ machine }) => amount(machine)));
    }, 0);
  const accelerators = pools.flatMap(({ machines }) =>
    machines.flatMap(({ machine }) => acceleratorOf(machine)?.type ?? []),
  );
  return [
    { resourceType: "cpu", maximum: most(({ vcpu }) => vcpu) },
    { resourceType: "memory", maximum: Math.ceil(most(({ memoryMiB }) => memoryMiB) / 1024) },
    ...[...new Set(accelerators)].map((type) => ({
      resourceType: type,
      maximum: most((machine) => {
        const accelerator = acceleratorOf(machine);
        return accelerator?.type === type ? accelerator.count : 0;
      }),
    })),
  ];
}
