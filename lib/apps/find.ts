/** All applications of a namespace or a cluster, whichever way they were submitted, each of them once. */

import { type ClusterApi, hasStatus } from "../cluster-api/cluster-api";
import type { ObjectApi, ObjectKind } from "../cluster-api/object-api";
import type { Pod } from "../cluster-api/objects";
import { applicationLabel } from "../plan/placement/labels";
import type { App } from "./application";
import { apacheApplications, jobs, kubeflowApplications, pods } from "./kinds";
import { type ApacheApplication, apacheApp } from "./sources/apache";
import { plainApps } from "./sources/drivers";
import { isSubmission, type Job, jobApp } from "./sources/jobs";
import { type KubeflowApplication, kubeflowApp } from "./sources/kubeflow";
import { SparkPods } from "./sources/spark-pods";

export type AppsApi = ClusterApi & ObjectApi;

export interface Found {
  /** Newest first. */
  apps: App[];
  /** What could not be seen, as sentences. */
  notes: string[];
}

/** @param namespace undefined for all of them */
export async function findApps(api: AppsApi, namespace: string | undefined): Promise<Found> {
  const notes: string[] = [];
  const listed = async <T>(kind: ObjectKind, labels?: string): Promise<T[]> => {
    try {
      return (await api.list<T>(kind, { namespace, labels })) ?? [];
    } catch (error) {
      if (!hasStatus(error, 403)) throw error;
      notes.push(`Left out, for want of the right to list them: ${kind.plural}${kind.group && `.${kind.group}`}.`);
      return [];
    }
  };
  const [kubeflow, apache, submitted, sparkPods] = await Promise.all([
    listed<KubeflowApplication>(kubeflowApplications),
    listed<ApacheApplication>(apacheApplications),
    listed<Job>(jobs, applicationLabel),
    listed<Pod>(pods, "spark-role in (driver,executor)").then((all) => new SparkPods(all)),
  ]);
  const apps = [
    ...kubeflow.map((object) => kubeflowApp(object, sparkPods)),
    ...apache.map((object) => apacheApp(object, sparkPods)),
    ...submitted.filter(isSubmission).map((object) => jobApp(object, sparkPods)),
  ];
  return { apps: [...apps, ...plainApps(sparkPods)].sort(newest), notes };
}

/** Those that people mean by a name: the application's, its driver's, or Spark's own id. */
export function namedApps(apps: readonly App[], name: string): App[] {
  const exact = apps.filter((app) => app.name === name);
  if (exact.length > 0) return exact;
  return apps.filter(
    ({ sparkId, drivers }) => sparkId === name || drivers.some(({ metadata }) => metadata.name === name),
  );
}

function newest(a: App, b: App): number {
  return (b.created ?? "").localeCompare(a.created ?? "") || a.name.localeCompare(b.name);
}
