/**
 * Reservation profiles: what the virtual machine, the kubelet and its eviction threshold keep from pods, as data for each
 * node operating system. The arithmetic is in reserve.ts.
 */

import type { Architecture } from "./machine";

/** A share of one slice of a capacity. */
export interface Bracket {
  /** Upper end of the slice, in the unit of the capacity; the slice starts where the one before ends. @default no end */
  upTo?: number;
  /** Parts per million of the slice. */
  ppm: number;
}

/** An amount that is kept back: the sum of its parts. */
export interface Amount {
  /** @default 0 */
  fixed?: number;
  /** For every pod that the reservation is made for. @default 0 */
  perPod?: number;
  /** Marginal shares of the capacity, lowest slice first. @default none */
  brackets?: Bracket[];
  /** How shares become whole numbers: their sum upwards, or each bracket downwards where a vendor's code does so. @default "sum up" */
  rounding?: "sum up" | "each down";
}

/**
 * Everything that is kept from pods on one kind of node.
 *
 * GKE's and AKS's published formulas are sums of the same parts: 25/20/10/6/2 % memory brackets, `50 + 20 per pod`, and
 * `max(250, 2 %)` as a fixed 250 with 2 % of what lies above 12 500 MiB.
 */
export interface ReservationProfile {
  /** For example `eks-al2023`. */
  name: string;
  /** MiB between the memory that the vendor states and the kernel's MemTotal. */
  vmOverhead: Record<Architecture, Amount>;
  /** Disk that images, logs and scratch live on; a machine without local disks has them on its root disk in either case. */
  podStorage: "root disk" | "local disks";
  /** MiB between the size of that disk and what its file system holds. */
  fileSystem: Amount;
  kubeReserved: { cpuMillis: Amount; memoryMiB: Amount; ephemeralStorageMiB: Amount };
  evictionThreshold: { memoryMiB: Amount; ephemeralStorageMiB: Amount };
  /**
   * The pods that kube-reserved is made for: `network` takes what the network plugin could address, whatever the kubelet's
   * maxPods says; `max-pods` takes maxPods.
   */
  podsReservedFor: "network" | "max-pods";
}

/** Operating systems of EKS nodes whose reservations are known. */
export type EksNodeOs = "al2023" | "bottlerocket";

/**
 * Share of memory that never reaches MemTotal on machines of 16 GiB and more: above every one that Karpenter's authors measured
 * (558 EC2 types, at most 5.3 %; aws/karpenter-provider-aws@33450d8f zz_generated.memory_overhead.go) and above later reports
 * (#6611, #7989, pytorch/ci-infra#910). Right where the autoscaler reads real nodes or tags, as cluster-autoscaler does.
 */
export const measuredVmOverhead = 0.06;

/**
 * Share that Karpenter assumes until it has seen a machine type (Helm value `settings.vmMemoryOverheadPercent`, untouched).
 * A pod planned for more than this model never gets the type, although it would fit the real node.
 */
export const karpenterVmOverhead = 0.075;

/**
 * The kernel's fixed costs weigh more on small machines: by the same measurements c5.large and c6g.medium lose 10 % and m5.large
 * 6.8 %. These shares of the first 4 GiB and of what follows stay above all of them but the nano sizes, which hold no pod anyway.
 */
const smallMachine = { upToMiB: 4096, ppm: 106_000, beyondPpm: 44_000 };

/** Linux sets aside 64 MiB of contiguous memory (CMA) on arm64 images; Karpenter takes it off before its share. */
const armContiguousMiB = 64;

/** 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest, in millicores. */
const eksCpu: Amount = {
  brackets: [{ upTo: 1000, ppm: 60_000 }, { upTo: 2000, ppm: 10_000 }, { upTo: 4000, ppm: 5_000 }, { ppm: 2_500 }],
  rounding: "each down",
};

/**
 * Reservations of an EKS node.
 *
 * Source: awslabs/amazon-eks-ami@81fec2e8 nodeadm/internal/kubelet/config.go (CPU tiers, 255 + 11 MiB per pod, eviction
 * thresholds); Bottlerocket's kube_reserve_memory helper has the same numbers. nodeadm takes the ENI limit for the pods because
 * `kubelet.config.maxPods` is written after the reservation is computed; Bottlerocket takes `settings.kubernetes.max-pods`.
 *
 * @param vmOverhead fraction of the stated memory that the autoscaler takes off before it has seen a node; what was measured
 * counts where it is more. @default measuredVmOverhead
 */
export function eksProfile(os: EksNodeOs, vmOverhead: number = measuredVmOverhead): ReservationProfile {
  const share = Math.max(measuredVmOverhead, vmOverhead);
  return {
    name: `eks-${os}`,
    vmOverhead: {
      amd64: { brackets: vmBrackets(share, 0) },
      arm64: { brackets: [{ upTo: armContiguousMiB, ppm: 1_000_000 }, ...vmBrackets(share, armContiguousMiB)] },
    },
    ...eksStorage[os],
    kubeReserved: {
      cpuMillis: eksCpu,
      memoryMiB: { fixed: 255, perPod: 11 },
      ephemeralStorageMiB: { fixed: 1024 },
    },
    evictionThreshold: {
      memoryMiB: { fixed: 100 },
      ephemeralStorageMiB: { brackets: [{ ppm: 100_000 }] },
    },
    podsReservedFor: os === "al2023" ? "network" : "max-pods",
  };
}

/** `share` of all memory from `from` on, or of small machines the larger share that was measured. */
function vmBrackets(share: number, from: number): Bracket[] {
  const ppm = Math.round(share * 1e6);
  const { upToMiB, ppm: smallPpm, beyondPpm } = smallMachine;
  if (ppm >= smallPpm) return [{ ppm }];
  const evenMiB = (upToMiB * (smallPpm - beyondPpm)) / (ppm - beyondPpm);
  return [{ upTo: from + upToMiB, ppm: smallPpm }, { upTo: from + evenMiB, ppm: beyondPpm }, { ppm }];
}

/**
 * AL2023: boot partitions and XFS's log took 76 MiB of a 100 GiB disk (measured: aws/karpenter-provider-aws#7989); not measured
 * on larger ones, where XFS makes its log larger. Local disks hold the pods once NodeConfig's `localStorage` says `RAID0`.
 * Bottlerocket: not measured; ext4's inode tables take 1/64 of a disk.
 */
const eksStorage: Record<EksNodeOs, Pick<ReservationProfile, "podStorage" | "fileSystem">> = {
  al2023: {
    podStorage: "local disks",
    fileSystem: { fixed: 128, brackets: [{ upTo: 131_072, ppm: 0 }, { ppm: 1_000 }] },
  },
  bottlerocket: { podStorage: "root disk", fileSystem: { fixed: 128, brackets: [{ ppm: 15_625 }] } },
};

/** Kubelet settings that a plan's figures rest on: nodes must be configured with exactly these. */
export interface KubeletSettings {
  maxPods: number;
  /** `kubeReserved.memory` in MiB, to be set explicitly; absent where the node computes the planned figure by itself. */
  kubeReservedMemoryMiB?: number;
}

/** Most pods on a Spark node unless the user says otherwise: executors are few and large, and each pod costs reserved memory. */
export const sparkMaxPods = 30;

/**
 * Kubelet settings that admit `maxPods` pods and reserve memory for no more than those.
 * On AL2023, maxPods alone leaves the reservation at the ENI limit, so kubeReserved.memory has to be set with it.
 */
export function kubeletFor(profile: ReservationProfile, maxPods: number): KubeletSettings {
  const { fixed = 0, perPod = 0 } = profile.kubeReserved.memoryMiB;
  if (profile.podsReservedFor === "max-pods") return { maxPods };
  return { maxPods, kubeReservedMemoryMiB: fixed + perPod * maxPods };
}
