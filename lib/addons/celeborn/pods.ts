/** Celeborn's StatefulSets: hardened pods, each worker on a node of its own. */

import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { sparkPoolScheduling, type Scheduling } from "../../plan/placement/scheduling";
import type { CelebornMasters, CelebornRole, CelebornWorkers } from "./args";
import { DEFAULT_DISK_GIB, HTTP_PORTS, RATIS_PATH, SHUFFLE_PATH, SHUTDOWN_SECONDS } from "./configuration";
import { containerResources } from "../container-resources";
import { restrictedContainer, unprivilegedPod } from "../pod-security";

export interface CelebornPods {
  metadata: { name: string; namespace: string; labels: Record<string, string> };
  hosts: readonly string[];
  account: pulumi.Input<string>;
  configMap: pulumi.Input<string>;
  /** Of the configuration: a change of it starts new pods, one after the other. */
  checksum: string;
  image: pulumi.Input<string>;
}

/** User and group `celeborn` of the image (docker/Dockerfile of the project). */
const CELEBORN_UID = 10_006;

const CONFIGURATION_PATH = "/etc/celeborn";

/** Of the JVM beside heap and buffers: metaspace, threads, code. */
const JVM_MIB = 512;

/** Room of one worker; the check of a pool and the pod take the same. */
export function workerResources({
  cpuMillis = 2000,
  heapMiB = 2048,
  offHeapMiB = 4096,
  diskGiB = DEFAULT_DISK_GIB,
  storageClass,
}: CelebornWorkers) {
  return {
    ...{ cpuMillis, heapMiB, offHeapMiB, memoryMiB: heapMiB + offHeapMiB + JVM_MIB },
    /** On the node's own disk. */
    ephemeralStorageMiB: storageClass === undefined ? diskGiB * 1024 : 0,
  };
}

export function masterStatefulSet(pods: CelebornPods, masters: CelebornMasters): kubernetes.apps.v1.StatefulSetArgs {
  const { cpuMillis = 250, heapMiB = 1024, scheduling } = masters;
  const resources = containerResources({ cpuMillis, memoryMiB: heapMiB + JVM_MIB });
  return statefulSet(pods, pods.hosts.length, {
    ...{ role: "master", resources, scheduling },
    memory: [{ name: "CELEBORN_MASTER_MEMORY", value: `${heapMiB}m` }],
    // What the others agreed on is sent to one that comes back without it.
    volumes: [{ name: "data", emptyDir: { sizeLimit: "2Gi" } }],
    dataPath: RATIS_PATH,
    gracePeriodSeconds: MASTER_GRACE_SECONDS,
  });
}

/** Celeborn's own 30 to hand over the lead, and some to end. */
const MASTER_GRACE_SECONDS = 45;

export function workerStatefulSet(pods: CelebornPods, workers: CelebornWorkers): kubernetes.apps.v1.StatefulSetArgs {
  const { replicas, pool, diskGiB = DEFAULT_DISK_GIB, storageClass } = workers;
  const { cpuMillis, heapMiB, offHeapMiB, memoryMiB, ephemeralStorageMiB } = workerResources(workers);
  const { requests, limits } = containerResources({ cpuMillis, memoryMiB });
  const ofDisk: Record<string, string> =
    ephemeralStorageMiB === 0 ? {} : { "ephemeral-storage": `${ephemeralStorageMiB}Mi` };
  return statefulSet(pods, replicas, {
    role: "worker",
    resources: { requests: { ...requests, ...ofDisk }, limits },
    scheduling: pool === undefined ? workers.scheduling : sparkPoolScheduling(pool, [pool.name]),
    memory: [
      { name: "CELEBORN_WORKER_MEMORY", value: `${heapMiB}m` },
      { name: "CELEBORN_WORKER_OFFHEAP_MEMORY", value: `${offHeapMiB}m` },
    ],
    // With its node's autoscaler a worker is like a driver: what it holds is lost with it.
    annotations: pool?.cluster.autoscaler.driverAnnotations,
    ...(storageClass === undefined
      ? { volumes: [{ name: "data", emptyDir: { sizeLimit: `${diskGiB}Gi` } }] }
      : { claim: { storageClass, diskGiB } }),
    dataPath: SHUFFLE_PATH,
    gracePeriodSeconds: storageClass === undefined ? WORKER_GRACE_SECONDS : SHUTDOWN_SECONDS + WORKER_GRACE_SECONDS,
  });
}

/** Kubernetes' own. */
const WORKER_GRACE_SECONDS = 30;

interface RoleSpec {
  role: CelebornRole;
  resources: kubernetes.types.input.core.v1.ResourceRequirements;
  scheduling: Partial<Scheduling> | undefined;
  memory: { name: string; value: string }[];
  annotations?: Record<string, string> | undefined;
  volumes?: kubernetes.types.input.core.v1.Volume[];
  claim?: { storageClass: string; diskGiB: number };
  dataPath: string;
  gracePeriodSeconds: number;
}

function statefulSet(pods: CelebornPods, replicas: number, spec: RoleSpec): kubernetes.apps.v1.StatefulSetArgs {
  const { metadata } = pods;
  const { claim, scheduling } = spec;
  const { affinity, ...elsewhere } = scheduling ?? {};
  return {
    metadata,
    spec: {
      replicas,
      serviceName: metadata.name,
      // Masters wait for each other.
      podManagementPolicy: "Parallel",
      selector: { matchLabels: metadata.labels },
      ...(claim !== undefined && {
        volumeClaimTemplates: [
          {
            metadata: { name: "data" },
            spec: {
              accessModes: ["ReadWriteOnce"],
              storageClassName: claim.storageClass,
              resources: { requests: { storage: `${claim.diskGiB}Gi` } },
            },
          },
        ],
        // Shuffle files are of no use to anybody once the workers are gone.
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Delete" },
      }),
      template: {
        metadata: {
          labels: metadata.labels,
          annotations: { ...spec.annotations, "spark-platform/configuration-checksum": pods.checksum },
        },
        spec: {
          ...elsewhere,
          affinity: { ...affinity, podAntiAffinity: apart(metadata.labels) },
          topologySpreadConstraints: [overZones(metadata.labels)],
          serviceAccountName: pods.account,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: spec.gracePeriodSeconds,
          securityContext: { ...unprivilegedPod(CELEBORN_UID), fsGroup: CELEBORN_UID },
          containers: [container(pods, spec)],
          volumes: [
            { name: "configuration", configMap: { name: pods.configMap } },
            { name: "tmp", emptyDir: { sizeLimit: "1Gi" } },
            ...(spec.volumes ?? []),
          ],
        },
      },
    },
  };
}

/** Never two on a node: both copies of a file, or two of three masters, would be lost with it. */
function apart(matchLabels: Record<string, string>) {
  const topologyKey = "kubernetes.io/hostname";
  return { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels }, topologyKey }] };
}

function overZones(matchLabels: Record<string, string>) {
  return {
    maxSkew: 1,
    topologyKey: "topology.kubernetes.io/zone",
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels },
  };
}

function container(
  { hosts, image }: CelebornPods,
  { role, resources, memory, dataPath }: RoleSpec,
): kubernetes.types.input.core.v1.Container {
  const probe = { httpGet: { path: "/ping", port: "http" }, timeoutSeconds: 5 };
  return {
    name: role,
    image,
    command: ["/usr/bin/tini", "--", "bash", "-c", startScript(role, hosts)],
    env: [
      ...memory,
      { name: "CELEBORN_CONF_DIR", value: CONFIGURATION_PATH },
      // In the foreground, and with nothing to write to the image.
      { name: "CELEBORN_NO_DAEMONIZE", value: "true" },
      { name: "CELEBORN_LOG_DIR", value: "/tmp/logs" },
      { name: "CELEBORN_PID_DIR", value: "/tmp/pids" },
    ],
    ports: [{ name: "http", containerPort: HTTP_PORTS[role] }],
    startupProbe: { ...probe, periodSeconds: 5, failureThreshold: 60 },
    readinessProbe: { ...probe, periodSeconds: 10 },
    livenessProbe: { ...probe, periodSeconds: 30, failureThreshold: 5 },
    resources,
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: "configuration", mountPath: CONFIGURATION_PATH, readOnly: true },
      { name: "data", mountPath: dataPath },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}

/** A master that can't resolve the others' names ends at once, and a worker that finds no master after a while. */
function startScript(role: CelebornRole, hosts: readonly string[]): string {
  const resolved = hosts.map((host) => `getent hosts ${host}`).join(" && ");
  return `until { ${resolved}; } > /dev/null; do sleep 2; done; exec /opt/celeborn/sbin/start-${role}.sh`;
}
