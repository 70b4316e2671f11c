/** Reservations of GKE nodes (Standard node pools; Autopilot bills pods, not nodes), by operating system. */

import type { Architecture } from "../machine";
import type { Amount } from "./amount";
import type { Reservation, ReservationProfile } from "./profile";

/** Operating systems of GKE nodes whose reservations are known. */
export type GkeNodeOs = "cos" | "ubuntu";

const gib = 1024;

/**
 * What the kernel keeps, as cluster-autoscaler estimates it for new nodes: 1/64 and 16 MiB, 64 MiB for the software IO TLB
 * above 3 GiB, 8 MiB more on machines of up to 8 GiB, and 0.175 % (248 MiB at most) of which its authors don't know the cause.
 * Source: kubernetes/autoscaler@0be995de cluster-autoscaler/cloudprovider/gce/gce_reserved.go
 */
function kernel(scale: number, more: number): Amount {
  const ppm = (share: number): number => share * scale * 1e6;
  return {
    fixed: (16 + 8 + more) * scale,
    brackets: [{ upTo: 248 / 0.00175, ppm: ppm(1 / 64 + 0.00175) }, { ppm: ppm(1 / 64) }],
    steps: [
      { from: 3 * gib + 1, adds: 64 * scale },
      { from: 8 * gib + 1, adds: -8 * scale },
    ],
  };
}

const kernelOf: Record<GkeNodeOs, Record<Architecture, Amount>> = {
  cos: { amd64: kernel(1, 0), arm64: kernel(0.9971, 0) },
  ubuntu: { amd64: kernel(1, 4), arm64: kernel(1, 4) },
};

/**
 * File systems, measured by cluster-autoscaler's authors (the same file): what the operating system's partitions take of a boot
 * disk, with 64 MiB more on arm64, and of local disks 1.64 % beyond 960 MiB, which is above each of their ten measurements.
 */
const bootDiskOf: Record<GkeNodeOs, Amount> = {
  cos: { fixed: 4248 + 64 + 100, brackets: [{ ppm: 15_635 }] },
  ubuntu: { fixed: 176 + 100, brackets: [{ ppm: 30_830 }] },
};
const localDiskFileSystem: Amount = { fixed: 960 + 100, brackets: [{ ppm: 16_400 }] };

/** 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest, and 400m for more than 110 pods. */
const cpu: Amount = {
  brackets: [{ upTo: 1000, ppm: 60_000 }, { upTo: 2000, ppm: 10_000 }, { upTo: 4000, ppm: 5_000 }, { ppm: 2_500 }],
  steps: [{ by: "pods", from: 111, adds: 400 }],
};

/**
 * 25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next 8, 6 % of the next 112, 2 % of the rest; 255 MiB on the
 * smallest. Google's page writes GiB; cluster-autoscaler counts 1000 MiB as a GB, which reserves a little less.
 */
const memory: Amount = {
  brackets: [
    { upTo: 4 * gib, ppm: 250_000 },
    { upTo: 8 * gib, ppm: 200_000 },
    { upTo: 16 * gib, ppm: 100_000 },
    { upTo: 128 * gib, ppm: 60_000 },
    { ppm: 20_000 },
  ],
  atLeast: 255,
};

/** The least of half the boot disk, 35 % and 6 GiB, and 100 GiB. */
const bootDiskReserved: Amount = {
  brackets: [{ upTo: 40 * gib, ppm: 500_000 }, { upTo: Math.floor((94 * gib) / 0.35), ppm: 350_000 }, { ppm: 0 }],
};

/** 50 GiB of one local disk, 75 GiB of two, 100 GiB of more. */
const localDiskReserved: Amount = {
  steps: [
    { by: "disks", from: 1, adds: 50 * gib },
    { by: "disks", from: 2, adds: 25 * gib },
    { by: "disks", from: 3, adds: 25 * gib },
  ],
};

/**
 * The estimate of the kernel's share is good to a percent: Google's own example of a node has 0.6 % less left than these
 * formulas say, and a measured e2-small 0.8 % less; machines of 16 GiB and more that were measured have up to 0.2 % more. Of what
 * is left, 0.8 % of the machine's memory is 0.9 to 1 %.
 */
const margin: Amount = { brackets: [{ ppm: 8_000 }] };

/** Machines that share their cores leave 940m of 2000m. */
const sharedCore: Reservation = { cpuMillis: { fixed: 1060 } };

/**
 * Reservations of a GKE node. Memory does not depend on the number of pods. Pods' storage is on local SSDs where the machine type
 * brings some, as GKE sets such nodes up by itself; on other machines it is on the boot disk.
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes
 */
export function gkeProfile(os: GkeNodeOs): ReservationProfile {
  return {
    name: `gke-${os}`,
    vmOverhead: kernelOf[os],
    podStorage: "local disks",
    fileSystem: bootDiskOf[os],
    localDisks: { fileSystem: localDiskFileSystem, kubeReserved: localDiskReserved },
    kubeReserved: { cpuMillis: cpu, memoryMiB: memory, ephemeralStorageMiB: bootDiskReserved },
    kubeReservedOn: { "e2-micro": sharedCore, "e2-small": sharedCore, "e2-medium": sharedCore },
    evictionThreshold: { memoryMiB: { fixed: 100 }, ephemeralStorageMiB: { brackets: [{ ppm: 100_000 }] } },
    margin,
    podsReservedFor: "max-pods",
    usualMaxPods: 110,
    settings: ["maxPods"],
  };
}
