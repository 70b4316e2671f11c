/** The arithmetic of allocatable: a machine's capacity less what a reservation profile keeps back. */

import type { Allocatable, Deduction, Resources } from "./allocatable";
import type { MachineType } from "./machine";
import type { Amount, KubeletSettings, ReservationProfile } from "./profiles";

/** Root disk in GiB of nodes whose pool does not say. */
export const defaultDiskGiB = 100;

/** nodeadm's and Karpenter's answer for a machine whose network limits are not known. */
const unknownNetworkMaxPods = 110;

export interface AllocatableOptions extends Partial<KubeletSettings> {
  /** Root disk in GiB. @default 100 */
  diskGiB?: number;
}

/**
 * What a kubelet leaves to pods on `machine`, with every deduction by name; figures are whole and rounded down.
 * `maxPods` defaults to what the network plugin can address, `kubeReservedMemoryMiB` to what the node's own formula gives.
 */
export function allocatable(
  machine: MachineType,
  profile: ReservationProfile,
  options: AllocatableOptions = {},
): Allocatable {
  const networkPods = machine.networkMaxPods ?? unknownNetworkMaxPods;
  const pods = options.maxPods ?? networkPods;
  const podsReservedFor = profile.podsReservedFor === "network" ? networkPods : pods;
  const capacity: Resources = {
    cpuMillis: machine.vcpu * 1000,
    memoryMiB: machine.memoryMiB,
    ephemeralStorageMiB: podStorageGiB(machine, profile, options.diskGiB ?? defaultDiskGiB) * 1024,
  };
  const { kubeReserved, evictionThreshold } = profile;
  const reservedMiB = (forPods: number): number => amountOf(kubeReserved.memoryMiB, capacity.memoryMiB, forPods);
  const kubeReservedMemoryMiB = options.kubeReservedMemoryMiB ?? reservedMiB(podsReservedFor);

  const wanted: Deduction[] = [
    {
      name: "VM overhead",
      cpuMillis: 0,
      memoryMiB: amountOf(profile.vmOverhead[machine.architecture], capacity.memoryMiB, 0),
      ephemeralStorageMiB: 0,
    },
    {
      name: "file system",
      cpuMillis: 0,
      memoryMiB: 0,
      ephemeralStorageMiB: amountOf(profile.fileSystem, capacity.ephemeralStorageMiB, 0),
    },
    {
      name: "kube-reserved",
      cpuMillis: amountOf(kubeReserved.cpuMillis, capacity.cpuMillis, podsReservedFor),
      memoryMiB: kubeReservedMemoryMiB,
      ephemeralStorageMiB: amountOf(kubeReserved.ephemeralStorageMiB, capacity.ephemeralStorageMiB, podsReservedFor),
    },
    {
      name: "eviction threshold",
      cpuMillis: 0,
      memoryMiB: amountOf(evictionThreshold.memoryMiB, capacity.memoryMiB, 0),
      ephemeralStorageMiB: amountOf(evictionThreshold.ephemeralStorageMiB, capacity.ephemeralStorageMiB, 0),
    },
  ];
  const { left, breakdown } = deduct(capacity, wanted);
  const gainedMiB = reservedMiB(networkPods) - kubeReservedMemoryMiB;
  return { ...left, pods, capacity, breakdown, ...(gainedMiB > 0 ? { gainedMiB } : {}) };
}

function podStorageGiB({ localDisks }: MachineType, { podStorage }: ReservationProfile, rootDiskGiB: number): number {
  if (podStorage === "root disk" || localDisks === undefined) return rootDiskGiB;
  return localDisks.count * localDisks.sizeGiB;
}

/** Takes the deductions off one after the other, each no more than what is left. */
export function deduct(from: Resources, deductions: Deduction[]): { left: Resources; breakdown: Deduction[] } {
  const left: Resources = {
    cpuMillis: from.cpuMillis,
    memoryMiB: from.memoryMiB,
    ephemeralStorageMiB: from.ephemeralStorageMiB,
  };
  const take = (resource: keyof Resources, wanted: number): number => {
    const taken = Math.min(wanted, left[resource]);
    left[resource] -= taken;
    return taken;
  };
  const breakdown = deductions.map(({ name, cpuMillis, memoryMiB, ephemeralStorageMiB }) => ({
    name,
    cpuMillis: take("cpuMillis", cpuMillis),
    memoryMiB: take("memoryMiB", memoryMiB),
    ephemeralStorageMiB: take("ephemeralStorageMiB", ephemeralStorageMiB),
  }));
  return { left, breakdown };
}

/** Parts per million keep the sums in whole numbers; a fraction such as 0.0025 would not. */
function amountOf(
  { fixed = 0, perPod = 0, brackets = [], rounding = "sum up" }: Amount,
  of: number,
  pods: number,
): number {
  let from = 0;
  let shares = 0;
  for (const { upTo = Infinity, ppm } of brackets) {
    const share = Math.max(0, Math.min(of, upTo) - from) * ppm;
    shares += rounding === "each down" ? Math.floor(share / 1e6) * 1e6 : share;
    from = upTo;
  }
  return fixed + perPod * pods + Math.ceil(shares / 1e6);
}
