import { kubeletFor } from "../../../lib/plan/nodes/kubelet";
import type { MachineType } from "../../../lib/plan/nodes/machine";
import { type AksRegime, aksProfile } from "../../../lib/plan/nodes/profiles/aks";
import type { ReservationProfile } from "../../../lib/plan/nodes/profiles/profile";
import { allocatable } from "../../../lib/plan/nodes/reserve";

function machine(vcpu: number, gib: number): MachineType {
  return { name: "test", vcpu, memoryMiB: gib * 1024, architecture: "amd64" };
}

/** A node whose stated memory is already the kernel's MemTotal, as the documents calculate. */
function withoutVmOverhead(regime: AksRegime): ReservationProfile {
  return { ...aksProfile(regime), vmOverhead: { amd64: {}, arm64: {} } };
}

const regimes: AksRegime[] = ["aks", "aks-pre129", "aks-nap", "aks-hardened"];

describe("an AKS node", () => {
  // learn.microsoft.com/azure/aks/node-resource-reservations: the table of CPU, the same in every regime.
  it.each([
    [1, 60],
    [2, 100],
    [4, 140],
    [8, 180],
    [16, 260],
    [32, 420],
    [64, 740],
  ])("with %d cores keeps %d millicores for the kubelet", (cores, reserved) => {
    for (const regime of regimes) {
      const { breakdown } = allocatable(machine(cores, 64), aksProfile(regime));
      expect(breakdown.find(({ name }) => name === "kube-reserved")?.cpuMillis).toBe(reserved);
    }
  });

  // The same page: a node of 8 GB and 30 pods reserves 650 MB and has 7.25 GB left; its example counts in thousands.
  it("agrees with the page's example of 8 GB and 30 pods", () => {
    const example = { ...machine(2, 0), memoryMiB: 8000 };
    const node = allocatable(example, withoutVmOverhead("aks"), { maxPods: 30 });
    expect(node.breakdown.find(({ name }) => name === "kube-reserved")?.memoryMiB).toBe(650);
    expect(node.memoryMiB).toBe(7250);
  });

  // Worked by hand from the two pages and from karpenter-provider-azure@352646f5; columns: size, cores, GiB, pods, MiB left.
  it.each([
    ["D4s_v5", 4, 16, 30, [15_634, 12_972, 11_743, 14_332]],
    ["D16ds_v5", 16, 64, 30, [64_786, 59_175, 54_259, 62_163]],
    ["D16ds_v5", 16, 64, 110, [63_186, 59_175, 54_259, 59_363]],
    ["D16ds_v5", 16, 64, 250, [60_386, 59_175, 54_259, 54_463]],
    ["E16ds_v5", 16, 128, 30, [130_322, 120_779, 110_948, 126_188]],
    ["E16ds_v5", 16, 128, 250, [125_922, 120_779, 110_948, 118_488]],
  ])(
    "of size %s (%d cores, %d GiB, %d pods) leaves in each regime what its formula says",
    (_, vcpu, gib, maxPods, left) => {
      const of = (profile: ReservationProfile) => allocatable(machine(vcpu, gib), profile, { maxPods }).memoryMiB;
      const planned = [
        of(withoutVmOverhead("aks")),
        of(withoutVmOverhead("aks-pre129")),
        of(aksProfile("aks-nap")),
        of(withoutVmOverhead("aks-hardened")),
      ];
      // Shares are rounded up where the documents leave a fraction.
      planned.forEach((mib, index) => {
        expect(left[index]! - mib).toBeGreaterThanOrEqual(0);
        expect(left[index]! - mib).toBeLessThanOrEqual(1);
      });
    },
  );

  it("takes off what Karpenter takes off before it has seen a machine, where Karpenter adds it", () => {
    const overhead = (profile: ReservationProfile) => allocatable(machine(4, 16), profile).breakdown[0]?.memoryMiB;
    expect(overhead(aksProfile("aks-nap"))).toBe(1229);
    expect(overhead(aksProfile("aks-hardened", true))).toBe(1229);
    expect(overhead(aksProfile("aks-hardened"))).toBe(64 + 492);
    expect(overhead(aksProfile("aks"))).toBe(64 + 492);
  });

  // node-hardening: 250 MiB on up to 8 GiB, 512 from 32 GiB on, 375 between; 100 MiB for each full 32 GiB beside 300.
  it.each([
    [8192, 250, 300],
    [8193, 375, 300],
    [32_767, 375, 300],
    [32_768, 512, 400],
    [65_535, 512, 400],
    [65_536, 512, 500],
    [131_072, 512, 700],
  ])(
    "with hardening and %d MiB keeps %d MiB from eviction and %d MiB for the system",
    (memoryMiB, eviction, system) => {
      const { breakdown } = allocatable({ ...machine(4, 0), memoryMiB }, aksProfile("aks-hardened"), { maxPods: 30 });
      expect(breakdown.find(({ name }) => name === "eviction threshold")?.memoryMiB).toBe(eviction);
      expect(breakdown.find(({ name }) => name === "system-reserved")).toEqual({
        name: "system-reserved",
        cpuMillis: 100,
        memoryMiB: system,
        ephemeralStorageMiB: 1024,
      });
    },
  );

  // The same page: 35 MiB a pod and the larger of 250 MiB and 2 %, of which never more than a quarter of the memory.
  it.each([
    [8192, 30, 1300],
    [12_500, 30, 1300],
    [16_384, 30, 1378],
    [8192, 250, 2048],
  ])("with hardening, %d MiB and %d pods reserves %d MiB", (memoryMiB, maxPods, reserved) => {
    const { breakdown } = allocatable({ ...machine(4, 0), memoryMiB }, aksProfile("aks-hardened"), { maxPods });
    expect(breakdown.find(({ name }) => name === "kube-reserved")?.memoryMiB).toBe(reserved);
  });

  it("wins 4400 MiB by admitting 30 pods instead of overlay networking's 250", () => {
    const profile = aksProfile("aks");
    expect(kubeletFor(profile, 30)).toEqual({ maxPods: 30 });
    expect(allocatable(machine(16, 64), profile, { maxPods: 30 })).toMatchObject({ pods: 30, gainedMiB: 4400 });
    expect(allocatable(machine(16, 64), profile)).not.toHaveProperty("gainedMiB");
  });

  it("wins less where a quarter of the memory is less than 250 pods take", () => {
    expect(allocatable(machine(2, 8), aksProfile("aks"), { maxPods: 30 }).gainedMiB).toBe(2048 - 650);
  });

  it.each(["aks-pre129", "aks-nap"] as const)("of regime %s wins nothing: memory does not depend on pods", (regime) => {
    expect(allocatable(machine(16, 64), aksProfile(regime), { maxPods: 30 })).not.toHaveProperty("gainedMiB");
  });

  it("keeps pods on its operating system's disk, whatever temporary disk it has", () => {
    const withDisk: MachineType = { ...machine(4, 16), localDisks: { count: 1, sizeGiB: 150 } };
    expect(allocatable(withDisk, aksProfile("aks"), { diskGiB: 128 }).capacity.ephemeralStorageMiB).toBe(131_072);
  });
});
