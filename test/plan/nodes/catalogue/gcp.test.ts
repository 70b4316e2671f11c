import { findMachine, machineNames, machinesOf } from "../../../../lib/plan/nodes/catalogue/catalogue";

it("knows every series that Spark pools are built from, in its usual shapes", () => {
  const families = new Set(machineNames("gcp").map((name) => name.replace(/-\d+\w*/, "")));
  const wanted =
    "e2-standard e2-highmem e2-highcpu e2-medium n1-standard n1-highmem n1-highcpu n2-standard n2-highmem n2-highcpu n2d-standard " +
    "n2d-highmem n2d-highcpu n4-standard n4-highmem n4-highcpu n4a-standard n4d-standard t2d-standard t2a-standard c2-standard " +
    "c2d-standard c2d-highmem c2d-highcpu c3-standard c3-highmem c3-highcpu c3-standard-lssd c3d-standard c3d-highmem " +
    "c3d-standard-lssd c3d-highmem-lssd c4-standard c4-highmem c4-highcpu c4-standard-lssd c4a-standard c4a-highmem c4a-highcpu " +
    "c4a-standard-lssd c4a-highmem-lssd c4d-standard c4d-highmem-lssd z3-highmem-highlssd z3-highmem-standardlssd m1-ultramem " +
    "m3-megamem a2-highgpu g2-standard";
  expect(wanted.split(" ").filter((family) => !families.has(family))).toEqual([]);
});

// Typed from Google's pages of machine series; what they call GB are GiB.
it.each([
  ["e2-standard-4", 4, 16, "amd64"],
  ["e2-highmem-16", 16, 128, "amd64"],
  ["e2-highcpu-32", 32, 32, "amd64"],
  ["e2-medium", 2, 4, "amd64"],
  ["n1-standard-1", 1, 3.75, "amd64"],
  ["n1-highmem-8", 8, 52, "amd64"],
  ["n2-standard-16", 16, 64, "amd64"],
  ["n2-highmem-16", 16, 128, "amd64"],
  ["n2-highmem-64", 64, 512, "amd64"],
  ["n2-highmem-128", 128, 864, "amd64"],
  ["n2-highcpu-96", 96, 96, "amd64"],
  ["n2d-standard-224", 224, 896, "amd64"],
  ["n2d-highmem-96", 96, 768, "amd64"],
  ["n4-standard-80", 80, 320, "amd64"],
  ["n4a-standard-64", 64, 256, "arm64"],
  ["c2-standard-60", 60, 240, "amd64"],
  ["c2d-standard-112", 112, 448, "amd64"],
  ["c3-standard-22", 22, 88, "amd64"],
  ["c3-highmem-176", 176, 1408, "amd64"],
  ["c3d-standard-360", 360, 1440, "amd64"],
  ["c4-standard-4", 4, 15, "amd64"],
  ["c4-standard-192", 192, 720, "amd64"],
  ["c4a-standard-72", 72, 288, "arm64"],
  ["t2a-standard-48", 48, 192, "arm64"],
  ["t2d-standard-60", 60, 240, "amd64"],
  ["m1-ultramem-160", 160, 3844, "amd64"],
  ["m3-megamem-128", 128, 1952, "amd64"],
  ["g2-standard-96", 96, 384, "amd64"],
])("describes %s as Google does", (name, vcpu, gib, architecture) => {
  expect(findMachine("gcp", name)).toMatchObject({ name, vcpu, memoryMiB: gib * 1024, architecture });
});

it("rounds memory down where it is no whole number of MiB", () => {
  // 0.9 GiB a vCPU.
  expect(findMachine("gcp", "n1-highcpu-2")?.memoryMiB).toBe(1843);
});

// https://cloud.google.com/compute/docs/disks/local-ssd
it.each([
  ["c3-standard-4-lssd", 1, 375],
  ["c3-standard-22-lssd", 4, 375],
  ["c3-standard-176-lssd", 32, 375],
  ["c3d-standard-30-lssd", 2, 375],
  ["c3d-highmem-360-lssd", 32, 375],
  ["c4a-standard-72-lssd", 16, 375],
  ["a2-ultragpu-1g", 1, 375],
  ["a3-highgpu-8g", 16, 375],
  ["z3-highmem-88-highlssd", 12, 3000],
])("knows the local SSDs that %s always has", (name, count, sizeGiB) => {
  expect(findMachine("gcp", name)?.localDisks).toEqual({ count, sizeGiB });
});

it.each(["n2-standard-16", "n1-standard-4", "c2-standard-8", "c2d-standard-8", "n2d-standard-16", "c3-standard-22"])(
  "states no local SSDs for %s, which has them on request only, or not at all",
  (name) => {
    expect(findMachine("gcp", name)).not.toHaveProperty("localDisks");
  },
);

it.each([
  ["a2-highgpu-8g", "NVIDIA A100 40GB", 8],
  ["a2-ultragpu-1g", "NVIDIA A100 80GB", 1],
  ["g2-standard-48", "NVIDIA L4", 4],
])("knows the GPUs of %s", (name, accelerator, count) => {
  expect(findMachine("gcp", name)?.accelerators).toEqual({ name: accelerator, count });
});

// The columns "default egress bandwidth" of Google's pages of machine series.
it.each([
  ["e2-standard-4", 8],
  ["e2-standard-32", 16],
  ["n1-standard-1", 2],
  ["n2-standard-4", 10],
  ["n2-standard-16", 32],
  ["c3-standard-176", 100],
  ["c3d-standard-30", 20],
  ["c4a-standard-72", 50],
  ["t2d-standard-8", 16],
])("knows that %s sends up to %d Gbit/s", (name, gbps) => {
  expect(findMachine("gcp", name)?.networkGbps).toBe(gbps);
});

// https://cloud.google.com/compute/vm-instance-pricing, us-central1; E2 by its rates of 0.02181159 a vCPU and 0.00292353 a GiB.
it.each([
  ["n2-standard-4", 0.194236],
  ["n2-standard-16", 0.776944],
  ["e2-standard-4", 0.134023],
  ["n1-standard-4", 0.189999],
  ["n2d-standard-4", 0.168984],
  ["t2d-standard-4", 0.168984],
  ["c2-standard-4", 0.208808],
  ["a2-highgpu-1g", 3.673385],
])("prices %s at %d dollars an hour with region and month", (name, onDemandHourly) => {
  expect(findMachine("gcp", name)?.price).toMatchObject({ onDemandHourly, region: "us-central1", date: "2026-08" });
});

it("has no spot price of M2, which Google does not sell as spot", () => {
  const m2 = machinesOf("gcp").filter(({ name }) => name.startsWith("m2-"));
  expect(m2.map(({ price }) => price?.spotHourly)).toEqual([undefined, undefined, undefined, undefined]);
});

it("takes a machine for Arm by its series, and only then", () => {
  const arm = machinesOf("gcp").filter(({ architecture }) => architecture === "arm64");
  expect(arm).toEqual(machinesOf("gcp").filter(({ name }) => /^(t2a|c4a|n4a)-/.test(name)));
});
