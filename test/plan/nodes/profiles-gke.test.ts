import type { Architecture, MachineType } from "../../../lib/plan/nodes/machine";
import { gkeProfile } from "../../../lib/plan/nodes/profiles/gke";
import type { ReservationProfile } from "../../../lib/plan/nodes/profiles/profile";
import { kubeletFor } from "../../../lib/plan/nodes/kubelet";
import { allocatable, type AllocatableOptions } from "../../../lib/plan/nodes/reserve";

function machine(name: string, vcpu: number, gib: number, architecture: Architecture = "amd64"): MachineType {
  return { name, vcpu, memoryMiB: gib * 1024, architecture };
}

/** The formulas alone. */
const withoutMargin: ReservationProfile = { ...gkeProfile("cos"), margin: undefined };

function taken(name: string, of: MachineType, profile = withoutMargin, options: AllocatableOptions = {}) {
  return allocatable(of, profile, options).breakdown.find((deduction) => deduction.name === name)!;
}

describe("a GKE node", () => {
  // Worked by hand from gce_reserved.go@0be995de and the brackets of Google's page, in GiB; what is left is rounded down.
  it.each([
    ["e2-standard-4", 4, 16, 3920, 364.7, 2662, 13_257],
    ["n2-standard-16", 16, 64, 15_890, 1218.7, 5611, 58_606],
    ["n2-highmem-16", 16, 128, 15_890, 2357.4, 9543, 119_072],
    ["n2-highmem-64", 64, 512, 63_770, 8520, 17_408, 498_260],
  ])("like %s leaves what the formulas say", (name, vcpu, gib, cpuMillis, kernelMiB, kubeMiB, memoryMiB) => {
    const of = machine(name, vcpu, gib);
    const node = allocatable(of, withoutMargin);
    expect(node.cpuMillis).toBe(cpuMillis);
    expect(taken("VM overhead", of).memoryMiB - kernelMiB).toBeGreaterThanOrEqual(-0.05);
    expect(taken("VM overhead", of).memoryMiB - kernelMiB).toBeLessThan(1);
    expect(taken("kube-reserved", of).memoryMiB - kubeMiB).toBeGreaterThanOrEqual(0);
    expect(taken("kube-reserved", of).memoryMiB - kubeMiB).toBeLessThanOrEqual(1);
    // The kernel's share and kube-reserved are each rounded up, so up to 2 MiB less are left.
    expect(memoryMiB - node.memoryMiB).toBeGreaterThanOrEqual(0);
    expect(memoryMiB - node.memoryMiB).toBeLessThanOrEqual(2);
  });

  it("has within a percent, and no more, than the node of Google's own example", () => {
    // plan-node-sizes: a node of 4 vCPU with cpu 3920m and memory 13498416Ki.
    const node = allocatable(machine("e2-standard-4", 4, 16), gkeProfile("cos"));
    const sampleMiB = 13_498_416 / 1024;
    expect(node.cpuMillis).toBe(3920);
    expect(node.memoryMiB).toBeLessThanOrEqual(sampleMiB);
    expect(node.memoryMiB).toBeGreaterThan(sampleMiB * 0.99);
    expect(node.breakdown.at(-1)).toEqual({ name: "margin", cpuMillis: 0, memoryMiB: 132, ephemeralStorageMiB: 0 });
  });

  // The same sources: 255 MiB where 25 % is less; 16 + 64 MiB + 1/64 + 0.175 %, 8 MiB more up to 8 GiB, none of the 64 up to 3.
  it.each([
    ["0.5 GiB", 0.5, 32.9, 255],
    ["1 GiB", 1, 41.8, 256],
    ["3 GiB", 3, 77.4, 768],
    ["8 GiB", 8, 230.3, 1843.2],
    ["9 GiB", 9, 240.1, 1945.6],
    ["1024 GiB", 1024, 16_712, 27_894],
  ])("with %s keeps for the kernel and the kubelet what it should", (_, gib, kernelMiB, kubeMiB) => {
    const of = machine("test", 4, gib);
    expect(Math.abs(taken("VM overhead", of).memoryMiB - kernelMiB)).toBeLessThan(1);
    expect(Math.abs(taken("kube-reserved", of).memoryMiB - kubeMiB)).toBeLessThan(1);
  });

  it("keeps 0.29 % less of it for the kernel on Arm under COS, and 4 MiB more under Ubuntu", () => {
    const of = (architecture: Architecture, os: "cos" | "ubuntu") =>
      taken("VM overhead", machine("test", 16, 64, architecture), { ...gkeProfile(os), margin: undefined }).memoryMiB;
    expect(of("amd64", "cos")).toBe(1219); // 1218.7
    expect(of("arm64", "cos")).toBe(1216); // 1218.7 * 0.9971 = 1215.2
    expect(of("amd64", "ubuntu")).toBe(1223);
    expect(of("arm64", "ubuntu")).toBe(1223);
  });

  it.each(["e2-micro", "e2-small", "e2-medium"])("that shares its cores, like %s, has 940m", (name) => {
    expect(allocatable(machine(name, 2, 4), gkeProfile("cos")).cpuMillis).toBe(940);
    expect(allocatable(machine("e2-standard-2", 2, 8), gkeProfile("cos")).cpuMillis).toBe(1930);
  });

  it("loses 400m more than for 110 pods, and no memory, whatever pods it admits", () => {
    const of = machine("n2-standard-16", 16, 64);
    const [few, usual, many] = [{ maxPods: 30 }, {}, { maxPods: 111 }].map((options) =>
      allocatable(of, gkeProfile("cos"), options),
    );
    expect([few, usual, many].map((node) => node?.cpuMillis)).toEqual([15_890, 15_890, 15_490]);
    expect(new Set([few, usual, many].map((node) => node?.memoryMiB)).size).toBe(1);
    expect(usual?.pods).toBe(110);
    expect(few?.gainedMiB).toBeUndefined();
  });

  it("is told how many pods to admit, and nothing of what to reserve", () => {
    expect(kubeletFor(gkeProfile("cos"), 30)).toEqual({ maxPods: 30 });
  });

  // Google's page: 50 %, 35 % and 6 GiB, or 100 GiB, whichever is least.
  it.each([
    [20, 10],
    [40, 20],
    [100, 41],
    [260, 97],
    [1000, 100],
  ])("with a boot disk of %d GiB reserves %d GiB of it, and 10 % for eviction", (diskGiB, reservedGiB) => {
    const of = machine("test", 4, 16);
    expect(taken("kube-reserved", of, withoutMargin, { diskGiB }).ephemeralStorageMiB).toBe(reservedGiB * 1024);
    expect(taken("eviction threshold", of, withoutMargin, { diskGiB }).ephemeralStorageMiB).toBe(diskGiB * 102.4);
  });

  // The same page for local SSDs; file systems as cluster-autoscaler's authors measured them, in KiB.
  it.each([
    [1, 50, 7_289_472],
    [2, 75, 13_725_224],
    [3, 100, 20_031_312],
    [4, 100, 26_332_924],
    [8, 100, 51_556_096],
    [16, 100, 52_837_800],
    [24, 100, 78_686_620],
  ])("with %d local SSDs reserves %d GiB of them, whatever its boot disk has", (count, reservedGiB, fileSystemKiB) => {
    const of: MachineType = { ...machine("test", 4, 16), localDisks: { count, sizeGiB: 375 } };
    const options = { diskGiB: 1000 };
    expect(allocatable(of, withoutMargin, options).capacity.ephemeralStorageMiB).toBe(count * 375 * 1024);
    expect(taken("kube-reserved", of, withoutMargin, options).ephemeralStorageMiB).toBe(reservedGiB * 1024);
    expect(taken("file system", of, withoutMargin, options).ephemeralStorageMiB).toBeGreaterThanOrEqual(
      fileSystemKiB / 1024,
    );
  });
});
