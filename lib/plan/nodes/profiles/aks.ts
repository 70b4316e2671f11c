/** Reservations of AKS nodes (Linux), in the four regimes that Azure has: by version, hardening, and who provisions the node. */

import type { Amount } from "./amount";
import type { Reservation, ReservationProfile } from "./profile";

/**
 * How AKS reserves: `aks` since Kubernetes 1.29, `aks-pre129` before, `aks-nap` on nodes of node auto-provisioning (Karpenter),
 * `aks-hardened` with the node hardening preview.
 */
export type AksRegime = "aks" | "aks-pre129" | "aks-nap" | "aks-hardened";

const gib = 1024;

/** 6 % of the first core, 4 % of the second, 2 % of the next two, 1 % of the rest. */
const cpu: Amount = {
  brackets: [{ upTo: 1000, ppm: 60_000 }, { upTo: 2000, ppm: 40_000 }, { upTo: 4000, ppm: 20_000 }, { ppm: 10_000 }],
};

/** 20 MiB a pod and 50 MiB, or a quarter of the memory where that is less. */
const memorySince129: Amount = { fixed: 50, perPod: 20, atMostPpm: 250_000 };

/** 25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next 8, 6 % of the next 112, 2 % of the rest. */
const memoryBefore129: Amount = {
  brackets: [
    { upTo: 4 * gib, ppm: 250_000 },
    { upTo: 8 * gib, ppm: 200_000 },
    { upTo: 16 * gib, ppm: 100_000 },
    { upTo: 128 * gib, ppm: 60_000 },
    { ppm: 20_000 },
  ],
};

/** 35 MiB a pod and 2 % of the memory (250 MiB at least), or a quarter of the memory where that is less. */
const memoryHardened: Amount = {
  fixed: 250,
  perPod: 35,
  brackets: [{ upTo: 12_500, ppm: 0 }, { ppm: 20_000 }],
  atMostPpm: 250_000,
};

/** 200 MiB, 100 MiB for each full 32 GiB, and 100 MiB for Azure CNI, which all but kubenet clusters have. */
const systemHardened: Reservation = {
  cpuMillis: { fixed: 100 },
  memoryMiB: { fixed: 200 + 100, steps: [{ from: 32 * gib, adds: 100, every: 32 * gib }] },
  ephemeralStorageMiB: { fixed: 1 * gib },
};

/** 250 MiB on up to 8 GiB, 512 MiB from 32 GiB on, 375 MiB between. */
const evictionHardened: Amount = {
  fixed: 250,
  steps: [
    { from: 8 * gib + 1, adds: 125 },
    { from: 32 * gib, adds: 137 },
  ],
};

const regimes: Record<AksRegime, Pick<ReservationProfile, "kubeReserved" | "systemReserved" | "evictionThreshold">> = {
  aks: { kubeReserved: { cpuMillis: cpu, memoryMiB: memorySince129 }, evictionThreshold: eviction({ fixed: 100 }) },
  "aks-pre129": {
    kubeReserved: { cpuMillis: cpu, memoryMiB: memoryBefore129 },
    evictionThreshold: eviction({ fixed: 750 }),
  },
  "aks-nap": {
    kubeReserved: { cpuMillis: cpu, memoryMiB: memoryBefore129 },
    evictionThreshold: eviction({ fixed: 750 }),
  },
  "aks-hardened": {
    kubeReserved: { cpuMillis: cpu, memoryMiB: memoryHardened },
    systemReserved: systemHardened,
    evictionThreshold: eviction(evictionHardened),
  },
};

/**
 * What the virtual machine and its kernel keep. Nodes that users described in public lost 4.0 % of 4 GiB, 3.1 % of 7 and 8 GiB,
 * 2.4 % of 16 GiB, 2.1 % of 32 GiB and 1.7 to 1.9 % of more (sources: test/plan/nodes/measured-nodes.ts); this is above each.
 * Machines with Arm cores were not found measured: they get the 64 MiB of contiguous memory that they lose on EC2 on top.
 */
const measuredVmOverhead: ReservationProfile["vmOverhead"] = {
  amd64: { fixed: 64, brackets: [{ ppm: 30_000 }] },
  arm64: { fixed: 64 + 64, brackets: [{ ppm: 30_000 }] },
};

/**
 * Share that Karpenter's provider for Azure takes off until it has seen a machine type.
 * Source: Azure/karpenter-provider-azure@352646f5 options.go, instancetype.go
 */
const karpenterVmOverhead: Amount = { brackets: [{ ppm: 75_000 }] };

/** Pods on a node of a cluster with overlay networking, unless its pool says otherwise. */
const overlayMaxPods = 250;

/**
 * Reservations of an AKS node.
 * @param isKarpenter whether node auto-provisioning adds the node. @default what the regime says
 * @see https://learn.microsoft.com/azure/aks/node-resource-reservations
 * @see https://learn.microsoft.com/azure/aks/node-hardening
 */
export function aksProfile(regime: AksRegime, isKarpenter: boolean = regime === "aks-nap"): ReservationProfile {
  return {
    name: regime,
    vmOverhead: isKarpenter ? { amd64: karpenterVmOverhead, arm64: karpenterVmOverhead } : measuredVmOverhead,
    podStorage: "root disk",
    // 129 886 128 KiB of 128 GiB, measured on every node above: 3.3 % less.
    fileSystem: { brackets: [{ ppm: 40_000 }] },
    ...regimes[regime],
    podsReservedFor: "max-pods",
    usualMaxPods: overlayMaxPods,
    leastPods: 10,
    settings: ["maxPods"],
  };
}

function eviction(memoryMiB: Amount): Reservation {
  return { memoryMiB, ephemeralStorageMiB: { brackets: [{ ppm: 100_000 }] } };
}
