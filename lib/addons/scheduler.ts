/** A second kube-scheduler that fills nodes: each of its pods goes to the fullest node that it fits. */

import { createHash } from "node:crypto";

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { knownMinors } from "../plan/kubernetes-release";
import { kubeSchedulerImage } from "../plan/placement/scheduler";
import type { Scheduling } from "../plan/placement/scheduling";
import { binPackingScheduler } from "../plan/placement/system-pods";
import { childOptions } from "./child-options";
import { containerResources } from "./container-resources";
import { imageOfVersion } from "./image-of-version";
import { type ImageMirrors, mirrored } from "./mirrors";
import { distrolessUid, restrictedContainer, unprivilegedPod } from "./pod-security";
import { overHosts } from "./spread";
import { schedulerConfiguration } from "./scheduler-configuration";
import { schedulerFlow, schedulerRights } from "./scheduler-rights";

export interface BinPackingSchedulerArgs {
  /** What pods say in `schedulerName`; the name of its lease and of its objects too. DNS-1123 label of at most 50 characters. */
  schedulerName: string;
  /** Namespace, which must exist. */
  namespace: string;
  /** Kubernetes minor version of the cluster, 1.33 to 1.36. */
  kubernetesVersion: string;
  /** Where its own pods may run and their priority. @default any node that has no taint */
  scheduling?: Partial<Scheduling>;
  /** Of the cluster's minor version. @default registry.k8s.io/kube-scheduler at the newest patch known for it */
  image?: pulumi.Input<string>;
  /** @default the image is pulled from where it is published */
  imageMirrors?: ImageMirrors;
  /** What each of the two replicas asks for. @default 100m and 512 MiB */
  resources?: { cpuMillis: number; memoryMiB: number };
}

/** Default of kube-scheduler; TLS with a certificate that it makes itself, in memory. */
const SECURE_PORT = 10259;

const CONFIGURATION_PATH = "/etc/kube-scheduler";
const CONFIGURATION_FILE = "scheduler.yaml";

/**
 * A kube-scheduler of the cluster's own version with a profile that fills nodes instead of spreading pods over them. It binds the pods
 * that name it and no other, and works beside the scheduler of a managed control plane.
 *
 * Two schedulers do not see each other's decisions of the same moment. Let all pods of a node be bound by one of them: taint the nodes,
 * as Spark pools are. Should both take the last room of a node, the kubelet rejects a pod with OutOfcpu or OutOfmemory, and Spark asks for
 * another executor.
 *
 * @example
 * new BinPackingScheduler("packing", { schedulerName: "packing", namespace: "spark-system", kubernetesVersion: "1.35" });
 * // then, in a pod: schedulerName: packing
 *
 * Costs two replicas of 100m CPU and 512 MiB, of which one leads and one waits.
 * @throws pulumi.ResourceError when no version is known for the Kubernetes version and no image is given, or one of another version.
 */
export class BinPackingScheduler extends pulumi.ComponentResource {
  readonly deployment: kubernetes.apps.v1.Deployment;
  /** What pods say in `schedulerName`. */
  readonly schedulerName: string;

  constructor(name: string, args: BinPackingSchedulerArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { schedulerName, namespace, kubernetesVersion } = args;
    // A newer one may ask the API server for what it does not serve; an older one knows less of a pod than it should.
    const image = imageOfVersion({
      program: "kube-scheduler",
      image: args.image,
      kubernetesVersion,
      pinned: kubeSchedulerImage(kubernetesVersion),
      known: knownMinors,
    });
    super("spark-platform:addons:BinPackingScheduler", name, {}, opts);

    const options = childOptions(this, opts);
    const labels = { "app.kubernetes.io/name": "kube-scheduler", "app.kubernetes.io/instance": schedulerName };
    const metadata = { name: schedulerName, namespace, labels };
    const account = new kubernetes.core.v1.ServiceAccount(`${name}-account`, { metadata }, options);
    const rights = schedulerRights(name, { schedulerName, namespace, labels }, options);
    const flow = schedulerFlow(name, { schedulerName, namespace, labels }, options);
    const text = schedulerConfiguration({ schedulerName, namespace });
    const configuration = new kubernetes.core.v1.ConfigMap(
      `${name}-configuration`,
      { metadata, data: { [CONFIGURATION_FILE]: text } },
      options,
    );
    new kubernetes.policy.v1.PodDisruptionBudget(
      `${name}-budget`,
      { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } },
      options,
    );
    this.deployment = new kubernetes.apps.v1.Deployment(
      `${name}-deployment`,
      { metadata, spec: deploymentSpec(args, { labels, image: mirrored(image, args.imageMirrors), text }) },
      pulumi.mergeOptions(options, { dependsOn: [account, ...rights, flow, configuration] }),
    );
    this.schedulerName = schedulerName;
    this.registerOutputs({ schedulerName });
  }
}

function deploymentSpec(
  { schedulerName, scheduling = {}, resources = binPackingScheduler }: BinPackingSchedulerArgs,
  { labels, image, text }: { labels: Record<string, string>; image: pulumi.Input<string>; text: string },
): kubernetes.types.input.apps.v1.DeploymentSpec {
  const probe = (path: string) => ({ httpGet: { path, port: SECURE_PORT, scheme: "HTTPS" } });
  return {
    replicas: binPackingScheduler.replicas,
    selector: { matchLabels: labels },
    template: {
      metadata: {
        labels,
        // It reads its configuration once, at its start.
        annotations: { "spark-platform/configuration-checksum": createHash("sha256").update(text).digest("hex") },
      },
      spec: {
        ...scheduling,
        serviceAccountName: schedulerName,
        topologySpreadConstraints: [overHosts(labels)],
        enableServiceLinks: false,
        securityContext: unprivilegedPod(distrolessUid),
        containers: [
          {
            name: "kube-scheduler",
            image,
            command: ["kube-scheduler"],
            args: [
              `--config=${CONFIGURATION_PATH}/${CONFIGURATION_FILE}`,
              `--secure-port=${SECURE_PORT}`,
              // A pod that preempts can stay gated until some other pod is deleted (kubernetes/kubernetes#141694, seen with 1.36.3).
              "--feature-gates=SchedulerAsyncPreemption=false",
              "--v=2",
            ],
            ports: [{ name: "https", containerPort: SECURE_PORT }],
            // Fails when the lease is held and can't be renewed, for which /livez does not look.
            livenessProbe: { ...probe("/healthz"), periodSeconds: 10, timeoutSeconds: 15, failureThreshold: 8 },
            // Of a cluster with thousands of pods, the first look takes a while.
            startupProbe: { ...probe("/healthz"), periodSeconds: 10, timeoutSeconds: 15, failureThreshold: 24 },
            readinessProbe: { ...probe("/readyz"), periodSeconds: 5, timeoutSeconds: 15 },
            resources: containerResources(resources),
            securityContext: restrictedContainer,
            volumeMounts: [{ name: "configuration", mountPath: CONFIGURATION_PATH, readOnly: true }],
          },
        ],
        volumes: [{ name: "configuration", configMap: { name: schedulerName } }],
      },
    },
  };
}
