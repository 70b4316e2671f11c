import { findMachine, machineNames, machinesOf } from "../../../../lib/plan/nodes/catalogue/catalogue";

it("knows every series that Spark pools are built from", () => {
  const families = new Set(machineNames("azure").map((name) => name.replace("Standard_", "").replace(/\d+/, "")));
  const wanted =
    "Ds_v3 Ds_v4 Dds_v4 Das_v4 Ds_v5 Dds_v5 Das_v5 Dads_v5 Dps_v5 Dpds_v5 Dls_v5 Dlds_v5 Dpls_v5 Dplds_v5 Ds_v6 Dds_v6 Das_v6 " +
    "Dads_v6 Dals_v6 Dalds_v6 Dps_v6 Dpds_v6 Dls_v6 Dlds_v6 Das_v7 Dads_v7 Es_v3 Es_v4 Eds_v4 Eas_v4 Es_v5 Eds_v5 Eas_v5 Eads_v5 " +
    "Eps_v5 Epds_v5 Es_v6 Eds_v6 Eas_v6 Eads_v6 Eps_v6 Epds_v6 Eas_v7 Eads_v7 Fs_v2 Fas_v6 Fals_v6 Fams_v6 Famds_v7 Ls_v2 Ls_v3 " +
    "Las_v3 Ls_v4 Las_v4 NCas_T4_v3 NCads_A100_v4";
  expect(wanted.split(" ").filter((family) => !families.has(family))).toEqual([]);
});

// Typed from the pages under https://learn.microsoft.com/azure/virtual-machines/sizes/overview.
it.each([
  ["Standard_D4s_v5", 4, 16, "amd64"],
  ["Standard_D16ds_v5", 16, 64, "amd64"],
  ["Standard_D64s_v3", 64, 256, "amd64"],
  ["Standard_D96as_v4", 96, 384, "amd64"],
  ["Standard_D64pds_v5", 64, 208, "arm64"],
  ["Standard_D96ads_v6", 96, 384, "amd64"],
  ["Standard_D96pds_v6", 96, 384, "arm64"],
  ["Standard_D128lds_v6", 128, 256, "amd64"],
  ["Standard_D128ds_v6", 128, 512, "amd64"],
  ["Standard_D160ads_v7", 160, 640, "amd64"],
  ["Standard_E20as_v4", 20, 160, "amd64"],
  ["Standard_E64ds_v4", 64, 504, "amd64"],
  ["Standard_E16ds_v5", 16, 128, "amd64"],
  ["Standard_E96ads_v5", 96, 672, "amd64"],
  ["Standard_E32pds_v5", 32, 208, "arm64"],
  ["Standard_E128ds_v6", 128, 1024, "amd64"],
  ["Standard_E96ads_v6", 96, 672, "amd64"],
  ["Standard_E96pds_v6", 96, 672, "arm64"],
  ["Standard_F72s_v2", 72, 144, "amd64"],
  ["Standard_F64as_v6", 64, 256, "amd64"],
  ["Standard_F80amds_v7", 80, 640, "amd64"],
  ["Standard_L80s_v3", 80, 640, "amd64"],
  ["Standard_L2s_v4", 2, 16, "amd64"],
  ["Standard_L96as_v4", 96, 768, "amd64"],
  ["Standard_NC16as_T4_v3", 16, 110, "amd64"],
])("describes %s as Microsoft does", (name, vcpu, gib, architecture) => {
  expect(findMachine("azure", name)).toMatchObject({ name, vcpu, memoryMiB: gib * 1024, architecture });
});

// "Local storage" on the same pages. L states decimal gigabytes: 480, 960 and 1,920 GB.
it.each([
  ["Standard_D2s_v3", 1, 16],
  ["Standard_D64s_v3", 1, 512],
  ["Standard_E20as_v4", 1, 320],
  ["Standard_E96as_v4", 1, 1344],
  ["Standard_E64ds_v4", 1, 2400],
  ["Standard_D2ds_v5", 1, 75],
  ["Standard_E20ads_v5", 1, 750],
  ["Standard_D96ads_v5", 1, 3600],
  ["Standard_E20pds_v5", 1, 750],
  ["Standard_D2ads_v6", 1, 110],
  ["Standard_D8ds_v6", 1, 440],
  ["Standard_D16ads_v6", 2, 440],
  ["Standard_E20ds_v6", 2, 550],
  ["Standard_D32pds_v6", 4, 440],
  ["Standard_D48lds_v6", 6, 440],
  ["Standard_E64ads_v6", 4, 880],
  ["Standard_E96pds_v6", 6, 880],
  ["Standard_D128ds_v6", 4, 1760],
  ["Standard_E160ads_v7", 4, 2200],
  ["Standard_F1amds_v7", 1, 110],
  ["Standard_F8amds_v7", 2, 440],
  ["Standard_F48amds_v7", 6, 880],
  ["Standard_F80amds_v7", 4, 2200],
  ["Standard_F72s_v2", 1, 576],
  ["Standard_L16s_v3", 2, 1788],
  ["Standard_L80as_v3", 10, 1788],
  ["Standard_L2s_v4", 1, 447],
  ["Standard_L16as_v4", 4, 894],
  ["Standard_L32s_v4", 8, 894],
  ["Standard_L96s_v4", 12, 1788],
  ["Standard_NC64as_T4_v3", 1, 2816],
])("knows the local disks of %s", (name, count, sizeGiB) => {
  expect(findMachine("azure", name)?.localDisks).toEqual({ count, sizeGiB });
});

it.each(["Standard_D4s_v5", "Standard_E16as_v5", "Standard_D8ps_v6", "Standard_F64as_v6", "Standard_D4s_v4"])(
  "states no local disk for %s, which has none",
  (name) => {
    expect(findMachine("azure", name)).not.toHaveProperty("localDisks");
  },
);

// "Max network bandwidth" on the same pages.
it.each([
  ["Standard_D2s_v4", 5],
  ["Standard_E20ds_v4", 16],
  ["Standard_E8as_v4", 8],
  ["Standard_D96as_v4", 40],
  ["Standard_D4s_v5", 12.5],
  ["Standard_D96ds_v5", 35],
  ["Standard_E64ads_v5", 32],
  ["Standard_D64pds_v5", 40],
  ["Standard_E96ds_v6", 41],
  ["Standard_D16ads_v6", 16],
  ["Standard_F48as_v6", 28],
  ["Standard_E8pds_v6", 15],
  ["Standard_D48ads_v7", 35],
  ["Standard_F1amds_v7", 16],
  ["Standard_F32amds_v7", 45],
  ["Standard_F4s_v2", 10],
  ["Standard_L80s_v3", 32],
  ["Standard_L96s_v4", 41],
  ["Standard_L48as_v4", 28],
])("knows that the network of %s carries up to %d Gbit/s", (name, gbps) => {
  expect(findMachine("azure", name)?.networkGbps).toBe(gbps);
});

it.each([
  ["Standard_NC64as_T4_v3", "NVIDIA T4", 4],
  ["Standard_NC96ads_A100_v4", "NVIDIA A100 80GB", 4],
])("knows the GPUs of %s", (name, accelerator, count) => {
  expect(findMachine("azure", name)?.accelerators).toEqual({ name: accelerator, count });
});

// https://azure.microsoft.com/pricing/details/virtual-machines/linux/, East US. The AMD sizes of version 5 are those where the list
// that the catalogue is made from has the price of Windows.
it.each([
  ["Standard_D4s_v5", 0.192],
  ["Standard_E4s_v5", 0.252],
  ["Standard_F4s_v2", 0.169],
  ["Standard_D2as_v5", 0.086],
  ["Standard_D4as_v5", 0.172],
  ["Standard_D16ads_v5", 0.824],
  ["Standard_E96as_v5", 5.424],
  ["Standard_D4ps_v5", 0.154],
  ["Standard_L8s_v3", 0.696],
])("prices %s at %d dollars an hour with region and month, and no invented spot price", (name, onDemandHourly) => {
  expect(findMachine("azure", name)?.price).toEqual({ onDemandHourly, region: "eastus", date: "2026-06" });
});

it("takes a machine for Arm by the p of its name, and only then", () => {
  const arm = machinesOf("azure").filter(({ architecture }) => architecture === "arm64");
  expect(arm).toEqual(machinesOf("azure").filter(({ name }) => /^Standard_[DE]\d+p/.test(name)));
});

it("has no size whose vCPU are constrained: it costs as much as the whole", () => {
  expect(machineNames("azure").filter((name) => name.includes("-"))).toEqual([]);
});
