/** Celeborn's files: who the masters are, where workers listen and what they keep on their disk. */

import type { CelebornWorkers } from "./args";
import { javaProperties } from "../properties";

/** Celeborn's own: https://celeborn.apache.org/docs/latest/configuration/ */
export const MASTER_PORT = 9097;
export const HTTP_PORTS = { master: 9098, worker: 9096 };

/** Fixed, so that a worker that comes back is found where it was, and network policies can name them. */
export const WORKER_PORTS = { rpc: 9091, push: 9092, fetch: 9093, replicate: 9094 };

/** Where workers keep shuffle files, and what they must remember of them. */
export const SHUFFLE_PATH = "/mnt/shuffle";

/** Where masters keep their log of what they have agreed on. */
export const RATIS_PATH = "/mnt/ratis";

export const DEFAULT_DISK_GIB = 100;

/** Of the volume; files that are written may overshoot, and a pod whose volume is full is evicted. */
const DISK_SHARE = 0.9;

/** Seconds for a worker to end what it writes, with a volume that its next pod will have. */
export const SHUTDOWN_SECONDS = 600;

/** Names of the masters' pods, as their service makes them. */
export function masterHosts({
  name,
  namespace,
  replicas,
}: {
  name: string;
  namespace: string;
  replicas: number;
}): string[] {
  const service = `${name}-master`;
  return Array.from({ length: replicas }, (_, index) => `${service}-${index}.${service}.${namespace}.svc`);
}

/** Files by name. @param own of the user */
export function celebornFiles(
  hosts: readonly string[],
  workers: CelebornWorkers,
  own: Record<string, string> = {},
): Record<string, string> {
  return {
    "celeborn-defaults.conf": javaProperties({
      ...masterConfiguration(hosts),
      ...workerConfiguration(workers),
      // A pod that comes back has another address and the same name.
      "celeborn.network.bind.preferIpAddress": "false",
      ...own,
    }),
    // The second empties what has been counted where nobody fetches it; else it grows with every application.
    "metrics.properties": javaProperties({
      "*.sink.prometheusServlet.class": "org.apache.celeborn.common.metrics.sink.PrometheusServlet",
      "*.sink.loggerSink.class": "org.apache.celeborn.common.metrics.sink.LoggerSink",
    }),
  };
}

function masterConfiguration(hosts: readonly string[]): Record<string, string> {
  const isCluster = hosts.length > 1;
  const nodes = hosts.map((host, index) => [`celeborn.master.ha.node.${index}.host`, host]);
  return {
    "celeborn.master.endpoints": hosts.map((host) => `${host}:${MASTER_PORT}`).join(","),
    "celeborn.master.port": String(MASTER_PORT),
    "celeborn.master.http.port": String(HTTP_PORTS.master),
    "celeborn.master.ha.enabled": String(isCluster),
    ...(isCluster && {
      ...(Object.fromEntries(nodes) as Record<string, string>),
      "celeborn.master.ha.ratis.raft.server.storage.dir": RATIS_PATH,
      // The one that leads and is drained hands over before it goes.
      "celeborn.master.ha.graceful.shutdown.enabled": "true",
    }),
  };
}

function workerConfiguration({ diskGiB = DEFAULT_DISK_GIB, storageClass }: CelebornWorkers): Record<string, string> {
  const capacity = Math.floor(diskGiB * 1024 * DISK_SHARE);
  return {
    "celeborn.worker.rpc.port": String(WORKER_PORTS.rpc),
    "celeborn.worker.push.port": String(WORKER_PORTS.push),
    "celeborn.worker.fetch.port": String(WORKER_PORTS.fetch),
    "celeborn.worker.replicate.port": String(WORKER_PORTS.replicate),
    "celeborn.worker.http.port": String(HTTP_PORTS.worker),
    "celeborn.worker.storage.dirs": `${SHUFFLE_PATH}:disktype=SSD:capacity=${capacity}m`,
    // It looks for block devices of the machine, which a container has not got.
    "celeborn.worker.monitor.disk.enabled": "false",
    "celeborn.worker.graceful.shutdown.enabled": String(storageClass !== undefined),
    ...(storageClass !== undefined && {
      "celeborn.worker.graceful.shutdown.timeout": `${SHUTDOWN_SECONDS}s`,
      "celeborn.worker.graceful.shutdown.recoverPath": `${SHUFFLE_PATH}/recover`,
    }),
  };
}
