/** cluster-autoscaler inside the cluster: adds nodes for pods that wait, takes away those that idle. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";

import { clusterAutoscaler } from "../plan/placement/system-pods";
import { childOptions } from "./child-options";
import { containerResources } from "./container-resources";
import { imageOfVersion } from "./image-of-version";
import { type ImageMirrors, mirrored } from "./mirrors";
import { distrolessUid, restrictedContainer, unprivilegedPod } from "./pod-security";
import { overHosts } from "./spread";

export interface ClusterAutoscalerArgs {
  /** Kubernetes minor version of the cluster, 1.33 to 1.36; the autoscaler simulates the scheduler of that very version. */
  kubernetesVersion: string;
  /** Namespace, which must exist. @default "kube-system" */
  namespace?: string;
  /** Flags that name the cloud and its node groups, for example `--cloud-provider=aws`. */
  cloudFlags: pulumi.Input<string>[];
  /** What its service account needs so that the cloud knows who it is. @default none */
  serviceAccountAnnotations?: Record<string, pulumi.Input<string>>;
  /** Environment of the container, for example the region. @default none */
  environment?: Record<string, pulumi.Input<string>>;
  /**
   * Which node groups to try first: regular expressions of their names by priority, the highest first. A group that matches
   * none is not used while another one matches. @default no priorities: the group that wastes least
   */
  priorities?: pulumi.Input<Record<number, string[]>>;
  /** Minutes that a node may idle before it is removed. @default 5 */
  idleMinutes?: number;
  /** Labels of the nodes that it may run on. @default any */
  nodeSelector?: Record<string, string>;
  /** Of the cluster's minor version. @default registry.k8s.io/autoscaling/cluster-autoscaler at the newest patch known for it */
  image?: pulumi.Input<string>;
  /** @default the image is pulled from where it is published */
  imageMirrors?: ImageMirrors;
  /** Memory of each of the two replicas; about 1000 for a thousand nodes. @default 600 */
  memoryMiB?: number;
}

/** Name of the service account, and of everything else: roles and the autoscaler's own lease are tied to it. */
export const AUTOSCALER_ACCOUNT = "cluster-autoscaler";

/** The autoscaler looks for its priorities under this name only. */
const PRIORITIES = "cluster-autoscaler-priority-expander";

const READ = ["get", "list", "watch"];

/**
 * Newest patch of each minor version (git tags of kubernetes/autoscaler, August 2026). It simulates the scheduler of its own version,
 * so one of another version adds nodes on which pods don't fit, or none.
 */
const VERSIONS: Record<string, string> = {
  "1.33": "v1.33.6",
  "1.34": "v1.34.5",
  "1.35": "v1.35.2",
  "1.36": "v1.36.1",
};

/** What its informers read, and what it does to pods and nodes: the documented rules without API groups that are gone. */
const CLUSTER_RULES = [
  rule("", ["events"], ["create", "patch"]),
  rule("", ["pods/eviction"], ["create"]),
  rule("", ["pods/status"], ["update"]),
  rule("", ["nodes"], ["get", "list", "watch", "update"]),
  rule("", ["namespaces", "pods", "services", "replicationcontrollers"], READ),
  rule("", ["persistentvolumeclaims", "persistentvolumes"], READ),
  rule("apps", ["daemonsets", "replicasets", "statefulsets"], READ),
  rule("batch", ["jobs"], [...READ, "patch"]),
  rule("policy", ["poddisruptionbudgets"], ["list", "watch"]),
  rule("resource.k8s.io", ["deviceclasses", "resourceclaims", "resourceslices"], READ),
  rule(
    "storage.k8s.io",
    ["csidrivers", "csinodes", "csistoragecapacities", "storageclasses", "volumeattachments"],
    READ,
  ),
];

/** Its lease, its status and its priorities. */
const NAMESPACE_RULES = [
  rule("", ["configmaps"], ["create", "list", "watch"]),
  rule("", ["configmaps"], ["get", "update", "delete"], ["cluster-autoscaler-status", PRIORITIES]),
  rule("coordination.k8s.io", ["leases"], ["create"]),
  rule("coordination.k8s.io", ["leases"], ["get", "update"], [AUTOSCALER_ACCOUNT]),
];

const METRICS_PORT = 8085;

/**
 * cluster-autoscaler with the settings that suit Spark: a pool that can't deliver is left for the next one after five minutes,
 * a node goes soon after its last executor, and pause pods of priority −10 still bring nodes.
 *
 * What it may do with the cloud's machines comes from outside, by the identity of the service account `cluster-autoscaler`.
 *
 * @example
 * new ClusterAutoscaler("autoscaler", { kubernetesVersion: "1.35", cloudFlags: ["--cloud-provider=aws", "--nodes=0:10:group"] });
 *
 * Costs two replicas of 100m CPU and 600 MiB, of which one leads and one waits.
 * @throws pulumi.ResourceError when no version is known for the Kubernetes version and no image is given, or one of another version.
 */
export class ClusterAutoscaler extends pulumi.ComponentResource {
  readonly deployment: kubernetes.apps.v1.Deployment;

  constructor(name: string, args: ClusterAutoscalerArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { kubernetesVersion } = args;
    const version = VERSIONS[kubernetesVersion];
    const image = imageOfVersion({
      program: "cluster-autoscaler",
      image: args.image,
      kubernetesVersion,
      pinned: version && `registry.k8s.io/autoscaling/cluster-autoscaler:${version}`,
      known: Object.keys(VERSIONS),
    });
    super("spark-platform:addons:ClusterAutoscaler", name, {}, opts);

    const options = childOptions(this, opts);
    const { namespace = "kube-system", priorities } = args;
    const metadata = { name: AUTOSCALER_ACCOUNT, namespace, labels };
    const { serviceAccountAnnotations: annotations } = args;
    const account = new kubernetes.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata: { ...metadata, ...(annotations && { annotations }) } },
      options,
    );
    const rights = bindRights(name, namespace, options);
    const configuration =
      priorities &&
      new kubernetes.core.v1.ConfigMap(
        `${name}-priorities`,
        {
          metadata: { ...metadata, name: PRIORITIES },
          data: { priorities: pulumi.output(priorities).apply(prioritiesYaml) },
        },
        options,
      );
    new kubernetes.policy.v1.PodDisruptionBudget(
      `${name}-budget`,
      { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } },
      options,
    );
    this.deployment = new kubernetes.apps.v1.Deployment(
      `${name}-deployment`,
      { metadata, spec: deploymentSpec(args, namespace, mirrored(image, args.imageMirrors)) },
      pulumi.mergeOptions(options, { dependsOn: [account, ...rights, ...(configuration ? [configuration] : [])] }),
    );
    this.registerOutputs({});
  }
}

const labels = { "app.kubernetes.io/name": "cluster-autoscaler" };

function rule(apiGroup: string, resources: string[], verbs: string[], resourceNames?: string[]) {
  return { apiGroups: [apiGroup], resources, verbs, ...(resourceNames && { resourceNames }) };
}

function bindRights(name: string, namespace: string, options: pulumi.CustomResourceOptions): pulumi.Resource[] {
  const { ClusterRole, ClusterRoleBinding, Role, RoleBinding } = kubernetes.rbac.v1;
  const metadata = { name: AUTOSCALER_ACCOUNT, labels };
  const inNamespace = { ...metadata, namespace };
  const subjects = [{ kind: "ServiceAccount", name: AUTOSCALER_ACCOUNT, namespace }];
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", name: AUTOSCALER_ACCOUNT };
  return [
    new ClusterRole(`${name}-cluster-role`, { metadata, rules: CLUSTER_RULES }, options),
    new ClusterRoleBinding(
      `${name}-cluster-binding`,
      { metadata, subjects, roleRef: { ...roleRef, kind: "ClusterRole" } },
      options,
    ),
    new Role(`${name}-role`, { metadata: inNamespace, rules: NAMESPACE_RULES }, options),
    new RoleBinding(
      `${name}-binding`,
      { metadata: inNamespace, subjects, roleRef: { ...roleRef, kind: "Role" } },
      options,
    ),
  ];
}

/** Keys must be numbers, which JSON has not. */
function prioritiesYaml(priorities: Record<number, string[]>): string {
  return stringify(new Map(Object.entries(priorities).map(([priority, groups]) => [Number(priority), groups])));
}

function flags({ cloudFlags, priorities, idleMinutes = 5 }: ClusterAutoscalerArgs, namespace: string) {
  return [
    ...cloudFlags,
    `--namespace=${namespace}`,
    // Default 10s. It looks at once when a pod waits, but leaves pods younger than 2 s for its next round: a machine was ordered
    // 2.4 to 2.8 s after its pod came; with 10s it was 10.2 to 10.7 s in ten of eleven tries (measured with 1.36). Clouds are asked
    // once a minute all the same.
    "--scan-interval=2s",
    // On by default since 1.35.
    "--frequent-loops-enabled=true",
    // The second decides among groups of one priority.
    `--expander=${priorities ? "priority,least-waste" : "least-waste"}`,
    // Filling one pool's nodes beats spreading over several: fewer nodes, and none that is nearly empty.
    "--balance-similar-node-groups=false",
    // Default 15m. A machine that has not joined after 5 will not; the next pool gets its turn (a boot takes 1 to 2).
    "--max-node-provision-time=5m",
    `--scale-down-unneeded-time=${idleMinutes}m`,
    // Default 10m, in which no node of the cluster goes because one came; a new one has its own idle time to get its pods. With 2m and
    // a node that came every 50 s, an idle one stayed as long as it was watched, 250 s; with 0s it went after 69 s (measured, 60 s idle).
    "--scale-down-delay-after-add=0s",
    // Default 5m. Executors have no controller that could replace them, so their nodes count as unremovable until looked at
    // again. With an idle time of 60 s they went 68 s after their executors with 20s, and 87 to 89 s with 1m; with 5m and an idle
    // time of 30 s it was 334 s (measured).
    "--unremovable-node-recheck-timeout=20s",
    // Default 10 at a time. 60 idle nodes were gone 56 s after their pods with 50, and 82 to 84 s with 10 (measured, 30 s idle).
    "--max-scale-down-parallelism=50",
    // A pod without an annotation stays where it is; executors are marked as safe to evict, drivers as unsafe.
    "--skip-nodes-with-custom-controller-pods=true",
    // Pause pods have this priority: below the cut-off they would never bring a node.
    "--expendable-pods-priority-cutoff=-10",
    "--stderrthreshold=info",
    "--v=2",
  ];
}

function deploymentSpec(
  args: ClusterAutoscalerArgs,
  namespace: string,
  image: pulumi.Input<string>,
): kubernetes.types.input.apps.v1.DeploymentSpec {
  const { cpuMillis } = clusterAutoscaler;
  const { memoryMiB = clusterAutoscaler.memoryMiB } = args;
  const http = { path: "/health-check", port: METRICS_PORT };
  return {
    // The second waits for the lease: an autoscaler that is gone for minutes stops every application that needs a node.
    replicas: clusterAutoscaler.replicas,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: AUTOSCALER_ACCOUNT,
        priorityClassName: clusterAutoscaler.priorityClassName,
        nodeSelector: args.nodeSelector,
        topologySpreadConstraints: [overHosts(labels)],
        enableServiceLinks: false,
        // The group lets it read the token that the cloud's identity comes by.
        securityContext: { ...unprivilegedPod(distrolessUid), fsGroup: distrolessUid },
        containers: [
          {
            name: "cluster-autoscaler",
            image,
            command: ["/cluster-autoscaler"],
            args: flags(args, namespace),
            env: Object.entries(args.environment ?? {}).map(([key, value]) => ({ name: key, value })),
            ports: [{ name: "metrics", containerPort: METRICS_PORT }],
            livenessProbe: { httpGet: http, initialDelaySeconds: 60, periodSeconds: 30, failureThreshold: 5 },
            resources: containerResources({ cpuMillis, memoryMiB }),
            securityContext: restrictedContainer,
          },
        ],
      },
    },
  };
}
