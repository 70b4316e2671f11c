/**
 * Generates lib/plan/nodes/catalogue/azure.json: Azure VM sizes with what a plan needs to know of them.
 *
 * Run it with `npx tsx scripts/catalogue/azure.ts` (needs git), then read the diff. Two repositories that anyone can reach are
 * parsed for facts:
 * - kubernetes/autoscaler carries vCPU, memory, GPUs and architecture of every size, as the resource SKUs API states them;
 * - Azure/karpenter-provider-azure carries on-demand list prices, read from the Retail Prices API. It states no spot price.
 * Local disks and network bandwidth follow rules that are typed in azure-sizes.ts from Microsoft's pages.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { MachineType } from "../../lib/plan/nodes/machine";
import { localDisks, networkGbps, parseSize, type Size } from "./azure-sizes";
import { openRepository } from "./git";
import { type Priced, writeCatalogue } from "./write";

const autoscaler = {
  url: "https://github.com/kubernetes/autoscaler",
  commit: "55c37cd5eb550756c5ccc5a89e9068d77797e575",
};
const karpenter = {
  url: "https://github.com/Azure/karpenter-provider-azure",
  commit: "352646f599290c3a6d2f9710fb535a7b288f88ed",
};
const region = "eastus";

/**
 * What Windows costs on top, in US dollars per vCPU and hour. The price list has the Windows price of some sizes in place of the
 * Linux one: https://azure.microsoft.com/pricing/details/virtual-machines/windows/
 */
const windowsHourlyPerVcpu = 0.046;

interface Entry {
  name: string;
  size: Size;
  machine: MachineType;
}

function main(): void {
  const scratch = mkdtempSync(join(tmpdir(), "catalogue-"));
  try {
    const skus = openRepository(autoscaler, scratch)("cluster-autoscaler/cloudprovider/azure/azure_instance_types.go");
    const list = openRepository(karpenter, scratch)("pkg/providers/pricing/zz_generated.pricing.go");
    const entries = readMachines(skus);
    const { date, prices } = readPrices(list);
    const machines = entries.map((entry): Priced => {
      const onDemandHourly = linuxPrice(entry, entries, prices);
      return { machine: entry.machine, ...(onDemandHourly !== undefined && { onDemandHourly }) };
    });
    writeCatalogue("azure", machines, (name) => parseSize(name)?.family ?? name, { region, date });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Go literals of one size each. */
function readMachines(go: string): Entry[] {
  const literal =
    /InstanceType: "([^"]+)",\s+SkuFamily: +"[^"]+",\s+VCPU: +(\d+),\s+MemoryMb: +(\d+),\s+GPU: +(\d+),\s+Architecture: "(\w+)"/g;
  return Array.from(go.matchAll(literal)).flatMap(([, name, vcpu, memoryMiB, gpus, architecture]): Entry[] => {
    const size = parseSize(name!);
    if (size === undefined) return [];
    if (architecture !== "amd64" && architecture !== "arm64")
      throw new Error(`${name} has architecture ${architecture}`);
    const shape = { vcpu: Number(vcpu), memoryMiB: Number(memoryMiB) };
    const disks = localDisks(size, shape);
    const gbps = networkGbps(size, shape.vcpu);
    const machine: MachineType = {
      name: name!,
      ...shape,
      architecture,
      ...(disks && { localDisks: disks }),
      ...(Number(gpus) > 0 &&
        size.accelerator !== undefined && { accelerators: { name: size.accelerator, count: Number(gpus) } }),
      ...(gbps !== undefined && { networkGbps: gbps }),
    };
    return [{ name: name!, size, machine }];
  });
}

/** The Go map of one region, and the date in the comment above. */
function readPrices(go: string): { date: string; prices: Map<string, number> } {
  const date = /generated at (\d{4}-\d{2})-/.exec(go)?.[1];
  const table = new RegExp(`initialOnDemandPrices\\["${region}"\\] = map\\[string\\]float64\\{([^}]*)\\}`).exec(
    go,
  )?.[1];
  if (date === undefined || table === undefined) throw new Error("the price table does not look as it used to");
  return {
    date,
    prices: new Map(Array.from(table.matchAll(/"([^"]+)":\s+([\d.]+)/g), ([, name, price]) => [name!, Number(price)])),
  };
}

/** A price that is dearer than the cheapest of its family by just what Windows costs is of Windows. */
function linuxPrice({ name, size, machine }: Entry, entries: Entry[], prices: Map<string, number>): number | undefined {
  const price = prices.get(name);
  if (price === undefined) return undefined;
  const perVcpu = entries
    .filter((entry) => entry.size.family === size.family)
    .flatMap((entry) => (prices.has(entry.name) ? [prices.get(entry.name)! / entry.machine.vcpu] : []));
  const surcharge = price / machine.vcpu - Math.min(...perVcpu);
  if (Math.abs(surcharge - windowsHourlyPerVcpu) > 0.001) return price;
  console.log(`azure: the price of ${name} is of Windows, which is taken off`);
  return price - windowsHourlyPerVcpu * machine.vcpu;
}

main();
