/** How many pods a node admits, and what its kubelet has to be told for that. */

import type { MachineType } from "./machine";
import type { ReservationProfile } from "./profiles/profile";

/** Kubelet settings that a plan's figures rest on: nodes must be configured with exactly these. */
export interface KubeletSettings {
  maxPods: number;
  /** `kubeReserved.memory` in MiB, to be set explicitly; absent where the node computes the planned figure by itself. */
  kubeReservedMemoryMiB?: number;
}

/** EKS, GKE and AKS support no more on a node. */
export const mostPods = 250;

/** Pods that a node for Spark admits beside its task slots and DaemonSets: an agent that is added later, a pause pod that leaves. */
const sparePods = 4;

/** nodeadm's and Karpenter's answer for a machine whose network limits are not known. */
const unknownNetworkMaxPods = 110;

/** Pods that the network plugin can address on a machine. */
export function networkMaxPodsOf({ networkMaxPods = unknownNetworkMaxPods }: MachineType): number {
  return networkMaxPods;
}

/** Pods that a node admits when nobody says otherwise. */
export function usualMaxPodsOf(profile: ReservationProfile, machine: MachineType): number {
  const { usualMaxPods, mostPods = Infinity } = profile;
  return Math.min(usualMaxPods === "network" ? networkMaxPodsOf(machine) : usualMaxPods, mostPods);
}

/**
 * Pods that a node for Spark admits unless the user says otherwise: no more than could have a task slot each, since every one that
 * is admitted costs reserved memory; no fewer, since executors of one core are the best that memory-rich machines can hold.
 */
export function sparkMaxPodsOf(profile: ReservationProfile, machine: MachineType, daemonSets: number): number {
  if (!profile.settings.includes("maxPods")) return usualMaxPodsOf(profile, machine);
  const most = profile.usualMaxPods === "network" ? networkMaxPodsOf(machine) : mostPods;
  return Math.min(most, Math.max(profile.leastPods ?? 1, machine.vcpu + daemonSets + sparePods));
}

/**
 * Kubelet settings that admit `maxPods` pods and reserve memory for no more than those.
 * On AL2023, maxPods alone leaves the reservation at the ENI limit, so kubeReserved.memory has to be set with it.
 */
export function kubeletFor(profile: ReservationProfile, maxPods: number): KubeletSettings {
  if (profile.podsReservedFor === "max-pods" || !profile.settings.includes("kubeReserved")) return { maxPods };
  const { fixed = 0, perPod = 0 } = profile.kubeReserved.memoryMiB ?? {};
  return { maxPods, kubeReservedMemoryMiB: fixed + perPod * maxPods };
}
