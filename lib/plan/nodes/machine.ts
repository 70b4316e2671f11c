/** A machine type as its vendor describes it: what one can rent, before any kubelet takes its share. */

export type Architecture = "amd64" | "arm64";

/** A list price in US dollars; one that is not known is absent, never 0. */
export interface Price {
  /** US dollars per hour, on demand. */
  onDemandHourly: number;
  /** US dollars per hour, typical spot price; absent where no source states one. */
  spotHourly?: number;
  /** Region the prices are for, for example `us-east-1`. */
  region: string;
  /** Month the prices were read, `YYYY-MM`. */
  date: string;
}

export interface MachineType {
  /** The vendor's name, for example `m7i.4xlarge`. */
  name: string;
  vcpu: number;
  /** Memory that the vendor states, in MiB; the kernel's MemTotal is lower. */
  memoryMiB: number;
  architecture: Architecture;
  /** Local NVMe disks. */
  localDisks?: { count: number; sizeGiB: number };
  /** Number of GPUs, absent when there are none. */
  gpus?: number;
  /** Most pods that the vendor's default network plugin can address on this machine (EKS: the ENI limit). */
  networkMaxPods?: number;
  price?: Price;
}
