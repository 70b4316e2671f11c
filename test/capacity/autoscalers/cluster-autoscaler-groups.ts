/** The node groups of a plan as cluster-autoscaler's provider for kwok reads them: what AWS would tell it of each. Pure. */

import { autoscalerTags } from "../../../lib/clusters/aws/autoscaler/cluster-autoscaler/autoscaler-tags";
import { type ClusterPlan, type NodePoolPlan } from "../../../lib/plan";
import { type Manifest } from "../../../lib/rendering";
import { fakeNodeAnnotation } from "../../../local/control-plane/nodes";
import { bootAnnotation } from "../harness/boots";

/** Where the provider looks for its files; the autoscaler that we deploy lives there too. */
export const namespace = "kube-system";

/** @see https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.1/cluster-autoscaler/cloudprovider/kwok/kwok_constants.go */
export const groupAnnotation = "cluster-autoscaler.kwok.nodegroup/name";
const sizeAnnotations = {
  least: "cluster-autoscaler.kwok.nodegroup/min-count",
  most: "cluster-autoscaler.kwok.nodegroup/max-count",
  now: "cluster-autoscaler.kwok.nodegroup/desired-count",
};

/** On a template: what its nodes really leave for pods, which an autoscaler on AWS does not know before one is there. */
export const leftAnnotations = { cpu: "spark-platform/cpu", pods: "spark-platform/pods" };

const templates = "kwok-provider-templates";

/** The Auto Scaling group of a pool, by the name that the recorded program has for it. */
export function groupName(cluster: Pick<ClusterPlan, "name">, pool: Pick<NodePoolPlan, "name">): string {
  return `eks-${cluster.name}-${pool.name}-000000000000`;
}

/**
 * The provider's two ConfigMaps: every Spark pool is a group, and its nodes look to the autoscaler as the tags of its Auto Scaling group
 * say, for tags are all that an autoscaler on AWS knows of a group without nodes.
 */
export function providerFiles(cluster: ClusterPlan): Manifest[] {
  const items = cluster.sparkPools.map((pool) => templateOf(cluster, pool));
  const configuration = {
    apiVersion: "v1alpha1",
    readNodesFrom: "configmap",
    nodegroups: { fromNodeAnnotationKey: groupAnnotation },
    nodes: { skipTaint: true },
    configmap: { name: templates },
  };
  return [
    configMap("kwok-provider-config", { config: JSON.stringify(configuration) }),
    configMap(templates, { templates: JSON.stringify({ apiVersion: "v1", kind: "List", items }) }),
  ];
}

/** @throws where the priorities name a group that no pool has: they would count for nothing, and nobody would see it */
export function checkPriorities(cluster: ClusterPlan, manifests: readonly Manifest[]): void {
  const priorities = manifests.find(({ metadata }) => metadata.name === "cluster-autoscaler-priority-expander");
  const { data } = (priorities ?? { data: {} }) as { data: { priorities?: string } };
  const groups = cluster.sparkPools.map((pool) => groupName(cluster, pool));
  for (const [, pattern = ""] of (data.priorities ?? "").matchAll(/^ +- (.+)$/gm)) {
    if (!groups.some((group) => new RegExp(pattern).test(group))) {
      throw new Error(`the priority ${pattern} matches none of ${groups.join(", ")}`);
    }
  }
}

/**
 * Makes every node of a group what a kubelet would register: with a name of its own as its host's, and with the room that the
 * machine leaves. The provider takes both from the template.
 */
export const registration: Manifest[] = [
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicy",
    metadata: { name: "simulated-kubelets" },
    spec: {
      failurePolicy: "Fail",
      reinvocationPolicy: "Never",
      ...matchGroups('has(object.metadata.annotations) && "' + groupAnnotation + '" in object.metadata.annotations'),
      mutations: [
        patch("/metadata/labels/kubernetes.io~1hostname", "object.metadata.name"),
        ...Object.entries(leftAnnotations).map(([resource, annotation]) =>
          patch(`/status/allocatable/${resource}`, `object.metadata.annotations["${annotation}"]`),
        ),
      ],
    },
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicyBinding",
    metadata: { name: "simulated-kubelets" },
    spec: { policyName: "simulated-kubelets" },
  },
];

/** Lets the provider make no node of these groups, as when a cloud has no machine left. */
export function soldOut(groups: readonly string[]): Manifest[] {
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata: { name: "sold-out" },
      spec: {
        failurePolicy: "Fail",
        ...matchGroups(
          `has(object.metadata.annotations) && object.metadata.annotations[?"${groupAnnotation}"].orValue("") in ${JSON.stringify(groups)}`,
        ),
        validations: [{ expression: "false", message: "InsufficientInstanceCapacity" }],
      },
    },
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name: "sold-out" },
      spec: { policyName: "sold-out", validationActions: ["Deny"] },
    },
  ];
}

/** A node of the pool as its group's tags describe it. */
function templateOf(cluster: ClusterPlan, pool: NodePoolPlan) {
  const [machine] = pool.machines;
  if (machine === undefined) throw new Error(`pool ${pool.name} has no machine`);
  const group = groupName(cluster, pool);
  const about = tagsOf(pool, cluster.name);
  const resources = about("resources/");
  const { architecture } = machine.machine;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: pool.name,
      annotations: {
        [fakeNodeAnnotation.name]: fakeNodeAnnotation.value,
        [bootAnnotation.name]: bootAnnotation.booting,
        [leftAnnotations.cpu]: `${machine.allocatable.cpuMillis}m`,
        [leftAnnotations.pods]: String(machine.allocatable.pods),
        [groupAnnotation]: group,
        [sizeAnnotations.least]: String(pool.minNodes),
        [sizeAnnotations.now]: String(pool.minNodes),
        [sizeAnnotations.most]: String(pool.maxNodes),
      },
      labels: {
        "kubernetes.io/arch": architecture,
        "kubernetes.io/os": "linux",
        // Of a group that spans several zones the autoscaler on AWS knows the first.
        "topology.kubernetes.io/zone": "us-east-1a",
        ...about("label/"),
      },
    },
    spec: {
      taints: Object.entries(about("taint/")).map(([key, tag]) => {
        const [value, effect] = tag.split(":");
        return { key, value, effect };
      }),
    },
    status: { allocatable: resources, capacity: resources, nodeInfo: { architecture, operatingSystem: "linux" } },
  };
}

/** The tags of a pool's group that describe its nodes, by the rest of their key. */
function tagsOf(pool: NodePoolPlan, cluster: string): (part: string) => Record<string, string> {
  const prefix = "k8s.io/cluster-autoscaler/node-template/";
  const tags = autoscalerTags(pool, cluster);
  return (part) =>
    Object.fromEntries(
      tags
        .filter(({ key }) => key.startsWith(prefix + part))
        .map(({ key, value }) => [key.slice((prefix + part).length), value]),
    );
}

function configMap(name: string, data: Record<string, string>): Manifest {
  const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data };
  return manifest;
}

function matchGroups(expression: string) {
  return {
    matchConstraints: {
      resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["nodes"] }],
    },
    matchConditions: [{ name: "of-a-group", expression }],
  };
}

function patch(path: string, value: string) {
  const expression = `[JSONPatch{op: "add", path: "${path}", value: ${value}}]`;
  return { patchType: "JSONPatch", jsonPatch: { expression } };
}
