import type { Architecture, MachineType } from "../../../lib/plan/nodes/machine";
import { kubeletFor, sparkMaxPodsOf, usualMaxPodsOf } from "../../../lib/plan/nodes/kubelet";
import {
  autoModeProfile,
  eksProfile,
  karpenterVmOverhead,
  measuredVmOverhead,
} from "../../../lib/plan/nodes/profiles/eks";
import type { ReservationProfile } from "../../../lib/plan/nodes/profiles/profile";
import { allocatable } from "../../../lib/plan/nodes/reserve";

/** A profile of a node whose stated memory is already the kernel's MemTotal. */
function withoutVmOverhead(os: "al2023" | "bottlerocket"): ReservationProfile {
  return { ...eksProfile(os), vmOverhead: { amd64: {}, arm64: {} } };
}

function machine(
  vcpu: number,
  gib: number,
  networkMaxPods?: number,
  architecture: Architecture = "amd64",
): MachineType {
  return { name: "test", vcpu, memoryMiB: gib * 1024, architecture, networkMaxPods };
}

describe("an EKS node on AL2023", () => {
  // nodeadm's tiers, checked against Karpenter and Bottlerocket for 1 to 192 vCPU (amazon-eks-ami@81fec2e8 config.go).
  it.each([
    [1, 60],
    [2, 70],
    [4, 80],
    [8, 90],
    [16, 110],
    [32, 150],
    [48, 190],
    [64, 230],
    [96, 310],
    [128, 390],
    [192, 550],
  ])("with %d vCPU reserves %d millicores", (vcpu, reserved) => {
    expect(allocatable(machine(vcpu, 64, 58), eksProfile("al2023")).cpuMillis).toBe(vcpu * 1000 - reserved);
  });

  it("floors each CPU tier, as nodeadm does: the fifth core's 2.5 millicores are 2", () => {
    expect(allocatable(machine(5, 64, 58), eksProfile("al2023")).cpuMillis).toBe(5000 - 82);
  });

  // Karpenter's model (instance memory - ceil(7.5 %) - kube-reserved - 100), worked by hand from types.go.
  it.each([
    ["m5.large", 2, 8, 29, "amd64", 1930, 6_903],
    ["m5.xlarge", 4, 16, 58, "amd64", 3920, 14_162],
    ["m6i.4xlarge", 16, 64, 234, "amd64", 15_890, 57_691],
    ["m7g.4xlarge", 16, 64, 234, "arm64", 15_890, 57_632],
    ["r5.4xlarge", 16, 128, 234, "amd64", 15_890, 118_312],
  ] as const)("leaves on %s what Karpenter models", (_, vcpu, gib, pods, architecture, cpuMillis, memoryMiB) => {
    const profile = eksProfile("al2023", karpenterVmOverhead);
    expect(allocatable(machine(vcpu, gib, pods, architecture), profile)).toMatchObject({ cpuMillis, memoryMiB, pods });
  });

  // Upper bounds: instance memory - kube-reserved - 100.
  it.each([
    ["m5.large", 2, 8, 29, 7_518],
    ["m5.xlarge", 4, 16, 58, 15_391],
    ["m6i.4xlarge", 16, 64, 234, 62_607],
    ["r5.4xlarge", 16, 128, 234, 128_143],
  ])("leaves on %s what is left when the VM takes nothing", (_, vcpu, gib, pods, memoryMiB) => {
    expect(allocatable(machine(vcpu, gib, pods), withoutVmOverhead("al2023")).memoryMiB).toBe(memoryMiB);
  });

  it("agrees with nodeadm's own test of 60 pods on 2 vCPU: 70m, 915Mi, 1Gi", () => {
    const [kubeReserved] = allocatable(machine(2, 8, 60), eksProfile("al2023")).breakdown.filter(
      ({ name }) => name === "kube-reserved",
    );
    expect(kubeReserved).toEqual({ name: "kube-reserved", cpuMillis: 70, memoryMiB: 915, ephemeralStorageMiB: 1024 });
  });

  it("keeps the reservation of the ENI limit when only maxPods is lowered", () => {
    // The same end-to-end case of nodeadm: maxPods 1 as a drop-in leaves kubeReserved at 915Mi.
    const node = allocatable(machine(2, 8, 60), withoutVmOverhead("al2023"), { maxPods: 1 });
    expect(node).toMatchObject({ pods: 1, memoryMiB: 8192 - 915 - 100 });
    expect(node.gainedMiB).toBeUndefined();
  });

  it("wins 2244 MiB on 16 vCPU when kubeReserved.memory is written for 30 pods", () => {
    const profile = withoutVmOverhead("al2023");
    const kubelet = kubeletFor(profile, 30);
    expect(kubelet).toEqual({ maxPods: 30, kubeReservedMemoryMiB: 585 });
    expect(allocatable(machine(16, 128, 234), profile, kubelet)).toMatchObject({
      pods: 30,
      memoryMiB: 128 * 1024 - 585 - 100,
      gainedMiB: 2244,
    });
  });

  it("claims no gain where more is reserved than the node would by itself", () => {
    const node = allocatable(machine(4, 16, 58), withoutVmOverhead("al2023"), { kubeReservedMemoryMiB: 1000 });
    expect(node.memoryMiB).toBe(16_384 - 1000 - 100);
    expect(node.gainedMiB).toBeUndefined();
  });

  it("takes 110 pods where the network limit is not known", () => {
    expect(allocatable(machine(4, 16), withoutVmOverhead("al2023"))).toMatchObject({
      pods: 110,
      memoryMiB: 16_384 - (255 + 11 * 110) - 100,
    });
  });
});

describe("an EKS node on Bottlerocket", () => {
  it("reserves for the pods that it admits, so that maxPods alone wins memory", () => {
    const profile = withoutVmOverhead("bottlerocket");
    expect(kubeletFor(profile, 30)).toEqual({ maxPods: 30 });
    expect(allocatable(machine(16, 128, 234), profile, { maxPods: 30 })).toMatchObject({
      pods: 30,
      memoryMiB: 128 * 1024 - 585 - 100,
      gainedMiB: 2244,
    });
  });
});

describe("a node of EKS Auto Mode", () => {
  // "EKS limits the maximum number of pods on a node to 110. This limit is applied after the existing max pods calculation."
  it.each([
    [29, 29],
    [234, 110],
  ])("with addresses for %d pods admits %d, and nobody can change that", (addresses, pods) => {
    const of = machine(16, 64, addresses);
    expect(usualMaxPodsOf(autoModeProfile, of)).toBe(pods);
    expect(sparkMaxPodsOf(autoModeProfile, of, 0)).toBe(pods);
    expect(allocatable(of, autoModeProfile)).toMatchObject({ pods });
  });

  it("reserves for 110 pods, however few are admitted, and wins nothing", () => {
    // 16384 - ceil(7.5 %) 1229 - (255 + 11 * 110) 1465 - 100; CPU by the tiers of every EKS node.
    const node = allocatable(machine(4, 16, 58), autoModeProfile, kubeletFor(autoModeProfile, 30));
    expect(node).toMatchObject({ cpuMillis: 3920, memoryMiB: 16_384 - 1229 - 1465 - 100 });
    expect(node.gainedMiB).toBeUndefined();
    expect(kubeletFor(autoModeProfile, 30)).toEqual({ maxPods: 30 });
  });
});

describe("VM overhead", () => {
  // MiB missing from MemTotal, as Karpenter's authors measured it (aws/karpenter-provider-aws@33450d8f).
  it.each([
    ["t3.micro", 1, "amd64", 104],
    ["c6g.medium", 2, "arm64", 209],
    ["t4g.small", 2, "arm64", 197],
    ["c5.large", 4, "amd64", 405],
    ["c6a.large", 4, "amd64", 295],
    ["c5n.large", 5.25, "amd64", 457],
    ["m5.large", 8, "amd64", 559],
    ["c5.xlarge", 8, "amd64", 560],
    ["c5n.xlarge", 10.5, "amd64", 664],
    ["c5.2xlarge", 16, "amd64", 869],
    ["c5.4xlarge", 32, "amd64", 1710],
    ["m5.4xlarge", 64, "amd64", 2718],
    ["c5.9xlarge", 72, "amd64", 3521],
    ["m6g.8xlarge", 128, "arm64", 5057],
    ["r6a.48xlarge", 1536, "amd64", 57_072],
  ] as const)(
    "of %s is no less than what was measured, whatever the autoscaler assumes",
    (_, gib, architecture, mib) => {
      for (const assumed of [0, measuredVmOverhead, karpenterVmOverhead]) {
        const { breakdown } = allocatable(machine(4, gib, 58, architecture), eksProfile("al2023", assumed));
        expect(breakdown[0]).toMatchObject({ name: "VM overhead" });
        expect(breakdown[0]?.memoryMiB).toBeGreaterThanOrEqual(mib);
      }
    },
  );

  it("of machines with accelerators is Karpenter's, whoever adds them", () => {
    const gpu: MachineType = { ...machine(4, 16, 58), accelerators: { name: "L4", count: 1 } };
    for (const assumed of [0, measuredVmOverhead, karpenterVmOverhead]) {
      expect(allocatable(gpu, eksProfile("al2023", assumed)).breakdown[0]).toMatchObject({ memoryMiB: 1229 });
    }
    // Karpenter takes 64 MiB off first: 64 + 7.5 % of 16320.
    const arm = { ...gpu, architecture: "arm64" as const };
    expect(allocatable(arm, eksProfile("al2023")).breakdown[0]).toMatchObject({ memoryMiB: 1288 });
  });

  it("is 6 % from 16 GiB on, and never less than what the autoscaler assumes", () => {
    const of = (gib: number, assumed?: number): number =>
      allocatable(machine(4, gib, 58), eksProfile("al2023", assumed)).breakdown[0]!.memoryMiB;
    expect(of(16)).toBe(984);
    expect(of(64)).toBe(3933);
    expect(of(16, 0.05)).toBe(984);
    expect(of(4, 0.2)).toBe(820);
    expect(of(64, 0.2)).toBe(13_108);
  });
});

describe("ephemeral storage", () => {
  const striped: MachineType = { ...machine(8, 16, 58), localDisks: { count: 2, sizeGiB: 50 } };

  it("is that of the local disks where AL2023 stripes them, whatever the root disk has", () => {
    // 102400 - 128 - 1024 - 10240, the same as a root disk of 100 GiB.
    expect(allocatable(striped, eksProfile("al2023"), { diskGiB: 500 }).ephemeralStorageMiB).toBe(91_008);
    expect(allocatable(machine(8, 16, 58), eksProfile("al2023"), { diskGiB: 100 }).ephemeralStorageMiB).toBe(91_008);
  });

  it("is that of the root disk on Bottlerocket, which leaves local disks alone", () => {
    expect(allocatable(striped, eksProfile("bottlerocket"), { diskGiB: 500 }).capacity.ephemeralStorageMiB).toBe(
      512_000,
    );
  });

  it("allows for larger file systems on larger disks", () => {
    // 1024 GiB: 128 + 0.1 % of 917504 = 918 rounded up.
    const { breakdown } = allocatable(machine(8, 16, 58), eksProfile("al2023"), { diskGiB: 1024 });
    expect(breakdown.find(({ name }) => name === "file system")?.ephemeralStorageMiB).toBe(1046);
  });
});
