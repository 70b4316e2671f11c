/** What nodes cost that are not yet part of a platform, and what one of their pods does. */

import { type Amount, costOf, timesAmount } from "../cost/amount";
import type { Cost } from "../cost/estimate";
import type { PodShape } from "../executors/shape";
import type { Price } from "../nodes/machine";
import type { CapacityType } from "../nodes/pool";
import type { SizedNode } from "./size-nodes";

/** At list price, in US dollars per hour. */
export interface NodeCost {
  node: Cost;
  /** All of the nodes that were asked about. */
  nodes: Cost;
  /** One pod's share of a full node. */
  pod: Cost;
  /** One of the pod's cores. */
  slot: Cost;
}

export function costOfNodes(
  { node, packing }: SizedNode,
  { cores }: PodShape,
  capacity: CapacityType,
  count: number,
): NodeCost {
  const each = priceOf(node.machine.price, capacity);
  const pod = timesAmount(each, 1 / packing.podsPerNode);
  return {
    node: costOf(each),
    nodes: costOf(timesAmount(each, count)),
    pod: costOf(pod),
    slot: costOf(timesAmount(pod, 1 / cores)),
  };
}

/** A spot price that is not known is at most the on-demand price. */
function priceOf(price: Price | undefined, capacity: CapacityType): Amount {
  const hourly = capacity === "spot" ? price?.spotHourly : price?.onDemandHourly;
  return { hourly, atMost: hourly ?? price?.onDemandHourly };
}
