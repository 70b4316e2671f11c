/** The Spark history server: the UI of applications that have ended, read from their event logs. */

import { createHash } from "node:crypto";

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { WorkloadIdentity } from "../clusters/contract";
import type { Scheduling } from "../plan/placement/scheduling";
import { historyServer } from "../plan/placement/system-pods";
import { childOptions } from "./child-options";
import { historyServerDeployment, type LogVolume } from "./history-server-deployment";
import { coreSite, javaProperties } from "./properties";
import { images } from "./versions";

const HISTORY_SERVER_PORT = 18080;

export interface HistoryServerArgs {
  /** Namespace of the history server; must exist. */
  namespace: pulumi.Input<string>;
  /** Folder with the event logs, for example `s3a://bucket/spark-events`. */
  logUri: pulumi.Input<string>;
  /**
   * An image with Spark in /opt/spark and the file system's classes, which the Apache images lack. Spark 3.5.8 or later, of 4.x
   * the newest patch: older ones run code that an event log brings along (CVE-2025-54920). @default apache/spark:4.1.1
   */
  image?: pulumi.Input<string>;
  /**
   * Deletes logs that are older, for which the server needs the right to write them. Nothing is deleted unless asked for: the logs
   * may be older than the server, and the advice for the next run is drawn from them. @default logs are kept
   */
  cleaner?: { maxAgeDays: number };
  /** How the cloud knows the server. @default it has no identity */
  identity?: WorkloadIdentity;
  /** Where it may run. @default anywhere */
  scheduling?: Scheduling;
  /** Requests, and the limit of memory. @default 500m, 3072 MiB, of which 2048 MiB are heap */
  resources?: { cpuMillis: number; memoryMiB: number; heapMiB: number };
  /** Local disk for what it has read, in GiB. @default 10 */
  diskGiB?: number;
  /** More configuration, or other values for what the library sets. */
  sparkConf?: Record<string, pulumi.Input<string>>;
  /** Where event logs lie on a volume (`file:`), that volume. */
  logVolume?: LogVolume;
}

/**
 * A history server behind a ClusterIP service. It has no login, so it is not reachable from outside the cluster: use
 * `kubectl port-forward`, or put a proxy with a login before it.
 *
 * @example
 * new HistoryServer("history", { namespace: "spark-system", logUri: "s3a://bucket/spark-events" });
 *
 * Costs half a CPU and 3 GiB of a system node.
 */
export class HistoryServer extends pulumi.ComponentResource {
  /** Name of the service. */
  readonly service: pulumi.Output<string>;
  /** URL inside the cluster. */
  readonly url: pulumi.Output<string>;
  /** Opens the UI on http://localhost:18080 for whoever may reach the cluster with kubectl. */
  readonly portForwardCommand: pulumi.Output<string>;

  constructor(name: string, args: HistoryServerArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("spark-platform:addons:HistoryServer", name, {}, opts);

    const options = childOptions(this, opts);
    const { namespace, identity } = args;
    const labels = { "app.kubernetes.io/name": "history-server", "app.kubernetes.io/instance": name };
    const metadata = { name, namespace, labels };
    const files = configurationFiles(args);
    const configuration = new kubernetes.core.v1.ConfigMap(`${name}-configuration`, { metadata, data: files }, options);
    const account = new kubernetes.core.v1.ServiceAccount(
      `${name}-account`,
      {
        metadata: { ...metadata, annotations: identity?.serviceAccountAnnotations ?? {} },
        // It never asks the Kubernetes API for anything; cloud identities bring tokens of their own.
        automountServiceAccountToken: false,
      },
      options,
    );
    new kubernetes.apps.v1.Deployment(
      `${name}-deployment`,
      historyServerDeployment({
        metadata,
        labels,
        podLabels: identity?.podLabels ?? {},
        configMap: configuration.metadata.name,
        checksum: files.apply(checksum),
        serviceAccount: account.metadata.name,
        image: args.image ?? images.spark,
        logUri: args.logUri,
        port: HISTORY_SERVER_PORT,
        diskGiB: args.diskGiB ?? DEFAULT_DISK_GIB,
        resources: args.resources ?? historyServer,
        scheduling: args.scheduling,
        logVolume: args.logVolume,
      }),
      pulumi.mergeOptions(options, { dependsOn: identity?.dependsOn ?? [] }),
    );
    const service = new kubernetes.core.v1.Service(
      `${name}-service`,
      {
        metadata,
        spec: {
          type: "ClusterIP",
          selector: labels,
          ports: [{ name: "http", port: HISTORY_SERVER_PORT, targetPort: "http", appProtocol: "http" }],
        },
      },
      options,
    );
    this.service = service.metadata.name;
    this.url = pulumi.interpolate`http://${this.service}.${namespace}:${HISTORY_SERVER_PORT}`;
    this.portForwardCommand = pulumi.interpolate`kubectl --namespace ${namespace} port-forward service/${this.service} ${HISTORY_SERVER_PORT}`;
    this.registerOutputs({ service: this.service, url: this.url, portForwardCommand: this.portForwardCommand });
  }
}

const DEFAULT_DISK_GIB = 10;

/** Of the volume; RocksDB and unpacked logs overshoot for moments, and a volume that is full ends the pod. */
const DISK_SHARE = 0.8;

/** Applications whose whole UI is kept in memory; Spark's own 50 are too many for the heap. */
const RETAINED_APPLICATIONS = 20;

function configurationFiles(args: HistoryServerArgs): pulumi.Output<Record<string, string>> {
  return pulumi.all([args.logUri, args.sparkConf ?? {}]).apply(([logUri, sparkConf]): Record<string, string> => {
    const configuration = { ...serverConfiguration(logUri, args), ...sparkConf };
    return {
      "spark-defaults.conf": javaProperties(configuration),
      // Hadoop's shell, which creates the folder, reads no Spark configuration and insists on this file.
      "core-site.xml": coreSite(configuration),
    };
  });
}

function serverConfiguration(logUri: string, args: HistoryServerArgs): Record<string, string> {
  const { cleaner, resources = historyServer, diskGiB = DEFAULT_DISK_GIB } = args;
  return {
    "spark.history.fs.logDirectory": logUri,
    "spark.history.ui.port": String(HISTORY_SERVER_PORT),
    "spark.history.retainedApplications": String(RETAINED_APPLICATIONS),
    "spark.history.store.path": "/var/spark-history",
    "spark.history.store.hybridStore.enabled": "true",
    "spark.history.store.hybridStore.diskBackend": "ROCKSDB",
    // Logs that are being read lie on the heap until they are written to disk.
    "spark.history.store.hybridStore.maxMemoryUsage": `${Math.floor(resources.heapMiB / 2)}m`,
    "spark.history.store.maxDiskUsage": `${Math.floor(diskGiB * 1024 * DISK_SHARE)}m`,
    "spark.history.store.serializer": "PROTOBUF",
    "spark.history.fs.cleaner.enabled": String(cleaner !== undefined),
    ...(cleaner && { "spark.history.fs.cleaner.maxAge": `${cleaner.maxAgeDays}d` }),
    // Compaction of rolling logs stays off: it drops events, and the advice for the next run would be drawn from the rest.
  };
}

function checksum(files: Record<string, string>): string {
  return createHash("sha256").update(JSON.stringify(files)).digest("hex");
}
