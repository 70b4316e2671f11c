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
  /** Month the on-demand price was read, `YYYY-MM`; the spot price's too, unless `spotDate` is there. */
  date: string;
  /** Month the spot price was read, where it is another one. */
  spotDate?: string;
}

export interface MachineType {
  /** The vendor's name, for example `m7i.4xlarge`, `n2-standard-16` or `Standard_D16s_v5`. */
  name: string;
  vcpu: number;
  /** Memory that the vendor states, in MiB; the kernel's MemTotal is lower. */
  memoryMiB: number;
  architecture: Architecture;
  /** Local disks (NVMe, or Azure's temporary disk) that come with the machine type, without asking for them. */
  localDisks?: { count: number; sizeGiB: number };
  /** GPUs, all of one kind; absent when there are none. */
  accelerators?: { name: string; count: number };
  /** Most pods that the vendor's default network plugin can address on this machine (EKS: the ENI limit). */
  networkMaxPods?: number;
  /** Network bandwidth in Gbit/s: on AWS what the machine sustains, on GCP and Azure the vendor's "up to". */
  networkGbps?: number;
  price?: Price;
}
