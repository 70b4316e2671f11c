import { findMachine, machineNames, machinesOf } from "../../../../lib/plan/nodes/catalogue/catalogue";

it("knows every family that Spark pools are built from", () => {
  const families = new Set(machineNames("aws").map((name) => name.split(".")[0]));
  const wanted =
    "m5 m5d m6a m6g m6gd m6i m6id m7a m7g m7gd m7i m7i-flex m8a m8g m8gd m8i m8id c5 c5d c6a c6g c6i c7a c7g c7gd c7i c8a c8g " +
    "c8gd c8i r5 r5d r6a r6g r6gd r6i r6id r7a r7g r7gd r7i r7iz r8a r8g r8gd r8i r8id x2gd x2idn x2iedn x2iezn x8g z1d " +
    "i3 i3en i4i i4g im4gn is4gen i7i i7ie i8g i8ge d3 t3 t3a t4g g4dn g5 g6 g6e";
  expect(wanted.split(" ").filter((family) => !families.has(family))).toEqual([]);
});

// Typed from AWS's instance-type pages.
it.each([
  ["m5.xlarge", 4, 16, "amd64"],
  ["m5.24xlarge", 96, 384, "amd64"],
  ["m6i.32xlarge", 128, 512, "amd64"],
  ["m7a.4xlarge", 16, 64, "amd64"],
  ["m7g.4xlarge", 16, 64, "arm64"],
  ["m7i-flex.8xlarge", 32, 128, "amd64"],
  ["m8g.medium", 1, 4, "arm64"],
  ["c5.9xlarge", 36, 72, "amd64"],
  ["c6i.2xlarge", 8, 16, "amd64"],
  ["c7g.16xlarge", 64, 128, "arm64"],
  ["c8g.48xlarge", 192, 384, "arm64"],
  ["r5.4xlarge", 16, 128, "amd64"],
  ["r6gd.16xlarge", 64, 512, "arm64"],
  ["r7iz.32xlarge", 128, 1024, "amd64"],
  ["r8g.12xlarge", 48, 384, "arm64"],
  ["x2idn.32xlarge", 128, 2048, "amd64"],
  ["x2iedn.xlarge", 4, 128, "amd64"],
  ["z1d.12xlarge", 48, 384, "amd64"],
  ["i3en.24xlarge", 96, 768, "amd64"],
  ["i4i.16xlarge", 64, 512, "amd64"],
  ["im4gn.4xlarge", 16, 64, "arm64"],
  ["is4gen.8xlarge", 32, 192, "arm64"],
  ["d3.8xlarge", 32, 256, "amd64"],
  ["t3.small", 2, 2, "amd64"],
  ["t4g.2xlarge", 8, 32, "arm64"],
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

// AWS's pages state decimal gigabytes: 1 x 3750, 2 x 1900, 1 x 150, 8 x 7500, 2 x 7500, 1 x 250 GB.
it.each([
  ["i4i.4xlarge", 1, 3492],
  ["r6gd.16xlarge", 2, 1769],
  ["m5d.xlarge", 1, 139],
  ["i3en.24xlarge", 8, 6984],
  ["is4gen.8xlarge", 4, 6984],
  ["g6.xlarge", 1, 232],
])("knows the local NVMe of %s", (name, count, sizeGiB) => {
  expect(findMachine("aws", name)?.localDisks).toEqual({ count, sizeGiB });
});

it("leaves out local disks and GPUs that a machine does not have", () => {
  const machine = findMachine("aws", "m5.xlarge");
  expect(machine).not.toHaveProperty("localDisks");
  expect(machine).not.toHaveProperty("accelerators");
});

it.each([
  ["g4dn.12xlarge", "NVIDIA T4", 4],
  ["g5.xlarge", "NVIDIA A10G", 1],
  ["g5.12xlarge", "NVIDIA A10G", 4],
  ["g6.48xlarge", "NVIDIA L4", 8],
  ["p4d.24xlarge", "NVIDIA A100", 8],
])("knows the GPUs of %s", (name, accelerator, count) => {
  expect(findMachine("aws", name)?.accelerators).toEqual({ name: accelerator, count });
});

// The baseline column of https://docs.aws.amazon.com/ec2/latest/instancetypes/ (network specifications).
it.each([
  ["m5.large", 0.75],
  ["m5.xlarge", 1.25],
  ["m5.24xlarge", 25],
  ["m7g.4xlarge", 7.5],
  ["c5n.18xlarge", 100],
  ["r6i.32xlarge", 50],
  ["i4i.4xlarge", 9.375],
])("knows what the network of %s sustains, not what it bursts to", (name, gbps) => {
  expect(findMachine("aws", name)?.networkGbps).toBe(gbps);
});

// AWS's on-demand list prices for Linux in us-east-1; savings of spot by AWS's Spot Instance Advisor (66, 62 and 49 %).
it.each([
  ["m5.xlarge", 0.192, 0.0653],
  ["m7g.4xlarge", 0.6528, 0.2481],
  ["g6.xlarge", 0.8048, 0.4104],
])("prices %s at %d dollars an hour, %d on spot, each with its month", (name, onDemandHourly, spotHourly) => {
  expect(findMachine("aws", name)?.price).toEqual({
    onDemandHourly,
    spotHourly,
    region: "us-east-1",
    date: "2026-07",
    spotDate: "2025-07",
  });
});

it.each([
  ["r5.4xlarge", 1.008],
  ["c5.large", 0.085],
  ["t3.medium", 0.0416],
  ["m6g.xlarge", 0.154],
])("prices %s at %d dollars an hour", (name, onDemandHourly) => {
  expect(findMachine("aws", name)?.price?.onDemandHourly).toBe(onDemandHourly);
});

it("has no spot price, and no month of one, where the Spot Instance Advisor did not know the type", () => {
  expect(findMachine("aws", "m8i.large")?.price).toEqual({
    onDemandHourly: 0.10584,
    region: "us-east-1",
    date: "2026-07",
  });
});

it("knows the network limits of every machine, since the kubelet's reservation follows them", () => {
  const without = machinesOf("aws").filter(({ networkMaxPods = 0 }) => networkMaxPods < 4);
  expect(without).toEqual([]);
});

it("takes a machine for Arm by the processor in its name, and only then", () => {
  const arm = machinesOf("aws").filter(({ architecture }) => architecture === "arm64");
  const graviton = machinesOf("aws").filter(({ name }) => /^([a-z]+\d+g[a-z]*|im4gn|is4gen)\./.test(name));
  expect(arm).toEqual(graviton);
});
