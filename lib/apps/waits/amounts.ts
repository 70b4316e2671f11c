/** Amounts of resources as people read them. */

import { cores, figure, gib } from "../../report/numbers";
import type { Shortage } from "./node-fit";

/** @param amount millicores of `cpu`, MiB of memory and disk, pods, or thousandths of other resources */
export function amountText(resource: string, amount: number): string {
  const nouns: Record<string, string> = { cpu: "CPU", memory: "memory", "ephemeral-storage": "disk" };
  return `${plainAmount(resource, amount)} ${nouns[resource] ?? resource}`;
}

/** Without the resource's name, for where that stands already. */
export function plainAmount(resource: string, amount: number): string {
  switch (resource) {
    case "cpu":
      return cores(amount);
    case "memory":
    case "ephemeral-storage":
      return gib(amount);
    case "pods":
      return figure(amount);
    default:
      return String(amount / 1000);
  }
}

/** Of the node with most room. */
export function shortageText({ node, resource, wanted, free, allocatable }: Shortage & { node: string }): string {
  if (resource === "pods") return `${node} runs as many pods as it admits, ${figure(allocatable)}`;
  const asks = `the pod asks for ${amountText(resource, wanted)}`;
  const all = plainAmount(resource, allocatable);
  if (wanted > allocatable) return `${asks}; the largest of its nodes, ${node}, has ${all} in all`;
  return `${asks}; most is free on ${node}, ${plainAmount(resource, Math.max(0, free ?? 0))} of ${all}`;
}
