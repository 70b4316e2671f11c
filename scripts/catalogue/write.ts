/** Writes the machine types of one cloud in the compact form of lib/plan/nodes/catalogue, and reads them back as a check. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { type CatalogueData, decode } from "../../lib/plan/nodes/catalogue/decode";
import type { MachineType } from "../../lib/plan/nodes/machine";

type Prices = CatalogueData["prices"];

/** A machine type with what is known of its prices: US dollars an hour. */
export interface Priced {
  machine: MachineType;
  onDemandHourly?: number;
  spotHourly?: number;
}

/** Sorts by family, then size, and writes `<cloud>.json`. A spot price that is not below the on-demand price is left out. */
export function writeCatalogue(
  cloud: string,
  entries: Priced[],
  familyOf: (name: string) => string,
  prices: Prices,
): void {
  const machines = entries.map((entry) => withPrice(entry, prices)).sort(byFamilyAndSize(familyOf));
  const data = encode(machines, prices);
  if (!isDeepStrictEqual(decode(data), machines))
    throw new Error(`the catalogue of ${cloud} does not read back as it was`);
  writeFileSync(join(__dirname, `../../lib/plan/nodes/catalogue/${cloud}.json`), render(data));
  report(cloud, entries, machines, prices);
}

function withPrice({ machine, onDemandHourly, spotHourly }: Priced, { region, date, spotDate }: Prices): MachineType {
  if (onDemandHourly === undefined) return machine;
  const spot = spotHourly !== undefined &&
    spotHourly < onDemandHourly && { spotHourly: round(spotHourly, 4), ...(spotDate !== undefined && { spotDate }) };
  return { ...machine, price: { onDemandHourly: round(onDemandHourly, 6), region, date, ...spot } };
}

function byFamilyAndSize(familyOf: (name: string) => string): (a: MachineType, b: MachineType) => number {
  return (a, b) =>
    compare(familyOf(a.name), familyOf(b.name)) ||
    a.vcpu - b.vcpu ||
    a.memoryMiB - b.memoryMiB ||
    compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function encode(machines: MachineType[], prices: Prices): CatalogueData {
  const networkMaxPods = machines.flatMap((machine) => machine.networkMaxPods ?? []);
  const accelerators: CatalogueData["accelerators"] = {};
  for (const { name, accelerators: found } of machines) {
    if (found) accelerators[found.name] = { ...accelerators[found.name], [name]: found.count };
  }
  return {
    prices,
    columns: {
      name: machines.map(({ name }) => name),
      vcpu: machines.map(({ vcpu }) => vcpu),
      memoryMiB: machines.map(({ memoryMiB }) => memoryMiB),
      isArm64: machines.map(({ architecture }) => (architecture === "arm64" ? 1 : 0)),
      networkGbps: machines.map(({ networkGbps }) => networkGbps ?? null),
      onDemandHourly: machines.map(({ price }) => price?.onDemandHourly ?? null),
      spotHourly: machines.map(({ price }) => price?.spotHourly ?? null),
      ...(networkMaxPods.length > 0 && { networkMaxPods }),
    },
    localDisks: Object.fromEntries(
      machines.flatMap(({ name, localDisks: disks }) => (disks ? [[name, [disks.count, disks.sizeGiB]]] : [])),
    ),
    accelerators,
  };
}

/** One fact a line, so that a diff shows which one changed. */
function render({ prices, columns, localDisks, accelerators }: CatalogueData): string {
  const lines = Object.entries(columns).map(([key, values]) => `    "${key}": ${JSON.stringify(values)}`);
  return `{
  "prices": ${JSON.stringify(prices)},
  "columns": {
${lines.join(",\n")}
  },
  "localDisks": ${JSON.stringify(localDisks)},
  "accelerators": ${JSON.stringify(accelerators)}
}
`;
}

function report(cloud: string, entries: Priced[], machines: MachineType[], { region, date, spotDate }: Prices): void {
  const count = (has: (machine: MachineType) => unknown) =>
    machines.filter((machine) => has(machine) !== undefined).length;
  const stated = entries.filter((entry) => entry.onDemandHourly !== undefined && entry.spotHourly !== undefined).length;
  const spot = count(({ price }) => price?.spotHourly);
  console.log(
    `${cloud}: ${machines.length} machine types; of ${region} ${count(({ price }) => price)} prices (${date}) and ${spot} spot ` +
      `prices (${spotDate ?? date}), ${stated - spot} more left out for not being below on-demand; ` +
      `${count(({ networkGbps }) => networkGbps)} network bandwidths`,
  );
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
