/** The history server's files: what it reads, how often it looks, what it keeps, and what it may delete. */

import * as pulumi from "@pulumi/pulumi";

import type { HistoryServerArgs } from "./args";
import { coreSite, javaProperties } from "../properties";

export const HISTORY_SERVER_PORT = 18080;

/** Where what it has read is kept. */
export const STORE_PATH = "/var/spark-history";

/**
 * Between two looks at the folder. An application is shown within a minute of its end with time to read it, and each look lists the
 * folder and, of rolling logs, every application in it twice: object stores charge for each.
 */
const UPDATE_SECONDS = 30;

/** Of the volume; RocksDB and unpacked logs overshoot for moments, and a volume that is full ends the pod. */
const DISK_SHARE = 0.8;

/** Applications whose whole UI is kept in memory; Spark's own 50 are too many for the heap. */
const RETAINED_APPLICATIONS = 20;

/** Logs that are read at once for the list of applications. Threads wait for the object store; Spark's own take a quarter of the CPUs. */
const REPLAY_THREADS = 8;

/** What the files are made of; all of it decided. */
export interface HistoryServerConfiguration extends Pick<
  HistoryServerArgs,
  "cleaner" | "compaction" | "updateSeconds" | "expose"
> {
  heapMiB: number;
  diskGiB: number;
}

/** Files by name. */
export function configurationFiles(
  args: Pick<HistoryServerArgs, "logUri" | "sparkConf">,
  decided: HistoryServerConfiguration,
): pulumi.Output<Record<string, string>> {
  return pulumi.all([args.logUri, args.sparkConf ?? {}]).apply(([logUri, sparkConf]): Record<string, string> => {
    const configuration = { ...serverConfiguration(logUri, decided), ...sparkConf };
    return {
      "spark-defaults.conf": javaProperties(configuration),
      // Hadoop's shell, which creates the folder, reads no Spark configuration and insists on this file.
      "core-site.xml": coreSite(configuration),
    };
  });
}

/** Spark's keys: https://spark.apache.org/docs/latest/monitoring.html#spark-history-server-configuration-options */
function serverConfiguration(
  logUri: string,
  { cleaner, compaction, updateSeconds = UPDATE_SECONDS, expose, heapMiB, diskGiB }: HistoryServerConfiguration,
): Record<string, string> {
  return {
    "spark.history.fs.logDirectory": logUri,
    "spark.history.fs.update.interval": `${updateSeconds}s`,
    "spark.history.fs.numReplayThreads": String(REPLAY_THREADS),
    "spark.history.ui.port": String(HISTORY_SERVER_PORT),
    "spark.history.retainedApplications": String(RETAINED_APPLICATIONS),
    "spark.history.store.path": STORE_PATH,
    "spark.history.store.hybridStore.enabled": "true",
    "spark.history.store.hybridStore.diskBackend": "ROCKSDB",
    // Logs that are being read lie on the heap until they are written to disk.
    "spark.history.store.hybridStore.maxMemoryUsage": `${Math.floor(heapMiB / 2)}m`,
    "spark.history.store.maxDiskUsage": `${Math.floor(diskGiB * 1024 * DISK_SHARE)}m`,
    "spark.history.store.serializer": "PROTOBUF",
    "spark.history.fs.cleaner.enabled": String(cleaner !== undefined),
    ...(cleaner && { "spark.history.fs.cleaner.maxAge": `${cleaner.maxAgeDays}d` }),
    ...(compaction && { "spark.history.fs.eventLog.rolling.maxFilesToRetain": String(compaction.filesToRetain) }),
    // Behind TLS that ends elsewhere Spark would send browsers to http://.
    ...(expose && { "spark.ui.proxyRedirectUri": `https://${expose.host}` }),
  };
}
