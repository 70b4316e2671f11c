/** Sums up what every way to size executors yields over the machine types of one cloud. */

import type { CatalogueNode } from "./machines";
import type { Sizing, Yield } from "./sizing";

/** One machine type, what our plan yields on it and what the others do. */
export interface Row {
  node: CatalogueNode;
  ours: Yield;
  others: Record<string, Yield>;
}

export interface Summary {
  /** Task slots, and GiB of heap, per US dollar of an hour on demand: sums over one machine of each type that has a price. */
  slotsPerDollar: number;
  heapGiBPerDollar: number;
  /** Machine types on which our plan has an executor and this has none. */
  unschedulable: string[];
  /** Machine types on which this yields more task slots than our plan, or as many and more heap. */
  ahead: string[];
  /** Machine types on which this yields more heap with fewer task slots. */
  moreHeap: string[];
  /** Machine types on which this runs more tasks than there are vCPU. */
  overbooked: string[];
}

export function rowsOf(nodes: readonly CatalogueNode[], ours: Sizing, others: Record<string, Sizing>): Row[] {
  return nodes.map((node) => ({
    node,
    ours: ours(node),
    others: Object.fromEntries(Object.entries(others).map(([name, sizing]) => [name, sizing(node)])),
  }));
}

export function summarise(rows: readonly Row[], yieldOfRow: (row: Row) => Yield): Summary {
  const priced = rows.filter(({ node }) => node.machine.price !== undefined);
  // The mean of amount per dollar, each machine type weighed by its price, is the sum of the amounts by that of the prices.
  const perDollar = (amount: (one: Yield) => number) =>
    priced.reduce((sum, row) => sum + amount(yieldOfRow(row)), 0) /
    priced.reduce((sum, { node }) => sum + node.machine.price!.onDemandHourly, 0);
  const namesWhere = (holds: (ours: Yield, other: Yield) => boolean) =>
    rows.filter((row) => holds(row.ours, yieldOfRow(row))).map(({ node }) => node.machine.name);
  return {
    slotsPerDollar: perDollar(({ slots }) => slots),
    heapGiBPerDollar: perDollar(({ heapMiB }) => heapMiB / 1024),
    unschedulable: namesWhere((ours, other) => ours.executors > 0 && other.executors === 0),
    ahead: namesWhere(
      (ours, other) => other.slots > ours.slots || (other.slots === ours.slots && other.heapMiB > ours.heapMiB),
    ),
    moreHeap: namesWhere((ours, other) => other.slots < ours.slots && other.heapMiB > ours.heapMiB),
    overbooked: rows
      .filter((row) => yieldOfRow(row).tasks > row.node.machine.vcpu)
      .map(({ node }) => node.machine.name),
  };
}
