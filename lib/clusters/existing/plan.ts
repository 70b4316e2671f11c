/** Plans a cluster that is already there: what its nodes report is taken as it is, nothing is predicted. */

import { capacityBuffers, type ClusterPlan } from "../../plan/cluster";
import { type Issue, IssueList } from "../../plan/issue";
import { checkKubernetesMinor } from "../../plan/kubernetes-version";
import type { Deduction } from "../../plan/nodes/allocatable";
import type { CapacityType, NodePoolPlan, SparkRole } from "../../plan/nodes/pool";
import type { DaemonSetRequests, ExistingClusterPlanArgs, ExistingPoolArgs } from "./args";
import { checkPools } from "./check-pools";
import { existingMachine } from "./machine";
import { offeredMiB, offeredMillis, requestedMiB, requestedMillis } from "./quantity";
import { soundArguments } from "./structure";

/** GKE and AKS give 30 s, EKS 120 s: on an unknown cloud only the shortest is safe to plan with. */
const SHORTEST_SPOT_NOTICE_SECONDS = 30;

/** The kubelet's own default for maxPods. */
const KUBELET_DEFAULT_PODS = 110;

/** cluster-autoscaler's and Karpenter's: each ignores the other's, so both can be set without knowing which runs. */
const AUTOSCALER = {
  name: "cluster-autoscaler or Karpenter",
  driverAnnotations: {
    "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
    "karpenter.sh/do-not-disrupt": "true",
  },
  executorAnnotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "true" },
};

/**
 * Plans an existing cluster.
 * @throws InvalidArguments with every issue of the arguments; `issues` may already hold some.
 */
export function planExistingCluster(
  name: string,
  args: ExistingClusterPlanArgs,
  issues: IssueList = new IssueList(),
): ClusterPlan {
  const structure = soundArguments(args, issues);
  const { kubernetesVersion } = structure.sound ?? {};
  if (kubernetesVersion !== undefined) checkKubernetesMinor(kubernetesVersion, "kubernetesVersion", issues);
  checkPools(structure, issues);
  issues.raise(`ExistingCluster ${JSON.stringify(name)}`);

  const daemonSets = (args.daemonSets ?? []).map(daemonSetDeduction);
  const planned = args.nodes.map((node, index) => planPool(node, `nodes[${index}]`, daemonSets));
  const pools = planned.map(({ pool }) => pool);
  const { storageAccess } = args;
  const region = args.region ?? commonRegion(args.nodes);
  return {
    name,
    kind: "existing cluster",
    kubernetesVersion: args.kubernetesVersion ?? "1.35",
    ...(region !== undefined && { region }),
    systemPools: pools.filter(({ role }) => role === "system"),
    sparkPools: pools.filter(({ role }) => role === "spark"),
    storage: {
      schemes: storageAccess ? [storageAccess.scheme] : "unmanaged",
      configuration: Object.entries(storageAccess?.sparkConf ?? {}).map(([key, value]) => ({
        key,
        value,
        reason: `How pods of this cluster open ${storageAccess?.scheme}:// is given in storageAccess.sparkConf.`,
      })),
    },
    spotNoticeSeconds: args.spotNoticeSeconds ?? SHORTEST_SPOT_NOTICE_SECONDS,
    autoscaler: {
      name: args.autoscaler?.name ?? AUTOSCALER.name,
      driverAnnotations: args.autoscaler?.driverAnnotations ?? AUTOSCALER.driverAnnotations,
      executorAnnotations: args.autoscaler?.executorAnnotations ?? AUTOSCALER.executorAnnotations,
      ...(args.autoscaler?.capacityBuffers && { capacityBuffers }),
    },
    fixedHourlyCost: [],
    unknownFees: ["the control plane"],
    priceArgument: "Give the pool its machineType, or a price of your own in nodes[].price",
    warnings: planned.flatMap(({ warning }) => warning ?? []),
  };
}

/** The region that every pool with a label for it is in. */
function commonRegion(nodes: ExistingPoolArgs[]): string | undefined {
  const regions = new Set(nodes.flatMap(({ labels }) => labels["topology.kubernetes.io/region"] ?? []));
  return regions.size === 1 ? [...regions][0] : undefined;
}

function planPool(
  args: ExistingPoolArgs,
  argument: string,
  daemonSets: Deduction[],
): { pool: NodePoolPlan; warning?: Issue } {
  const role = args.role ?? "spark";
  const capacity = args.capacity ?? "on-demand";
  const { cpu, memory, pods, ephemeralStorage } = args.allocatable;
  const resources = {
    cpuMillis: offeredMillis(cpu) ?? 0,
    memoryMiB: offeredMiB(memory) ?? 0,
    ephemeralStorageMiB: offeredMiB(ephemeralStorage ?? 0) ?? 0,
  };
  const podLimit = Number(pods ?? KUBELET_DEFAULT_PODS);
  const { machine, allocatable, warning } = existingMachine(args, argument, { ...resources, pods: podLimit });
  const pool: NodePoolPlan = {
    name: args.name,
    argument,
    role,
    capacity,
    runs: role === "system" ? [] : (args.runs ?? defaultRoles(capacity)),
    minNodes: args.minNodes ?? (role === "system" ? 1 : 0),
    maxNodes: args.maxNodes,
    machines: [
      {
        machine,
        allocatable,
        daemonSets,
        available: {
          cpuMillis: resources.cpuMillis - total(daemonSets, "cpuMillis"),
          memoryMiB: resources.memoryMiB - total(daemonSets, "memoryMiB"),
          ephemeralStorageMiB: resources.ephemeralStorageMiB,
          pods: podLimit - daemonSets.length,
        },
      },
    ],
    labels: { "kubernetes.io/os": "linux", "kubernetes.io/arch": machine.architecture, ...args.labels },
    selector: { ...args.labels },
    taints: args.taints ?? [],
  };
  return { pool, ...(warning && { warning }) };
}

function defaultRoles(capacity: CapacityType): SparkRole[] {
  return capacity === "spot" ? ["executor"] : ["driver", "executor"];
}

function daemonSetDeduction({ name, cpu, memory }: DaemonSetRequests): Deduction {
  return {
    name,
    cpuMillis: requestedMillis(cpu) ?? 0,
    memoryMiB: requestedMiB(memory) ?? 0,
    ephemeralStorageMiB: 0,
  };
}

function total(deductions: Deduction[], resource: "cpuMillis" | "memoryMiB"): number {
  return deductions.reduce((sum, deduction) => sum + deduction[resource], 0);
}
