/** The history server's Deployment: one hardened pod that writes nowhere but to its own scratch volumes. */

import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { podSecurityContext } from "../../plan/placement/pod-template";
import type { Scheduling } from "../../plan/placement/scheduling";
import { containerResources } from "../container-resources";
import { HISTORY_SERVER_PORT, STORE_PATH } from "./configuration";
import type { HistoryServerExposure, LogVolume } from "./args";
import { loginContainer, type LoginSecrets } from "./login";
import type { ImageMirrors } from "../mirrors";
import { restrictedContainer } from "../pod-security";

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
  diskGiB: number;
  resources: { cpuMillis: number; memoryMiB: number; heapMiB: number };
  scheduling: Scheduling | undefined;
  logVolume: LogVolume | undefined;
  /** A claim for what it has read. @default the disk of the node */
  storeClaim: pulumi.Input<string> | undefined;
  /** Puts a login before the server, which then answers to its own pod alone. */
  expose: { exposure: HistoryServerExposure; secrets: LoginSecrets } | undefined;
  /** Of the login's image. */
  imageMirrors: ImageMirrors | undefined;
}

const CONFIGURATION_PATH = "/etc/spark";
const SPARK_CLASS = "/opt/spark/bin/spark-class";

export function historyServerDeployment(spec: HistoryServerDeploymentSpec): kubernetes.apps.v1.DeploymentArgs {
  const { metadata, labels, podLabels, checksum, serviceAccount, scheduling, expose } = spec;
  const digest = expose?.secrets.digest;
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
          annotations: {
            "spark-platform/configuration-checksum": checksum,
            // The login reads its secrets once, at its start.
            ...(digest !== undefined && { "spark-platform/login-digest": digest }),
          },
        },
        spec: {
          ...scheduling,
          serviceAccountName: serviceAccount,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: podSecurityContext(),
          initContainers: [folderContainer(spec)],
          containers: [serverContainer(spec), ...loginContainers(spec)],
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

/** Where a server with a login before it listens: nobody outside of the pod gets there, with network policies or without. */
const LOOPBACK = "127.0.0.1";

/** What the kubelet does from outside of the pod where it can, in bash: an image of Spark has no other client. */
const PROBE_SCRIPT =
  `exec 3<>/dev/tcp/${LOOPBACK}/${HISTORY_SERVER_PORT} && ` +
  `printf 'GET /api/v1/version HTTP/1.0\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *" 200 "* ]]`;

function loginContainers({ expose, imageMirrors }: HistoryServerDeploymentSpec): Container[] {
  return expose === undefined
    ? []
    : [loginContainer(expose.exposure, expose.secrets, `http://${LOOPBACK}:${HISTORY_SERVER_PORT}`, imageMirrors)];
}

function serverContainer(spec: HistoryServerDeploymentSpec): Container {
  const isExposed = spec.expose !== undefined;
  const probe = {
    ...(isExposed
      ? { exec: { command: ["bash", "-c", PROBE_SCRIPT] } }
      : { httpGet: { path: "/api/v1/version", port: "http" } }),
    timeoutSeconds: 5,
  };
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
    env: [
      { name: "SPARK_DAEMON_MEMORY", value: `${spec.resources.heapMiB}m` },
      // The address that a UI of Spark binds to.
      ...(isExposed ? [{ name: "SPARK_LOCAL_IP", value: LOOPBACK }] : []),
    ],
    ...(!isExposed && { ports: [{ name: "http", containerPort: HISTORY_SERVER_PORT }] }),
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
    { name: "store", mountPath: STORE_PATH },
    { name: "tmp", mountPath: "/tmp" },
    ...(logVolume ? [{ name: "logs", mountPath: logVolume.mountPath }] : []),
  ];
}

function volumes({ configMap, diskGiB, logVolume, storeClaim }: HistoryServerDeploymentSpec) {
  const store =
    storeClaim === undefined
      ? { emptyDir: { sizeLimit: `${diskGiB}Gi` } }
      : { persistentVolumeClaim: { claimName: storeClaim } };
  return [
    { name: "configuration", configMap: { name: configMap } },
    { name: "store", ...store },
    // RocksDB unpacks its native library here, and S3A buffers uploads.
    { name: "tmp", emptyDir: { sizeLimit: "2Gi" } },
    ...(logVolume ? [{ ...logVolume.source, name: "logs" }] : []),
  ];
}

type Container = kubernetes.types.input.core.v1.Container;
