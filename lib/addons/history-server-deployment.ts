/** The history server's Deployment: one hardened pod that writes nowhere but to its own scratch volumes. */

import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { podSecurityContext } from "../plan/placement/pod-template";
import type { Scheduling } from "../plan/placement/scheduling";
import { containerResources } from "./container-resources";
import { restrictedContainer } from "./pod-security";

/** A volume with event logs. */
export interface LogVolume {
  mountPath: string;
  /** For example `{ persistentVolumeClaim: { claimName: "events" } }`. */
  source: Omit<kubernetes.types.input.core.v1.Volume, "name">;
}

export interface HistoryServerDeploymentSpec {
  metadata: { name: string; namespace: pulumi.Input<string>; labels: Record<string, string> };
  /** Tell the server's pod from all others. */
  labels: Record<string, string>;
  /** More labels of the pod, not used to select it. */
  podLabels: Record<string, pulumi.Input<string>>;
  configMap: pulumi.Input<string>;
  /** Of the configuration: a change of it starts a new pod. */
  checksum: pulumi.Input<string>;
  serviceAccount: pulumi.Input<string>;
  image: pulumi.Input<string>;
  /** Folder with the event logs. */
  logUri: pulumi.Input<string>;
  port: number;
  diskGiB: number;
  resources: { cpuMillis: number; memoryMiB: number; heapMiB: number };
  scheduling?: Scheduling;
  logVolume?: LogVolume;
}

const CONFIGURATION_PATH = "/etc/spark";
const SPARK_CLASS = "/opt/spark/bin/spark-class";

export function historyServerDeployment(spec: HistoryServerDeploymentSpec): kubernetes.apps.v1.DeploymentArgs {
  const { metadata, labels, podLabels, checksum, serviceAccount, scheduling } = spec;
  return {
    metadata,
    spec: {
      replicas: 1,
      // A second pod beside the first would need room that the plan did not find.
      strategy: { type: "Recreate" },
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels: { ...podLabels, ...labels },
          annotations: { "spark-platform/configuration-checksum": checksum },
        },
        spec: {
          ...scheduling,
          serviceAccountName: serviceAccount,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: podSecurityContext(),
          initContainers: [folderContainer(spec)],
          containers: [serverContainer(spec)],
          volumes: volumes(spec),
        },
      },
    },
  };
}

/**
 * An object store has no empty folders, and both Spark's drivers and the server refuse to start without this one. Where it is
 * there already nothing is written, so a right to read is enough then.
 */
function folderContainer(spec: HistoryServerDeploymentSpec): Container {
  return {
    name: "create-log-folder",
    image: spec.image,
    command: [SPARK_CLASS, "org.apache.hadoop.fs.FsShell", "-mkdir", "-p", spec.logUri],
    env: [
      { name: "HADOOP_CONF_DIR", value: CONFIGURATION_PATH },
      // spark-class gives this to classes that it does not know.
      { name: "SPARK_DRIVER_MEMORY", value: "256m" },
    ],
    resources: containerResources(spec.resources),
    securityContext: restrictedContainer,
    volumeMounts: volumeMounts(spec),
  };
}

function serverContainer(spec: HistoryServerDeploymentSpec): Container {
  const probe = { httpGet: { path: "/api/v1/version", port: "http" }, timeoutSeconds: 5 };
  return {
    name: "history-server",
    image: spec.image,
    // The class itself and not start-history-server.sh: it stays in the foreground and hears SIGTERM.
    command: [
      SPARK_CLASS,
      "org.apache.spark.deploy.history.HistoryServer",
      "--properties-file",
      `${CONFIGURATION_PATH}/spark-defaults.conf`,
    ],
    env: [{ name: "SPARK_DAEMON_MEMORY", value: `${spec.resources.heapMiB}m` }],
    ports: [{ name: "http", containerPort: spec.port }],
    // A large bucket takes minutes to list before the server answers for the first time.
    startupProbe: { ...probe, periodSeconds: 5, failureThreshold: 120 },
    readinessProbe: { ...probe, periodSeconds: 10 },
    livenessProbe: { ...probe, periodSeconds: 30, failureThreshold: 5 },
    resources: containerResources(spec.resources),
    securityContext: restrictedContainer,
    volumeMounts: volumeMounts(spec),
  };
}

function volumeMounts({ logVolume }: HistoryServerDeploymentSpec) {
  return [
    { name: "configuration", mountPath: CONFIGURATION_PATH, readOnly: true },
    { name: "store", mountPath: "/var/spark-history" },
    { name: "tmp", mountPath: "/tmp" },
    ...(logVolume ? [{ name: "logs", mountPath: logVolume.mountPath }] : []),
  ];
}

function volumes({ configMap, diskGiB, logVolume }: HistoryServerDeploymentSpec) {
  return [
    { name: "configuration", configMap: { name: configMap } },
    { name: "store", emptyDir: { sizeLimit: `${diskGiB}Gi` } },
    // RocksDB unpacks its native library here, and S3A buffers uploads.
    { name: "tmp", emptyDir: { sizeLimit: "2Gi" } },
    ...(logVolume ? [{ ...logVolume.source, name: "logs" }] : []),
  ];
}

type Container = kubernetes.types.input.core.v1.Container;
