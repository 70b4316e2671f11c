/** What a reservation profile says: everything that one kind of node keeps from pods. The arithmetic is in reserve.ts. */

import type { Resources } from "../allocatable";
import type { Architecture } from "../machine";
import type { Amount } from "./amount";

/** What one part of a node keeps of each resource; nothing of those that it does not name. */
export type Reservation = Partial<Record<keyof Resources, Amount>>;

/** Shares of memory are shares of what the vendor states, also where the kernel's MemTotal is known. */
export interface ReservationProfile {
  /** For example `eks-al2023`. */
  name: string;
  /** MiB between the memory that the vendor states and the kernel's MemTotal. */
  vmOverhead: Record<Architecture, Amount>;
  /** The same on machines with accelerators. @default what other machines lose */
  acceleratedVmOverhead?: Record<Architecture, Amount>;
  /** Disk that images, logs and scratch live on; a machine without local disks has them on its root disk in either case. */
  podStorage: "root disk" | "local disks";
  /** MiB between the size of that disk and what its file system holds. */
  fileSystem: Amount;
  /** What local disks lose, where that differs from a root disk. @default the same as a root disk */
  localDisks?: { fileSystem: Amount; kubeReserved: Amount };
  kubeReserved: Reservation;
  /** kube-reserved of machine types that the vendor makes an exception of, by name; what is not named stays. @default none */
  kubeReservedOn?: Record<string, Reservation>;
  /** @default nothing */
  systemReserved?: Reservation;
  evictionThreshold: Reservation;
  /** MiB of memory kept free because `vmOverhead` is only known to be about right. @default none */
  margin?: Amount;
  /**
   * The pods that kube-reserved is made for: `network` takes what the network plugin could address, whatever the kubelet's
   * maxPods says; `max-pods` takes maxPods.
   */
  podsReservedFor: "network" | "max-pods";
  /** Pods that a node admits unless it is told otherwise; `network` is what the network plugin could address. */
  usualMaxPods: "network" | number;
  /** Fewest pods that a node of this kind can be told to admit. @default 1 */
  leastPods?: number;
  /** Most pods that any node of this kind admits. @default no limit of its own */
  mostPods?: number;
  /** Kubelet settings that a node of this kind can be given. */
  settings: readonly KubeletSetting[];
}

export type KubeletSetting = "maxPods" | "kubeReserved";
