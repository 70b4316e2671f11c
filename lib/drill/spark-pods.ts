/** Spark's pods in a cluster: which applications run, with which driver and which executors. */

import type { Pod } from "../cluster-api/objects";

/** On every pod that Spark makes on Kubernetes (org.apache.spark.deploy.k8s.Constants). */
const roleLabel = "spark-role";
const applicationIdLabel = "spark-app-selector";
const executorIdLabel = "spark-exec-id";
/** The operator's name of an application, then Spark's own. */
const nameLabels = ["sparkoperator.k8s.io/app-name", "spark-app-name"];
/** Name of the UI's port on the driver's container, and the UI's port by default (spark.ui.port). */
const UI_PORT_NAME = "spark-ui";
const UI_PORT = 4040;

export interface RunningApplication {
  /** As people know it: the SparkApplication's name, or `spark.app.name`. */
  name: string;
  /** For example `spark-1a2b`: Spark's own id. */
  id: string;
  namespace: string;
  driver: Pod;
  /** Those that run and are not about to end. */
  executors: Pod[];
}

export function isDriver({ metadata: { labels = {} } }: Pod): boolean {
  return labels[roleLabel] === "driver";
}

export function isExecutor({ metadata: { labels = {} } }: Pod): boolean {
  return labels[roleLabel] === "executor";
}

/** Spark's id of an executor, for example `3`. */
export function executorIdOf({ metadata: { labels = {} } }: Pod): string | undefined {
  return labels[executorIdLabel];
}

export function applicationIdOf({ metadata: { labels = {} } }: Pod): string | undefined {
  return labels[applicationIdLabel];
}

export function selectorOf(applicationId: string): string {
  return `${applicationIdLabel}=${applicationId}`;
}

export function nameOfApplication({ metadata: { labels = {} } }: Pod): string | undefined {
  return nameLabels.map((label) => labels[label]).find((name) => name !== undefined) ?? labels[applicationIdLabel];
}

/** Runs, and has not been told to end. */
export function isRunning({ metadata: { deletionTimestamp }, status }: Pod): boolean {
  return status?.phase === "Running" && deletionTimestamp === undefined;
}

/** Its containers have ended, or will never start. */
export function hasEnded({ status }: Pod): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

/** Applications whose driver runs, by the pods of one namespace. */
export function runningApplications(pods: readonly Pod[]): RunningApplication[] {
  return pods
    .filter((pod) => isDriver(pod) && isRunning(pod))
    .flatMap((driver) => {
      const id = applicationIdOf(driver);
      if (id === undefined) return [];
      const executors = pods.filter((pod) => isExecutor(pod) && isRunning(pod) && applicationIdOf(pod) === id);
      return [{ name: nameOfApplication(driver) ?? id, id, namespace: driver.metadata.namespace, driver, executors }];
    });
}

export function uiPortOf({ spec: { containers } }: Pod): number {
  const ports = containers.flatMap(({ ports = [] }) => ports);
  return ports.find(({ name }) => name === UI_PORT_NAME)?.containerPort ?? UI_PORT;
}
