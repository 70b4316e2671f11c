/** The arithmetic of allocatable: a machine's capacity less what a reservation profile keeps back. */

import type { Allocatable, Deduction, Resources } from "./allocatable";
import { type KubeletSettings, networkMaxPodsOf, usualMaxPodsOf } from "./kubelet";
import type { MachineType } from "./machine";
import { type Amount, amountOf } from "./profiles/amount";
import type { Reservation, ReservationProfile } from "./profiles/profile";

/** Root disk in GiB of nodes whose pool does not say. */
export const defaultDiskGiB = 100;

export interface AllocatableOptions extends Partial<KubeletSettings> {
  /** Root disk in GiB. @default 100 */
  diskGiB?: number;
  /** Capacity as a kubelet reports it, which an estimate of what the virtual machine keeps need not be taken off. @default none */
  measured?: { memoryMiB?: number; cpuMillis?: number };
}

/**
 * What a kubelet leaves to pods on `machine`, with every deduction by name; figures are whole and rounded down.
 * `maxPods` defaults to what such nodes usually admit, `kubeReservedMemoryMiB` to what the node's own formula gives.
 */
export function allocatable(
  machine: MachineType,
  profile: ReservationProfile,
  options: AllocatableOptions = {},
): Allocatable {
  const { measured = {}, diskGiB = defaultDiskGiB } = options;
  const usualPods = usualMaxPodsOf(profile, machine);
  const pods = options.maxPods ?? usualPods;
  const localDisks = profile.podStorage === "local disks" ? machine.localDisks : undefined;
  const capacity: Resources = {
    cpuMillis: Math.floor(measured.cpuMillis ?? machine.vcpu * 1000),
    memoryMiB: Math.floor(measured.memoryMiB ?? machine.memoryMiB),
    ephemeralStorageMiB: (localDisks === undefined ? diskGiB : localDisks.count * localDisks.sizeGiB) * 1024,
  };

  const base: Resources = { ...capacity, memoryMiB: machine.memoryMiB };
  const disks = localDisks?.count ?? 0;
  const isNetwork = profile.podsReservedFor === "network";
  const podsReservedFor = (admitted: number): number => (isNetwork ? networkMaxPodsOf(machine) : admitted);
  const amount = (of: keyof Resources, what: Amount | undefined, forPods: number): number =>
    what === undefined ? 0 : amountOf(what, { capacity: base[of], pods: forPods, disks });
  const deduction = (name: string, reservation: Reservation, forPods = pods): Deduction => ({
    name,
    cpuMillis: amount("cpuMillis", reservation.cpuMillis, forPods),
    memoryMiB: amount("memoryMiB", reservation.memoryMiB, forPods),
    ephemeralStorageMiB: amount("ephemeralStorageMiB", reservation.ephemeralStorageMiB, forPods),
  });

  const onDisks = localDisks && profile.localDisks;
  const kubeReserved: Reservation = {
    ...profile.kubeReserved,
    ...(onDisks && { ephemeralStorageMiB: onDisks.kubeReserved }),
    ...profile.kubeReservedOn?.[machine.name],
  };
  const byFormula = deduction("kube-reserved", kubeReserved, podsReservedFor(pods));
  const { kubeReservedMemoryMiB = byFormula.memoryMiB } = options;
  const isEstimated = measured.memoryMiB === undefined;
  const { left, breakdown } = deduct(capacity, [
    ...(isEstimated ? [deduction("VM overhead", { memoryMiB: vmOverheadOf(machine, profile) })] : []),
    deduction("file system", { ephemeralStorageMiB: onDisks?.fileSystem ?? profile.fileSystem }),
    { ...byFormula, memoryMiB: kubeReservedMemoryMiB },
    ...(profile.systemReserved ? [deduction("system-reserved", profile.systemReserved)] : []),
    deduction("eviction threshold", profile.evictionThreshold),
    ...(isEstimated && profile.margin ? [deduction("margin", { memoryMiB: profile.margin })] : []),
  ]);
  const usuallyMiB = amount("memoryMiB", kubeReserved.memoryMiB, podsReservedFor(usualPods));
  const gainedMiB = usuallyMiB - kubeReservedMemoryMiB;
  return { ...left, pods, capacity, breakdown, ...(gainedMiB > 0 ? { gainedMiB } : {}) };
}

function vmOverheadOf({ architecture, accelerators }: MachineType, profile: ReservationProfile): Amount {
  const { vmOverhead, acceleratedVmOverhead = vmOverhead } = profile;
  return (accelerators === undefined ? vmOverhead : acceleratedVmOverhead)[architecture];
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
