/** Reservations of EKS nodes, by operating system, and what the virtual machine keeps under each autoscaler. */

import type { Amount, Bracket } from "./amount";
import type { ReservationProfile } from "./profile";

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

/** A g6.xlarge lost 6.2 % (AL2023 with NVIDIA drivers, kernel 6.18, July 2026; g4dn and g5 lose 3.7 %). */
const acceleratedVmOverhead = karpenterVmOverhead;

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
  return {
    name: `eks-${os}`,
    vmOverhead: vmOverheadOf(Math.max(measuredVmOverhead, vmOverhead)),
    acceleratedVmOverhead: vmOverheadOf(Math.max(acceleratedVmOverhead, vmOverhead)),
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
    usualMaxPods: "network",
    settings: ["maxPods", "kubeReserved"],
  };
}

function vmOverheadOf(share: number): ReservationProfile["vmOverhead"] {
  return {
    amd64: { brackets: vmBrackets(share, 0) },
    arm64: { brackets: [{ upTo: armContiguousMiB, ppm: 1_000_000 }, ...vmBrackets(share, armContiguousMiB)] },
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

/**
 * Reservations of a node of EKS Auto Mode: Bottlerocket, added by a Karpenter that AWS runs. Nothing of its kubelet can be set.
 *
 * AWS documents that a node admits no more than 110 pods, whatever its network could address
 * (https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html), and not what it reserves: Bottlerocket's formula for
 * 110 pods and Karpenter's untouched overhead are the safe side of what its parts are known to do.
 */
export const autoModeProfile: ReservationProfile = {
  ...eksProfile("bottlerocket", karpenterVmOverhead),
  name: "eks-auto-mode",
  podStorage: "root disk",
  kubeReserved: {
    cpuMillis: eksCpu,
    memoryMiB: { fixed: 255 + 11 * 110 },
    ephemeralStorageMiB: { fixed: 1024 },
  },
  mostPods: 110,
  settings: [],
};
