/** Fake nodes: nodes that the scheduler takes for real ones, with exactly the allocatable that was planned for them. */

import { UserError } from "../user-error";
import { waitUntil } from "../wait";
import { type ClusterAccess, kubectl, kubectlJson } from "./kubectl";

/** kwok plays the kubelet of the nodes that carry it. */
export const fakeNodeAnnotation = { name: "kwok.x-k8s.io/node", value: "fake" };

export interface KwokNodeSpec {
  name: string;
  /** Name of the node pool; part of the provider ID. */
  pool: string;
  labels: Record<string, string>;
  taints: { key: string; value?: string; effect: string }[];
  /** What pods can get: allocatable. */
  cpuMillis: number;
  memoryMiB: number;
  ephemeralStorageMiB: number;
  pods: number;
  /** What the machine has. @default what pods can get */
  capacity?: { cpuMillis: number; memoryMiB: number };
  zone?: string;
  /** @default "amd64" */
  architecture?: "amd64" | "arm64";
}

interface Resources {
  cpu: string;
  memory: string;
  "ephemeral-storage": string;
  pods: string;
}

export interface KwokNode {
  apiVersion: "v1";
  kind: "Node";
  metadata: { name: string; annotations: Record<string, string>; labels: Record<string, string> };
  spec: { providerID: string; taints: { key: string; value?: string; effect: string }[] };
  status: {
    allocatable: Resources;
    capacity: Resources;
    nodeInfo: Record<string, string>;
  };
}

/** The node as a kubelet would register it. Labels that are given win over those that a kubelet sets. */
export function kwokNode(spec: KwokNodeSpec): KwokNode {
  const { name, cpuMillis, memoryMiB, architecture = "amd64" } = spec;
  const resources = (machine: { cpuMillis: number; memoryMiB: number }): Resources => ({
    cpu: `${machine.cpuMillis}m`,
    memory: `${machine.memoryMiB}Mi`,
    "ephemeral-storage": `${spec.ephemeralStorageMiB}Mi`,
    pods: String(spec.pods),
  });
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: { [fakeNodeAnnotation.name]: fakeNodeAnnotation.value },
      labels: {
        "kubernetes.io/arch": architecture,
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        ...(spec.zone === undefined ? {} : { "topology.kubernetes.io/zone": spec.zone }),
        ...spec.labels,
      },
    },
    spec: { providerID: `kwok://${spec.pool}/${name}`, taints: spec.taints },
    status: {
      allocatable: resources({ cpuMillis, memoryMiB }),
      capacity: resources(spec.capacity ?? { cpuMillis, memoryMiB }),
      nodeInfo: {
        architecture,
        bootID: "",
        containerRuntimeVersion: "kwok",
        kernelVersion: "kwok",
        kubeProxyVersion: "",
        kubeletVersion: "kwok",
        machineID: "",
        operatingSystem: "linux",
        osImage: "kwok",
        systemUUID: "",
      },
    },
  };
}

interface NodeList {
  items: {
    metadata: { name: string };
    spec: { taints?: { key: string }[] };
    status: { conditions?: { type: string; status: string }[] };
  }[];
}

/** Creates the nodes, or brings those that are there to what is given, and waits until pods can be bound to them. */
export async function applyNodes(
  access: ClusterAccess,
  tools: { kubectl: string },
  nodes: readonly KwokNode[],
): Promise<void> {
  if (nodes.length === 0) return;
  const list = async () => (await kubectlJson<NodeList>(access, tools, ["get", "nodes"])).items;
  const existing = new Set((await list()).map(({ metadata }) => metadata.name));
  const send = async (args: string[], items: readonly KwokNode[]) => {
    if (items.length === 0) return;
    const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    await kubectl(access, tools, [...args, "--filename=-"], { input });
  };
  // Only a create takes the status along, as when a kubelet registers its node. With an apply the node would be there
  // without allocatable for a moment.
  await send(
    ["create"],
    nodes.filter(({ metadata }) => !existing.has(metadata.name)),
  );
  const present = nodes.filter(({ metadata }) => existing.has(metadata.name));
  const apply = ["apply", "--server-side", "--force-conflicts", "--field-manager=spark-platform-local"];
  await send(apply, present);
  await send([...apply, "--subresource=status"], present);

  let waiting: string[] = [];
  const names = new Set(nodes.map(({ metadata }) => metadata.name));
  const allSchedulable = async () => {
    waiting = (await list()).filter((node) => names.has(node.metadata.name) && !isSchedulable(node)).map(nameOf);
    return waiting.length === 0;
  };
  const timeoutMs = 60_000 + nodes.length * 200;
  if (!(await waitUntil(allSchedulable, { timeoutMs, intervalMs: 250 }))) {
    throw new UserError(
      `${waiting.length} of ${nodes.length} fake nodes are not Ready after ${timeoutMs / 1000} s: ` +
        `${waiting.slice(0, 10).join(", ")}. See the logs of kwok and of kube-controller-manager.`,
    );
  }
}

/** A node that is Ready keeps its first taint until the node lifecycle controller has seen that. */
function isSchedulable({ spec, status }: NodeList["items"][number]): boolean {
  const ready = status.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
  return ready && !spec.taints?.some(({ key }) => key === "node.kubernetes.io/not-ready");
}

function nameOf({ metadata }: NodeList["items"][number]): string {
  return metadata.name;
}
