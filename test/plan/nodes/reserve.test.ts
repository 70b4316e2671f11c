import fc from "fast-check";

import type { Architecture, MachineType } from "../../../lib/plan/nodes/machine";
import { type AksRegime, aksProfile } from "../../../lib/plan/nodes/profiles/aks";
import type { Amount } from "../../../lib/plan/nodes/profiles/amount";
import { autoModeProfile, eksProfile } from "../../../lib/plan/nodes/profiles/eks";
import { gkeProfile } from "../../../lib/plan/nodes/profiles/gke";
import type { Reservation, ReservationProfile } from "../../../lib/plan/nodes/profiles/profile";
import { allocatable, type AllocatableOptions } from "../../../lib/plan/nodes/reserve";

const machine: MachineType = {
  name: "test",
  vcpu: 4,
  memoryMiB: 16_384,
  architecture: "amd64",
  networkMaxPods: 58,
};

/** A profile that keeps one amount of memory and nothing else. */
function profileOf(memoryMiB: Amount, more: Partial<ReservationProfile> = {}): ReservationProfile {
  return {
    name: "custom",
    vmOverhead: { amd64: {}, arm64: {} },
    podStorage: "root disk",
    fileSystem: {},
    kubeReserved: { memoryMiB },
    evictionThreshold: {},
    podsReservedFor: "max-pods",
    usualMaxPods: 110,
    settings: ["maxPods"],
    ...more,
  };
}

function reservedMiB(amount: Amount, memoryMiB = 16_384, maxPods = 10): number {
  return allocatable({ ...machine, memoryMiB }, profileOf(amount), { maxPods }).breakdown.find(
    ({ name }) => name === "kube-reserved",
  )!.memoryMiB;
}

describe("an amount", () => {
  it.each<[string, Amount, number]>([
    ["nothing", {}, 0],
    ["fixed and by pods", { fixed: 50, perPod: 20 }, 250],
    [
      "shares, rounded up together",
      {
        brackets: [
          { upTo: 1001, ppm: 100_000 },
          { upTo: 1002, ppm: 100_000 },
        ],
      },
      101,
    ],
    [
      "shares, each rounded down",
      {
        brackets: [
          { upTo: 1009, ppm: 100_000 },
          { upTo: 1018, ppm: 100_000 },
        ],
        rounding: "each down",
      },
      100,
    ],
    ["a step that is reached", { fixed: 5, steps: [{ from: 16_384, adds: 100 }] }, 105],
    ["a step that is not reached", { fixed: 5, steps: [{ from: 16_385, adds: 100 }] }, 5],
    ["a step downwards", { fixed: 24, steps: [{ from: 8193, adds: -8 }] }, 16],
    ["a step again and again", { steps: [{ from: 4096, adds: 100, every: 4096 }] }, 400],
    ["a step by pods", { steps: [{ by: "pods", from: 10, adds: 7 }] }, 7],
    ["a step by disks, of which pods use none", { steps: [{ by: "disks", from: 1, adds: 7 }] }, 0],
    ["no less than so much", { fixed: 10, atLeast: 255 }, 255],
    ["no more than a share", { fixed: 10_000, atMostPpm: 250_000 }, 4096],
    ["never less than nothing", { fixed: -5 }, 0],
  ])("of %s", (_, amount, expected) => {
    expect(reservedMiB(amount)).toBe(expected);
  });

  it("that is no number keeps everything back", () => {
    expect(allocatable(machine, profileOf({ fixed: NaN })).memoryMiB).toBe(0);
  });
});

describe("capacity that a kubelet reports", () => {
  it("takes the place of the machine's, less what the virtual machine keeps", () => {
    // 15900 - (255 + 11 * 58) - 100; CPU by the tiers of three cores: 60 + 10 + 5.
    const node = allocatable(machine, eksProfile("al2023"), { measured: { memoryMiB: 15_900, cpuMillis: 3000 } });
    expect(node).toMatchObject({
      capacity: { memoryMiB: 15_900, cpuMillis: 3000 },
      memoryMiB: 15_900 - 893 - 100,
      cpuMillis: 2925,
    });
    expect(node.breakdown.map(({ name }) => name)).toEqual(["file system", "kube-reserved", "eviction threshold"]);
  });

  it("of one resource leaves the other as it is planned", () => {
    const { memoryMiB, breakdown } = allocatable(machine, gkeProfile("cos"), { measured: { cpuMillis: 2000 } });
    expect(memoryMiB).toBe(allocatable(machine, gkeProfile("cos")).memoryMiB);
    expect(breakdown.map(({ name }) => name)).toContain("VM overhead");
  });

  it("makes a margin for what is not known needless", () => {
    const { breakdown } = allocatable(machine, gkeProfile("cos"), { measured: { memoryMiB: 16_000 } });
    expect(breakdown.map(({ name }) => name)).not.toContain("margin");
  });

  it("leaves shares of the memory as the vendor takes them: of what it states", () => {
    // A quarter of 8192, as on a measured node (test of AKS 1.30.9 in measured-nodes.ts).
    const small = { ...machine, memoryMiB: 8192 };
    expect(allocatable(small, aksProfile("aks"), { measured: { memoryMiB: 7939 } }).memoryMiB).toBe(7939 - 2048 - 100);
  });
});

describe("a profile that a user writes", () => {
  it("counts by machine type where the vendor makes an exception", () => {
    const profile = profileOf({ fixed: 100 }, { kubeReservedOn: { test: { cpuMillis: { fixed: 1060 } } } });
    expect(allocatable(machine, profile)).toMatchObject({ cpuMillis: 2940, memoryMiB: 16_284 });
    expect(allocatable({ ...machine, name: "other" }, profile).cpuMillis).toBe(4000);
  });

  it("need not be of the same storage on local disks", () => {
    const profile = profileOf(
      {},
      { podStorage: "local disks", localDisks: { fileSystem: { fixed: 3 }, kubeReserved: { fixed: 4 } } },
    );
    const withDisks = { ...machine, localDisks: { count: 2, sizeGiB: 50 } };
    expect(allocatable(withDisks, profile, { diskGiB: 20 }).ephemeralStorageMiB).toBe(102_400 - 7);
    expect(allocatable(machine, profile, { diskGiB: 20 }).ephemeralStorageMiB).toBe(20_480);
  });
});

describe("the breakdown", () => {
  it("names every deduction in order", () => {
    expect(allocatable(machine, eksProfile("al2023", 0.075), { diskGiB: 100 }).breakdown).toEqual([
      { name: "VM overhead", cpuMillis: 0, memoryMiB: 1229, ephemeralStorageMiB: 0 },
      { name: "file system", cpuMillis: 0, memoryMiB: 0, ephemeralStorageMiB: 128 },
      { name: "kube-reserved", cpuMillis: 80, memoryMiB: 893, ephemeralStorageMiB: 1024 },
      { name: "eviction threshold", cpuMillis: 0, memoryMiB: 100, ephemeralStorageMiB: 10_240 },
    ]);
  });

  it("sums up to what is missing, in whole numbers, and nothing is ever negative", () => {
    fc.assert(
      fc.property(anyMachine, fc.oneof(anyProfile, wildProfile), anyOptions, (type, profile, options) => {
        const node = allocatable(type, profile, options);
        for (const resource of resources) {
          const taken = node.breakdown.reduce((sum, deduction) => sum + deduction[resource], 0);
          expect(node.capacity[resource] - taken).toBe(node[resource]);
          expect(Number.isInteger(node[resource]) && node[resource] >= 0).toBe(true);
          for (const deduction of node.breakdown) expect(deduction[resource]).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a larger machine of the same kind", () => {
  it("never leaves less CPU or storage", () => {
    fc.assert(
      fc.property(
        anyMachine,
        anyProfile,
        anyOptions,
        fc.nat(64),
        fc.nat(65_536),
        (type, profile, options, cpu, mib) => {
          const small = allocatable(type, profile, options);
          const large = allocatable(grown(type, cpu, mib), profile, options);
          expect(large.cpuMillis).toBeGreaterThanOrEqual(small.cpuMillis);
          expect(large.ephemeralStorageMiB).toBeGreaterThanOrEqual(small.ephemeralStorageMiB);
        },
      ),
    );
  });

  it("never leaves less memory, but for the steps of GKE and hardened AKS nodes and a MiB of rounding", () => {
    fc.assert(
      fc.property(anyMachine, anyProfile, anyOptions, fc.nat(65_536), (type, profile, options, mib) => {
        const small = allocatable(type, profile, options);
        const large = allocatable(grown(type, 0, mib), profile, options);
        const lost = stepsBetween(profile, type.memoryMiB, type.memoryMiB + mib);
        expect(large.memoryMiB).toBeGreaterThanOrEqual(small.memoryMiB - lost - roundingMiB(profile));
      }),
      { numRuns: 1000 },
    );
  });

  // gce_reserved.go: 64 MiB for the software IO TLB above 3 GiB. node-hardening: eviction 250, 375, 512 MiB; 100 MiB a 32 GiB.
  it.each<[string, ReservationProfile, number, number]>([
    ["GKE at 3 GiB", gkeProfile("cos"), 3072, 64],
    ["hardened AKS at 8 GiB", aksProfile("aks-hardened"), 8192, 125],
    ["hardened AKS at 32 GiB", aksProfile("aks-hardened"), 32_767, 237],
    ["hardened AKS at 64 GiB", aksProfile("aks-hardened"), 65_535, 100],
  ])("does leave less on %s, by the vendor's step", (_, profile, memoryMiB, step) => {
    const of = (mib: number) => allocatable({ ...machine, memoryMiB: mib }, profile, { maxPods: 30 }).memoryMiB;
    const lost = of(memoryMiB) - of(memoryMiB + 1);
    expect(Math.abs(lost - step)).toBeLessThanOrEqual(1 + roundingMiB(profile));
  });
});

const resources = ["cpuMillis", "memoryMiB", "ephemeralStorageMiB"] as const;

function grown(type: MachineType, cpu: number, mib: number): MachineType {
  return { ...type, vcpu: type.vcpu + cpu, memoryMiB: type.memoryMiB + mib };
}

/** MiB that a vendor's ladders take between two sizes of memory. */
function stepsBetween({ name }: ReservationProfile, from: number, to: number): number {
  const crossed = (edge: number) => from < edge && edge <= to;
  if (name.startsWith("gke")) return crossed(3073) ? 64 : 0;
  if (name !== "aks-hardened") return 0;
  const system = 100 * (Math.floor(to / 32_768) - Math.floor(from / 32_768));
  return system + (crossed(8193) ? 125 : 0) + (crossed(32_768) ? 137 : 0);
}

/** Each share is rounded up by itself: one MiB more of memory may cost one MiB in each of them. */
function roundingMiB({ name }: ReservationProfile): number {
  if (name.startsWith("gke")) return 2;
  return name.startsWith("aks") ? 1 : 0;
}

const anyMachine: fc.Arbitrary<MachineType> = fc.record({
  name: fc.constantFrom("test", "e2-small"),
  vcpu: fc.integer({ min: 2, max: 896 }),
  memoryMiB: fc.oneof(fc.integer({ min: 1, max: 70_000 }), fc.integer({ min: 1, max: 33_554_432 })),
  architecture: fc.constantFrom<Architecture>("amd64", "arm64"),
  localDisks: fc.option(
    fc.record({ count: fc.integer({ min: 1, max: 24 }), sizeGiB: fc.integer({ min: 40, max: 7000 }) }),
    { nil: undefined },
  ),
  accelerators: fc.option(fc.constant({ name: "gpu", count: 1 }), { nil: undefined }),
  networkMaxPods: fc.option(fc.integer({ min: 4, max: 1514 }), { nil: undefined }),
});

const anyProfile: fc.Arbitrary<ReservationProfile> = fc.oneof(
  fc
    .tuple(fc.constantFrom("al2023" as const, "bottlerocket" as const), fc.double({ min: 0, max: 0.2, noNaN: true }))
    .map(([os, overhead]) => eksProfile(os, overhead)),
  fc.constant(autoModeProfile),
  fc.constantFrom("cos" as const, "ubuntu" as const).map(gkeProfile),
  fc
    .tuple(fc.constantFrom<AksRegime>("aks", "aks-pre129", "aks-nap", "aks-hardened"), fc.boolean())
    .map(([regime, isKarpenter]) => aksProfile(regime, isKarpenter)),
);

const anyNumber = fc.oneof(fc.double(), fc.integer({ min: -1000, max: 100_000 }));

const wildAmount: fc.Arbitrary<Amount> = fc.record(
  {
    fixed: anyNumber,
    perPod: anyNumber,
    brackets: fc.array(fc.record({ upTo: anyNumber, ppm: anyNumber }, { requiredKeys: ["ppm"] }), { maxLength: 4 }),
    rounding: fc.constantFrom("sum up" as const, "each down" as const),
    steps: fc.array(
      fc.record(
        {
          by: fc.constantFrom("capacity" as const, "pods" as const, "disks" as const),
          from: anyNumber,
          adds: anyNumber,
          every: anyNumber,
        },
        { requiredKeys: ["from", "adds"] },
      ),
      { maxLength: 3 },
    ),
    atLeast: anyNumber,
    atMostPpm: anyNumber,
  },
  { requiredKeys: [] },
);

const wildReservation: fc.Arbitrary<Reservation> = fc.record(
  { cpuMillis: wildAmount, memoryMiB: wildAmount, ephemeralStorageMiB: wildAmount },
  { requiredKeys: [] },
);

/** Profiles that nobody should write and that still must not break a plan. */
const wildProfile: fc.Arbitrary<ReservationProfile> = fc.record(
  {
    name: fc.string(),
    vmOverhead: fc.record({ amd64: wildAmount, arm64: wildAmount }),
    acceleratedVmOverhead: fc.record({ amd64: wildAmount, arm64: wildAmount }),
    podStorage: fc.constantFrom("root disk" as const, "local disks" as const),
    fileSystem: wildAmount,
    localDisks: fc.record({ fileSystem: wildAmount, kubeReserved: wildAmount }),
    kubeReserved: wildReservation,
    kubeReservedOn: fc.record({ "e2-small": wildReservation }),
    systemReserved: wildReservation,
    evictionThreshold: wildReservation,
    margin: wildAmount,
    podsReservedFor: fc.constantFrom("network" as const, "max-pods" as const),
    usualMaxPods: fc.oneof(fc.constant("network" as const), fc.integer({ min: 1, max: 1000 })),
    settings: fc.constantFrom(["maxPods"] as const, [] as const),
  },
  {
    requiredKeys: [
      "name",
      "vmOverhead",
      "podStorage",
      "fileSystem",
      "kubeReserved",
      "evictionThreshold",
      "podsReservedFor",
      "usualMaxPods",
      "settings",
    ],
  },
);

const anyOptions: fc.Arbitrary<AllocatableOptions> = fc.record(
  {
    maxPods: fc.integer({ min: 1, max: 1514 }),
    diskGiB: fc.integer({ min: 1, max: 16_384 }),
    kubeReservedMemoryMiB: fc.integer({ min: 0, max: 20_000 }),
  },
  { requiredKeys: [] },
);
