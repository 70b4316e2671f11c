/** Clusters and pools written out by hand, so that the plan's tests rest on typed numbers and on nobody else's code. */

import type { ClusterPlan } from "../../lib/plan/cluster";
import type { Issue } from "../../lib/plan/issue";
import type { Architecture, Price } from "../../lib/plan/nodes/machine";
import type { NodePoolPlan, PoolMachine } from "../../lib/plan/nodes/pool";
import { planPlatform } from "../../lib/plan/plan-platform";
import type { PlatformPlan, PlatformPlanArgs } from "../../lib/plan/platform";
import { issuesIn } from "../issues-in";

export interface MachineFixture {
  name: string;
  vcpu: number;
  /** As the vendor states it, in MiB. */
  memoryMiB: number;
  architecture?: Architecture;
  price?: Price;
  /** Allocatable: what the kubelet leaves. */
  cpuMillis: number;
  allocatableMiB: number;
  pods?: number;
}

/** What DaemonSets take on every node; the figures of the facts on performance. */
const daemonSets = { cpuMillis: 230, memoryMiB: 350 };

export function machine({ pods = 30, ...given }: MachineFixture): PoolMachine {
  const { name, vcpu, memoryMiB, cpuMillis, allocatableMiB } = given;
  return {
    machine: { name, vcpu, memoryMiB, architecture: given.architecture ?? "amd64", price: given.price },
    allocatable: {
      cpuMillis,
      memoryMiB: allocatableMiB,
      ephemeralStorageMiB: 90_000,
      pods,
      capacity: { cpuMillis: vcpu * 1000, memoryMiB, ephemeralStorageMiB: 100_000 },
      breakdown: [
        {
          name: "kube-reserved",
          cpuMillis: vcpu * 1000 - cpuMillis,
          memoryMiB: memoryMiB - allocatableMiB,
          ephemeralStorageMiB: 10_000,
        },
      ],
    },
    daemonSets: [{ name: "node agents", ...daemonSets, ephemeralStorageMiB: 0 }],
    available: {
      cpuMillis: cpuMillis - daemonSets.cpuMillis,
      memoryMiB: allocatableMiB - daemonSets.memoryMiB,
      ephemeralStorageMiB: 90_000,
      pods: pods - 1,
    },
  };
}

/** Allocatable of EKS nodes at 7.5 % VM overhead: "Worked" in the facts on allocatable. m6i and m7i have the same shape. */
export const m7i4xlarge = (more: Partial<MachineFixture> = {}) =>
  machine({ name: "m7i.4xlarge", vcpu: 16, memoryMiB: 65_536, cpuMillis: 15_890, allocatableMiB: 57_691, ...more });
export const m5xlarge = (more: Partial<MachineFixture> = {}) =>
  machine({ name: "m5.xlarge", vcpu: 4, memoryMiB: 16_384, cpuMillis: 3920, allocatableMiB: 14_162, ...more });
export const r54xlarge = (more: Partial<MachineFixture> = {}) =>
  machine({ name: "r5.4xlarge", vcpu: 16, memoryMiB: 131_072, cpuMillis: 15_890, allocatableMiB: 118_312, ...more });
export const m5large = (more: Partial<MachineFixture> = {}) =>
  machine({ name: "m5.large", vcpu: 2, memoryMiB: 8192, cpuMillis: 1930, allocatableMiB: 6903, ...more });

/** On-demand, scaled to zero, up to ten nodes, unless it says otherwise. */
export function pool(name: string, machines: PoolMachine[], more: Partial<NodePoolPlan> = {}): NodePoolPlan {
  const role = more.role ?? "spark";
  const capacity = more.capacity ?? "on-demand";
  return {
    name,
    role,
    capacity,
    runs: role === "system" ? [] : capacity === "spot" ? ["executor"] : ["driver", "executor"],
    minNodes: role === "system" ? 2 : 0,
    maxNodes: role === "system" ? 3 : 10,
    diskGiB: 100,
    machines,
    labels: { "kubernetes.io/os": "linux", "spark-platform/pool": name },
    selector: { "spark-platform/pool": name },
    taints: role === "system" ? [] : [{ key: "spark-platform/dedicated", value: "spark", effect: "NoSchedule" }],
    ...more,
  };
}

/** A system pool of m5.large, an on-demand and a spot pool of m7i.4xlarge, S3 that comes with the cluster. */
export function cluster(more: Partial<ClusterPlan> = {}): ClusterPlan {
  return {
    name: "analytics",
    kind: "EKS",
    kubernetesVersion: "1.35",
    region: "us-east-1",
    systemPools: [pool("system", [m5large()], { role: "system" })],
    sparkPools: [pool("on-demand", [m7i4xlarge()]), pool("spot", [m7i4xlarge()], { capacity: "spot" })],
    storage: { schemes: ["s3a"], managedEventLogs: "s3a", configuration: [] },
    spotNoticeSeconds: 120,
    autoscaler: {
      name: "cluster-autoscaler",
      driverAnnotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" },
      executorAnnotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "true" },
    },
    fixedHourlyCost: [{ name: "EKS control plane", hourly: 0.1 }],
    ...more,
  };
}

export function plan(args: Partial<PlatformPlanArgs> = {}): PlatformPlan {
  return planPlatform({ name: "analytics", cluster: cluster(), ...args });
}

/** The issues that planning raises; none when it succeeds. */
export function issuesOf(args: Record<string, unknown>): readonly Issue[] {
  return issuesIn(() => plan(args));
}

/** Configuration as a map. */
export function valuesOf({ configuration }: PlatformPlan): Record<string, unknown> {
  return Object.fromEntries(configuration.map(({ key, value }) => [key, value]));
}
