/** The wire between this machine and its nodes: a bridge that leads nowhere else, so that nothing of a pod can leave the machine. */

import { run } from "../run";

/** RFC 2544 sets 198.18.0.0/15 aside for benchmarks: no network that the machine knows has these addresses. */
const network = "198.19";

const bridge = "spark-nodes";

/** Where the machine itself is reached from nodes and pods. */
export const machineAddress = `${network}.0.1`;

/** All pods of all nodes. */
export const podNetwork = `${network}.0.0/16`;

/** @param number of the node, 1 to 200 */
export function nodeAddress(number: number): string {
  return `${network}.0.${10 + number}`;
}

export function podSubnet(number: number): string {
  return `${network}.${number}.0/24`;
}

/** @throws CommandFailed where the kernel has no bridges */
export async function createBridge(): Promise<void> {
  await ip("link", "add", bridge, "type", "bridge");
  await ip("address", "add", `${machineAddress}/24`, "dev", bridge);
  await ip("link", "set", bridge, "up");
}

/** What is not there is no mistake. */
export async function removeBridge(): Promise<void> {
  await ip("link", "delete", bridge).catch(() => undefined);
}

/**
 * Plugs a node in. It gets no default route, and no route to the addresses of services: what kube-proxy has not programmed is
 * refused at once, since a packet's destination is rewritten before it is routed.
 * @param pid of a process in the node's network namespace
 * @param others numbers of the nodes that are there already
 */
export async function plugIn(
  number: number,
  { pid, others, services }: { pid: number; others: readonly number[]; services: string },
): Promise<void> {
  const link = linkOf(number);
  await ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", String(pid));
  await ip("link", "set", link, "master", bridge, "up");
  const inside = (...args: string[]) => run("nsenter", ["--target", String(pid), "--net", "ip", ...args]);
  await inside("address", "add", `${nodeAddress(number)}/24`, "dev", "eth0");
  await inside("link", "set", "eth0", "up");
  await inside("route", "add", "prohibit", services);
  for (const other of others) await inside("route", "add", podSubnet(other), "via", nodeAddress(other));
  await ip("route", "replace", podSubnet(number), "via", nodeAddress(number));
}

/** Tells a node where the pods of another one are. */
export async function addRoute(pid: number, other: number): Promise<void> {
  const route = ["route", "replace", podSubnet(other), "via", nodeAddress(other)];
  await run("nsenter", ["--target", String(pid), "--net", "ip", ...route]);
}

/** Cuts a node off, as when its machine loses power: nobody is told. */
export async function unplug(number: number): Promise<void> {
  await ip("link", "delete", linkOf(number));
}

function linkOf(number: number): string {
  return `spark-node-${number}`;
}

async function ip(...args: string[]): Promise<void> {
  await run("ip", args);
}
