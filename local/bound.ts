/** Where pods are: what the scheduler bound where, as a table. */

import Table from "cli-table3";

import { type ClusterAccess, kubectlJson } from "./control-plane/kubectl";
import { waitUntil } from "./wait";

interface Pod {
  metadata: { name: string; namespace: string; deletionTimestamp?: string };
  spec: {
    nodeName?: string;
    containers: { resources?: { requests?: { cpu?: string; memory?: string } } }[];
  };
  status: { phase: string; conditions?: { type: string; status: string; message?: string }[] };
}

type Tools = { kubectl: string };

export async function podsIn(access: ClusterAccess, tools: Tools, namespaces: readonly string[]): Promise<Pod[]> {
  const { items } = await kubectlJson<{ items: Pod[] }>(access, tools, ["get", "pods", "--all-namespaces"]);
  return items.filter(
    ({ metadata }) => namespaces.includes(metadata.namespace) && metadata.deletionTimestamp === undefined,
  );
}

/**
 * Waits until every pod that the Deployments want is there, and `more` that stand alone, and each has a node.
 * @returns those that have none by then
 */
export async function waitUntilBound(
  access: ClusterAccess,
  tools: Tools,
  namespaces: readonly string[],
  more = 0,
  timeoutMs = 120_000,
): Promise<Pod[]> {
  let unbound: Pod[] = [];
  await waitUntil(
    async () => {
      const wanted = (await replicasIn(access, tools, namespaces)) + more;
      const pods = await podsIn(access, tools, namespaces);
      unbound = pods.filter(({ spec }) => spec.nodeName === undefined);
      return pods.length >= wanted && unbound.length === 0;
    },
    { timeoutMs, intervalMs: 500 },
  );
  return unbound;
}

async function replicasIn(access: ClusterAccess, tools: Tools, namespaces: readonly string[]): Promise<number> {
  const { items } = await kubectlJson<{
    items: { metadata: { namespace: string }; spec: { replicas?: number } }[];
  }>(access, tools, ["get", "deployments", "--all-namespaces"]);
  return items
    .filter(({ metadata }) => namespaces.includes(metadata.namespace))
    .reduce((sum, { spec }) => sum + (spec.replicas ?? 1), 0);
}

/** Why the scheduler has no node for a pod, in its own words. */
export function whyUnbound({ metadata, status }: Pod): string {
  const condition = status.conditions?.find(({ type }) => type === "PodScheduled");
  return `${metadata.namespace}/${metadata.name}: ${condition?.message ?? "not looked at yet"}`;
}

export function boundTable(pods: readonly Pod[]): string {
  const table = new Table({ head: ["node", "pod", "namespace", "CPU", "memory"], style: { head: [], border: [] } });
  const sorted = [...pods].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
  for (const { metadata, spec } of sorted) {
    const requests = spec.containers.map(({ resources }) => resources?.requests);
    const list = (key: "cpu" | "memory") => requests.map((request) => request?.[key] ?? "-").join(" + ");
    table.push([spec.nodeName ?? "(Pending)", metadata.name, metadata.namespace, list("cpu"), list("memory")]);
  }
  return table.toString();
}

function keyOf({ metadata, spec }: Pod): string {
  return `${spec.nodeName ?? "~"} ${metadata.namespace} ${metadata.name}`;
}
