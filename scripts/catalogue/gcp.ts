/**
 * Generates lib/plan/nodes/catalogue/gcp.json: Compute Engine machine types with what a plan needs to know of them.
 *
 * Run it with `npx tsx scripts/catalogue/gcp.ts` (needs git), then read the diff. Two repositories that anyone can reach are
 * parsed for facts:
 * - Cyclenerd/google-cloud-pricing-cost-calculator carries what the Compute API says of each machine type (vCPU, memory), and the
 *   local SSDs and accelerators that belong to it;
 * - cloudpilot-ai/karpenter-provider-gcp carries on-demand and spot list prices, read weekly from the Cloud Billing API; they
 *   include local SSDs and accelerators that belong to the machine type.
 * Only types that the first knows in both of its lists are taken, and its two lists must agree. Architecture and network
 * bandwidth are typed below from Google's pages.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import type { MachineType } from "../../lib/plan/nodes/machine";
import { openRepository } from "./git";
import { stepAt } from "./steps";
import { type Priced, writeCatalogue } from "./write";

const calculator = {
  url: "https://github.com/Cyclenerd/google-cloud-pricing-cost-calculator",
  commit: "dac31281f2a4575f0a8bff20ac04fc71a5ff2190",
};
const karpenter = {
  url: "https://github.com/cloudpilot-ai/karpenter-provider-gcp",
  commit: "417f047b117521aba6d3ab120dac538a92161bf4",
  month: "2026-08",
};
const region = "us-central1";

/** Google's Axion and Ampere series: https://cloud.google.com/compute/docs/instances/arm-on-compute */
const armSeries = ["t2a", "c4a", "n4a"];

/**
 * Default egress bandwidth in Gbit/s ("up to"), without Tier_1 networking, by vCPU (see stepAt): the tables of
 * https://cloud.google.com/compute/docs/general-purpose-machines, compute-optimized-machines, memory-optimized-machines,
 * storage-optimized-machines and https://cloud.google.com/compute/docs/gpus.
 */
const bandwidths: Record<string, string> = {
  a2: "12:24 24:32 48:50 96:100",
  c2: "4:10 8:16 16:32",
  c2d: "2:10 8:16 16:32",
  c3: "4:23 44:32 88:62 176:100",
  c3d: "4:20 60:40 90:60 180:100",
  c4: "2:10 8:23 48:34 96:67 144:100",
  c4a: "1:10 4:23 48:34 64:45 72:50",
  c4d: "2:10 4:20 32:23 48:34 64:45 96:67 192:100",
  e2: "2:4 4:8 8:16",
  g2: "4:10 8:16 16:32 48:50 96:100",
  h3: "88:200",
  m1: "40:32",
  m2: "208:32",
  m3: "32:32",
  m4: "16:32 112:50 224:100",
  n1: "1:2 2:10 8:16 16:32",
  n2: "2:10 8:16 16:32",
  n2d: "2:10 8:16 16:32",
  n4: "2:10 8:16 16:32 64:45 80:50",
  n4a: "1:10 8:16 16:32 64:50",
  n4d: "2:10 8:16 16:32 64:45 80:50",
  t2a: "1:10 8:16 16:32",
  t2d: "1:10 8:16 16:32",
  z3: "8:23 32:32 88:62 176:100",
};

/** Shared-core types share their bandwidth too. */
const sharedCore: Record<string, number> = { "e2-micro": 1, "e2-small": 2, "e2-medium": 2 };

/** Series that are too small, too old or too special to run Spark on, and those of SAP HANA's bare metal. */
const unwanted = /^(f1|g1|custom|x4)-/;

/** The key of an accelerator in the calculator's list, and its name. */
const accelerators: Record<string, string> = {
  a100: "NVIDIA A100 40GB",
  "a100-80gb": "NVIDIA A100 80GB",
  "h100-80gb": "NVIDIA H100 80GB",
  "h100-80gb-mega": "NVIDIA H100 80GB",
  l4: "NVIDIA L4",
  rtx6000: "NVIDIA RTX PRO 6000",
};

const instances = z.object({
  compute: z.object({
    instance: z.record(
      z.string(),
      z.looseObject({ cpu: z.number(), ram: z.number(), "local-ssd": z.int().positive().optional() }),
    ),
  }),
});

type Instance = z.infer<typeof instances>["compute"]["instance"][string];

interface Shape {
  vcpu: number;
  memoryMiB: number;
  isSharedCore: boolean;
}

const priceList = z.record(z.string(), z.number().positive());
const allPrices = z.object({
  prices: z.record(z.string(), z.object({ on_demand: priceList, spot: priceList })),
});

function main(): void {
  const scratch = mkdtempSync(join(tmpdir(), "catalogue-"));
  try {
    const read = openRepository(calculator, scratch);
    const shapes = readShapes(read("tools/machinetypes.csv"));
    const listed = instances.parse(parse(read("build/gcp.yml"))).compute.instance;
    const json = openRepository(karpenter, scratch)("pkg/providers/pricing/initial-prices.json");
    const prices = allPrices.parse(JSON.parse(json)).prices[region];
    if (prices === undefined) throw new Error(`there are no prices of ${region}`);
    const machines = Object.entries(listed).flatMap(([name, instance]): Priced[] => {
      const shape = shapes.get(name);
      if (shape === undefined || unwanted.test(name) || hasPartOfAnAccelerator(instance)) return [];
      return [{ machine: machineOf(name, shape, instance), ...pricesOf(name, prices) }];
    });
    writeCatalogue("gcp", machines, familyOf, { region, date: karpenter.month });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** `NAME;CPUS;SHARED_CPU;MEMORY_GB;...`, as `gcloud compute machine-types list` has it; what Google calls GB are GiB. */
function readShapes(csv: string): Map<string, Shape> {
  const [, ...lines] = csv.trim().split("\n");
  return new Map(
    lines.map((line) => {
      const [name, cpus, shared, memory] = line.split(";");
      return [
        name!,
        { vcpu: Number(cpus), memoryMiB: Math.floor(Number(memory) * 1024), isSharedCore: shared === "True" },
      ];
    }),
  );
}

function hasPartOfAnAccelerator(instance: Instance): boolean {
  return Object.keys(accelerators).some((key) => key in instance && !Number.isInteger(instance[key]));
}

function machineOf(name: string, { vcpu, memoryMiB, isSharedCore }: Shape, instance: Instance): MachineType {
  if (!isSharedCore && (instance.cpu !== vcpu || Math.abs(instance.ram * 1024 - memoryMiB) > 64)) {
    throw new Error(
      `${name}: ${vcpu} vCPU, ${memoryMiB} MiB in one list, ${instance.cpu} vCPU, ${instance.ram} GiB in the other`,
    );
  }
  const key = Object.keys(accelerators).find((accelerator) => accelerator in instance);
  const disks = localDisks(name, instance["local-ssd"]);
  const networkGbps = bandwidth(name, vcpu);
  return {
    name,
    vcpu,
    memoryMiB,
    architecture: armSeries.includes(seriesOf(name)) ? "arm64" : "amd64",
    ...(disks && { localDisks: disks }),
    ...(key !== undefined && { accelerators: { name: accelerators[key]!, count: Number(instance[key]) } }),
    ...(networkGbps !== undefined && { networkGbps }),
  };
}

/** Disks of 375 GiB; of 3,000 GiB on Z3, 6,000 GiB and 3,000 GiB on bare metal: https://cloud.google.com/compute/docs/disks/local-ssd */
function localDisks(name: string, totalGiB: number | undefined): MachineType["localDisks"] {
  if (totalGiB === undefined) return undefined;
  const isMetal = name.endsWith("-metal");
  const sizeGiB = seriesOf(name) === "z3" ? (isMetal ? 6000 : 3000) : isMetal ? 3000 : 375;
  const count = totalGiB / sizeGiB;
  if (!Number.isInteger(count))
    throw new Error(`${name}: ${totalGiB} GiB are no whole number of disks of ${sizeGiB} GiB`);
  return { count, sizeGiB };
}

function bandwidth(name: string, vcpu: number): number | undefined {
  return sharedCore[name] ?? stepAt(bandwidths[seriesOf(name)], vcpu);
}

function pricesOf(
  name: string,
  prices: { on_demand: Record<string, number>; spot: Record<string, number> },
): Omit<Priced, "machine"> {
  const onDemandHourly = prices.on_demand[name];
  const spotHourly = prices.spot[name];
  return { ...(onDemandHourly !== undefined && { onDemandHourly }), ...(spotHourly !== undefined && { spotHourly }) };
}

function seriesOf(name: string): string {
  return name.slice(0, name.indexOf("-"));
}

/** `c3-standard-lssd` of `c3-standard-22-lssd`. */
function familyOf(name: string): string {
  return name.replace(/-\d+\w*/, "");
}

main();
