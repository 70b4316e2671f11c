/** What a kubelet leaves to pods on one machine, with the name and size of everything that it takes. */

export interface Resources {
  /** Millicores. */
  cpuMillis: number;
  memoryMiB: number;
  ephemeralStorageMiB: number;
}

/** One named subtraction from a machine's capacity. */
export interface Deduction extends Resources {
  /** For example `VM overhead`, `kube-reserved`, `eviction threshold`. */
  name: string;
}

/** `capacity` less every deduction is exactly the allocatable. */
export interface Allocatable extends Resources {
  /** The most pods that the kubelet admits. */
  pods: number;
  /** The machine as its vendor describes it, or as its kubelet reports it. */
  capacity: Resources;
  breakdown: Deduction[];
  /** Memory in MiB that admitting fewer pods than such nodes usually do won for pods; absent when none. */
  gainedMiB?: number;
}
