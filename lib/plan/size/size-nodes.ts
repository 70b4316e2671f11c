/** The best drivers or executors for nodes, without a cluster: their shape, how they pack and what an hour of each costs. */

import { roundDollars } from "../cost/amount";
import { chooseShape, type ShapeWish } from "../executors/choose-shape";
import { packingOf } from "../executors/pack";
import type { Packing, PodShape } from "../executors/shape";
import type { Price } from "../nodes/machine";
import type { PlannedNode } from "./plan-nodes";

/** List prices of one pod and of one of its cores on a full node, in US dollars per hour; absent where no price is known. */
export interface PodPrice {
  podHourly: number;
  slotHourly: number;
}

export interface SizedNode {
  node: PlannedNode;
  packing: Packing;
  onDemand?: PodPrice;
  spot?: PodPrice;
}

export interface SizedNodes {
  /** One shape that fits all nodes. */
  shape: PodShape;
  nodes: SizedNode[];
}

/** The best shape for all of the nodes; undefined when none fits them all. */
export function sizeNodes(nodes: readonly PlannedNode[], wish: ShapeWish): SizedNodes | undefined {
  const shape = chooseShape(nodes, wish);
  return shape && { shape, nodes: nodes.map((node) => sizeNode(shape, node)) };
}

function sizeNode(shape: PodShape, node: PlannedNode): SizedNode {
  const packing = packingOf(shape, "", node);
  const { price } = node.machine;
  return {
    node,
    packing,
    ...(price && { onDemand: podPrice(price, "onDemandHourly", shape, packing) }),
    ...(price?.spotHourly !== undefined && { spot: podPrice(price, "spotHourly", shape, packing) }),
  };
}

function podPrice(price: Price, kind: "onDemandHourly" | "spotHourly", shape: PodShape, packing: Packing): PodPrice {
  const podHourly = (price[kind] ?? 0) / packing.podsPerNode;
  return { podHourly: roundDollars(podHourly), slotHourly: roundDollars(podHourly / shape.cores) };
}
