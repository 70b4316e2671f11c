/**
 * What cluster-autoscaler makes of an Auto Scaling group that has no node yet, said again from its source, apart from the library:
 * https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/aws_manager.go (buildNodeFromTemplate)
 * and aws_cloud_provider.go (TemplateNodeInfo), which puts a kube-proxy of its own on that node.
 */

export interface GroupTag {
  key: string;
  value: string;
}

export interface MachineDescription {
  name: string;
  architecture: string;
  vcpu: number;
  memoryMiB: number;
}

/** A node as it is imagined; its allocatable is its capacity, less the imagined kube-proxy. */
export interface ImaginedNode {
  labels: Record<string, string>;
  taints: { key: string; value: string; effect: string }[];
  cpuMillis: number;
  memoryMiB: number;
  /** Absent without a tag: nothing that asks for it fits. */
  ephemeralStorageMiB?: number;
  pods: number;
}

export interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
}

export interface PodToHost {
  cpuMillis: number;
  memoryMiB: number;
  ephemeralStorageMiB: number;
  tolerations: Toleration[];
  nodeSelectorTerms: { matchExpressions: { key: string; operator: string; values: string[] }[] }[];
}

/** https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.1/cluster-autoscaler/cloudprovider/utils.go (BuildKubeProxy) */
const KUBE_PROXY = { cpuMillis: 100, pods: 1 };

const TEMPLATE = "k8s.io/cluster-autoscaler/node-template/";

/** The node of an empty group. @param machine the first type of the group */
export function imagine(tags: GroupTag[], machine: MachineDescription, region: string, zone: string): ImaginedNode {
  const resources = Object.fromEntries(tagged(tags, "resources/"));
  return {
    labels: {
      "kubernetes.io/arch": machine.architecture,
      "kubernetes.io/os": "linux",
      "node.kubernetes.io/instance-type": machine.name,
      "topology.kubernetes.io/region": region,
      "topology.kubernetes.io/zone": zone,
      ...Object.fromEntries(tagged(tags, "label/")),
    },
    taints: tagged(tags, "taint/")
      .filter(([, value]) => /(.*):(?:NoSchedule|NoExecute|PreferNoSchedule)/.test(value))
      .map(([key, value]) => {
        const colon = value.indexOf(":");
        return { key, value: value.slice(0, colon), effect: value.slice(colon + 1) };
      }),
    cpuMillis:
      (resources.cpu === undefined ? machine.vcpu * 1000 : Math.floor(quantity(resources.cpu) * 1000)) -
      KUBE_PROXY.cpuMillis,
    memoryMiB: resources.memory === undefined ? machine.memoryMiB : quantity(resources.memory) / 2 ** 20,
    ...(resources["ephemeral-storage"] !== undefined && {
      ephemeralStorageMiB: quantity(resources["ephemeral-storage"]) / 2 ** 20,
    }),
    pods: (resources.pods === undefined ? 110 : quantity(resources.pods)) - KUBE_PROXY.pods,
  };
}

/** Why a pod would not go onto a node on which so much is taken already; none if it would. */
export function obstacles(
  pod: PodToHost,
  node: ImaginedNode,
  taken: { cpuMillis: number; memoryMiB: number }[],
): string[] {
  const sum = (of: (each: { cpuMillis: number; memoryMiB: number }) => number): number =>
    taken.reduce((total, each) => total + of(each), 0);
  const free = {
    cpu: node.cpuMillis - sum(({ cpuMillis }) => cpuMillis),
    memory: node.memoryMiB - sum(({ memoryMiB }) => memoryMiB),
  };
  const found: string[] = [];
  if (pod.cpuMillis > free.cpu) found.push(`${pod.cpuMillis}m of ${free.cpu}m CPU`);
  if (pod.memoryMiB > free.memory) found.push(`${pod.memoryMiB} of ${free.memory} MiB`);
  if (pod.ephemeralStorageMiB > (node.ephemeralStorageMiB ?? 0)) found.push("ephemeral storage");
  for (const taint of node.taints) {
    if (taint.effect === "PreferNoSchedule") continue;
    if (!pod.tolerations.some((toleration) => isTolerated(taint, toleration))) found.push(`taint ${taint.key}`);
  }
  const { nodeSelectorTerms: terms } = pod;
  const matches = (key: string, operator: string, values: string[]): boolean =>
    operator === "In" && node.labels[key] !== undefined && values.includes(node.labels[key]);
  const isMatched = terms.some(({ matchExpressions }) =>
    matchExpressions.every(({ key, operator, values }) => matches(key, operator, values)),
  );
  if (terms.length > 0 && !isMatched) found.push("node affinity");
  return found;
}

/** Whether the groups that a flag describes include one with these tags: a tag without a value only needs the key. */
export function isDiscovered(flag: string, tags: GroupTag[]): boolean {
  const [, list] = /^--node-group-auto-discovery=asg:tag=(.+)$/.exec(flag) ?? [];
  return (
    list?.split(",").every((wanted) => {
      const [key, value] = wanted.split("=");
      return tags.some((tag) => tag.key === key && (value === undefined || tag.value === value));
    }) ?? false
  );
}

function tagged(tags: GroupTag[], kind: string): [string, string][] {
  return tags
    .filter(({ key }) => key.startsWith(TEMPLATE + kind))
    .map(({ key, value }): [string, string] => [key.slice((TEMPLATE + kind).length), value]);
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function isTolerated(
  taint: ImaginedNode["taints"][0],
  { key, operator = "Equal", value = "", effect }: Toleration,
): boolean {
  if (effect !== undefined && effect !== "" && effect !== taint.effect) return false;
  if (key === undefined || key === "") return operator === "Exists";
  return key === taint.key && (operator === "Exists" || value === taint.value);
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
function quantity(text: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(text) ?? [];
  if (number === undefined) throw new Error(`${text} is no quantity`);
  const units: Record<string, number> = {
    "": 1,
    m: 1e-3,
    k: 1e3,
    M: 1e6,
    G: 1e9,
    T: 1e12,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
    Ti: 2 ** 40,
  };
  return Number(number) * units[unit]!;
}
