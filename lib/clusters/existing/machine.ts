/** What is known of the machines of an existing pool beyond what its nodes report. Their own word is the truth where the two differ. */

import type { Issue } from "../../plan/issue";
import type { Allocatable, Resources } from "../../plan/nodes/allocatable";
import { cloudOf, findMachine } from "../../plan/nodes/catalogue/catalogue";
import type { Architecture, MachineType } from "../../plan/nodes/machine";
import { formatMiB } from "../../plan/quantity";
import type { ExistingPoolArgs } from "./args";

const MACHINE_LABEL = "node.kubernetes.io/instance-type";
const ARCHITECTURE_LABEL = "kubernetes.io/arch";

/**
 * The most CPU that a kubelet's own formula keeps: 280m on 8 cores and 1 % of more on a hardened AKS, 400m more than usual on a GKE
 * node of many pods. Where a node lacks more than this, some of the machine's CPU is turned off (SMT) or put aside by hand.
 */
const MOST_RESERVED = { cpuMillis: 450, cpuMillisPerCore: 10 };

/** A file system takes its share, and the kubelet evicts at 90 %: where less is left, pods live on another disk. */
const LEAST_OF_LOCAL_DISKS = 0.8;

export interface ExistingMachine {
  machine: MachineType;
  /** What the machine has, and what of it the nodes do not offer. */
  allocatable: Allocatable;
  /** Where the catalogue and the nodes contradict each other. */
  warning?: Issue;
}

/** @param path of the pool as the user writes it */
export function existingMachine(
  args: ExistingPoolArgs,
  path: string,
  offered: Resources & { pods: number },
): ExistingMachine {
  const name = args.machineType ?? args.labels[MACHINE_LABEL];
  const cloud = name === undefined ? undefined : cloudOf(name);
  const known = name === undefined || cloud === undefined ? undefined : findMachine(cloud, name);
  const contradiction = known && contradictionOf(known, args, offered);
  const machine = known && contradiction === undefined ? knownMachine(known, offered) : reportedMachine(args, offered);
  return {
    machine: { ...machine, ...(args.price && { price: args.price }) },
    allocatable: allocatableOf(machine, offered),
    ...(contradiction !== undefined && {
      warning: {
        path:
          args.machineType === undefined ? `${path}.labels[${JSON.stringify(MACHINE_LABEL)}]` : `${path}.machineType`,
        value: name,
        problem: `${contradiction}, so neither its price nor anything else of it is used`,
        allowed: "the machine type of the pool's nodes",
        change: "Correct the machine type, or what the nodes report.",
      },
    }),
  };
}

function contradictionOf(
  { vcpu, memoryMiB, architecture }: MachineType,
  args: ExistingPoolArgs,
  { cpuMillis, memoryMiB: offeredMiB }: Resources,
): string | undefined {
  const stated = statedArchitecture(args);
  if (cpuMillis > vcpu * 1000) return `has ${vcpu} vCPU, and the nodes offer ${cpuMillis}m`;
  if (offeredMiB > memoryMiB) return `has ${formatMiB(memoryMiB)}, and the nodes offer ${formatMiB(offeredMiB)}`;
  return stated === undefined || stated === architecture ? undefined : `is ${architecture}, and the pool ${stated}`;
}

function knownMachine(known: MachineType, { cpuMillis, ephemeralStorageMiB }: Resources): MachineType {
  const { localDisks, ...machine } = known;
  const whole = known.vcpu * 1000 - cpuMillis <= MOST_RESERVED.cpuMillis + known.vcpu * MOST_RESERVED.cpuMillisPerCore;
  const disksMiB = localDisks ? localDisks.count * localDisks.sizeGiB * 1024 : Infinity;
  return {
    ...machine,
    vcpu: whole ? known.vcpu : Math.ceil(cpuMillis / 1000),
    ...(ephemeralStorageMiB >= LEAST_OF_LOCAL_DISKS * disksMiB && { localDisks }),
  };
}

function reportedMachine(args: ExistingPoolArgs, { cpuMillis, memoryMiB }: Resources): MachineType {
  return {
    name: args.machineType ?? args.labels[MACHINE_LABEL] ?? args.name,
    vcpu: Math.ceil(cpuMillis / 1000),
    memoryMiB,
    architecture: statedArchitecture(args) ?? "amd64",
  };
}

function statedArchitecture({ architecture, labels }: ExistingPoolArgs): Architecture | undefined {
  if (architecture !== undefined) return architecture;
  const label = labels[ARCHITECTURE_LABEL];
  return label === "arm64" || label === "amd64" ? label : undefined;
}

/** The node's own word: what the kubelet took is already gone, so it has no names, only a sum. */
function allocatableOf({ vcpu, memoryMiB }: MachineType, offered: Resources & { pods: number }): Allocatable {
  const { cpuMillis, ephemeralStorageMiB } = offered;
  if (memoryMiB === offered.memoryMiB) {
    return { ...offered, capacity: { cpuMillis, memoryMiB, ephemeralStorageMiB }, breakdown: [] };
  }
  return {
    ...offered,
    capacity: { cpuMillis: vcpu * 1000, memoryMiB, ephemeralStorageMiB },
    breakdown: [
      {
        name: "kept by the node",
        cpuMillis: vcpu * 1000 - cpuMillis,
        memoryMiB: memoryMiB - offered.memoryMiB,
        ephemeralStorageMiB: 0,
      },
    ],
  };
}
