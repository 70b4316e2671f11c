/** The compact form that scripts/catalogue writes, and the machine types in it. */

import type { MachineType, Price } from "../machine";

/** One column a fact: entry n of each column is of machine type n. What only some machines have is kept by name. */
export interface CatalogueData {
  /** What the prices of this file have in common. */
  prices: Pick<Price, "region" | "date" | "spotDate">;
  columns: {
    name: string[];
    vcpu: number[];
    memoryMiB: number[];
    /** 1 or 0. */
    isArm64: number[];
    /** `null`: not stated. */
    networkGbps: (number | null)[];
    /** `null`: not known. */
    onDemandHourly: (number | null)[];
    /** `null`: not known. */
    spotHourly: (number | null)[];
    /** Only where the network plugin sets a limit. */
    networkMaxPods?: number[];
  };
  /** Count and size in GiB. */
  localDisks: Record<string, number[]>;
  /** By the accelerator's name: how many of it each machine type has. */
  accelerators: Record<string, Record<string, number>>;
}

/** The machine types of a catalogue, in its order. */
export function decode(data: CatalogueData): MachineType[] {
  const { columns } = data;
  const disksOf = new Map(Object.entries(data.localDisks));
  const acceleratorsOf = acceleratorsByMachine(data.accelerators);
  return columns.name.map((name, row) => {
    const [count, sizeGiB] = disksOf.get(name) ?? [];
    const accelerators = acceleratorsOf.get(name);
    const networkMaxPods = columns.networkMaxPods?.[row];
    const networkGbps = columns.networkGbps[row] ?? undefined;
    const price = priceOf(data, row);
    return {
      name,
      vcpu: columns.vcpu[row]!,
      memoryMiB: columns.memoryMiB[row]!,
      architecture: columns.isArm64[row] === 1 ? "arm64" : "amd64",
      ...(count !== undefined && sizeGiB !== undefined && { localDisks: { count, sizeGiB } }),
      ...(accelerators && { accelerators }),
      ...(networkMaxPods !== undefined && { networkMaxPods }),
      ...(networkGbps !== undefined && { networkGbps }),
      ...(price && { price }),
    };
  });
}

function acceleratorsByMachine(
  accelerators: CatalogueData["accelerators"],
): Map<string, { name: string; count: number }> {
  return new Map(
    Object.entries(accelerators).flatMap(([name, machines]) =>
      Object.entries(machines).map(([machine, count]) => [machine, { name, count }] as const),
    ),
  );
}

function priceOf({ columns, prices }: CatalogueData, row: number): Price | undefined {
  const onDemandHourly = columns.onDemandHourly[row] ?? undefined;
  const spotHourly = columns.spotHourly[row] ?? undefined;
  if (onDemandHourly === undefined) return undefined;
  const { region, date, spotDate } = prices;
  const spot = spotHourly !== undefined && { spotHourly, ...(spotDate !== undefined && { spotDate }) };
  return { onDemandHourly, region, date, ...spot };
}
