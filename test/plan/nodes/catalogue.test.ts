import { findMachine, machineNames, nearestMachines } from "../../../lib/plan/nodes/catalogue/catalogue";

describe("the AWS catalogue", () => {
  it("knows every family that Spark pools are built from", () => {
    const families = new Set(machineNames("aws").map((name) => name.split(".")[0]));
    const wanted =
      "m5 m5d m6a m6g m6i m6id m7a m7g m7gd m7i m7i-flex m8g m8gd m8i c5 c5d c6a c6g c6i c7a c7g c7i c8g c8i " +
      "r5 r5d r6a r6g r6i r6id r7a r7g r7gd r7i r7iz r8g r8gd r8i x2gd x2idn x2iedn x2iezn " +
      "i3 i3en i4i i4g im4gn is4gen i7i i7ie i8g d3 t3 t3a t4g g5 g6";
    expect(wanted.split(" ").filter((family) => !families.has(family))).toEqual([]);
  });

  // Typed from AWS's instance-type pages.
  it.each([
    ["m5.xlarge", 4, 16, "amd64"],
    ["m7g.4xlarge", 16, 64, "arm64"],
    ["r5.4xlarge", 16, 128, "amd64"],
    ["c6i.2xlarge", 8, 16, "amd64"],
    ["t3.small", 2, 2, "amd64"],
    ["r6gd.16xlarge", 64, 512, "arm64"],
  ])("describes %s as AWS does", (name, vcpu, gib, architecture) => {
    expect(findMachine("aws", name)).toMatchObject({ name, vcpu, memoryMiB: gib * 1024, architecture });
  });

  // AWS's published list of pod limits (awslabs/amazon-eks-ami eni-max-pods.txt).
  it.each([
    ["m5.large", 29],
    ["m5.xlarge", 58],
    ["m6i.4xlarge", 234],
    ["m5.24xlarge", 737],
    ["m6in.32xlarge", 394],
    ["c8a.xlarge", 78],
    ["m8i.large", 59],
    ["d3.xlarge", 10],
    ["g5.48xlarge", 345],
    ["i4i.24xlarge", 437],
    ["r7g.medium", 8],
    ["t3.small", 11],
    ["t3.medium", 17],
    ["t3.large", 35],
    ["t4g.medium", 17],
    ["x2gd.medium", 8],
  ])("knows that the network gives %s %d pods", (name, pods) => {
    expect(findMachine("aws", name)?.networkMaxPods).toBe(pods);
  });

  // AWS's pages state decimal gigabytes: 1 x 3750 GB, 2 x 1900 GB, 1 x 150 GB.
  it.each([
    ["i4i.4xlarge", 1, 3492],
    ["r5d.12xlarge", 2, 838],
    ["m5d.xlarge", 1, 139],
  ])("knows the local NVMe of %s", (name, count, sizeGiB) => {
    expect(findMachine("aws", name)?.localDisks).toEqual({ count, sizeGiB });
  });

  it("leaves out local disks and GPUs that a machine does not have", () => {
    const machine = findMachine("aws", "m5.xlarge");
    expect(machine).not.toHaveProperty("localDisks");
    expect(machine).not.toHaveProperty("gpus");
  });

  it.each([
    ["g5.xlarge", 1],
    ["g5.12xlarge", 4],
    ["g6.48xlarge", 8],
  ])("counts the GPUs of %s", (name, gpus) => {
    expect(findMachine("aws", name)?.gpus).toBe(gpus);
  });

  // AWS's on-demand list prices for Linux in us-east-1.
  it.each([
    ["m5.xlarge", 0.192],
    ["r5.4xlarge", 1.008],
    ["c5.large", 0.085],
    ["t3.medium", 0.0416],
    ["m6g.xlarge", 0.154],
  ])("prices %s at %d dollars an hour with region and month, and no invented spot price", (name, onDemandHourly) => {
    expect(findMachine("aws", name)?.price).toEqual({ onDemandHourly, region: "us-east-1", date: "2026-07" });
  });

  it("holds for every machine what a plan divides by, and no price of 0", () => {
    for (const name of machineNames("aws")) {
      const { vcpu, memoryMiB, networkMaxPods, localDisks, price } = findMachine("aws", name)!;
      expect([vcpu, memoryMiB, networkMaxPods].every((value) => Number.isInteger(value) && value! > 0)).toBe(true);
      expect(memoryMiB / vcpu).toBeGreaterThanOrEqual(256);
      expect(localDisks === undefined || (localDisks.count > 0 && localDisks.sizeGiB > 0)).toBe(true);
      expect(price === undefined || price.onDemandHourly > 0).toBe(true);
    }
  });

  it("names no machine twice", () => {
    expect(new Set(machineNames("aws")).size).toBe(machineNames("aws").length);
  });

  it.each(["m5.huge", "", "toString", "__proto__"])("does not know %j", (name) => {
    expect(findMachine("aws", name)).toBeUndefined();
  });
});

describe("nearestMachines", () => {
  it("finds what was meant", () => {
    expect(nearestMachines("aws", "m5.xlrge", 1)).toEqual(["m5.xlarge"]);
    expect(nearestMachines("aws", "r6gd_16xlarge", 1)).toEqual(["r6gd.16xlarge"]);
  });

  it("answers with as many names as asked for, however absurd the question", () => {
    expect(nearestMachines("aws", "x".repeat(1_000_000), 3)).toHaveLength(3);
  });
});
