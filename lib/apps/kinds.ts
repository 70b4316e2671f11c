/** Kinds of objects that stand for Spark applications, or that say why one waits. */

import type { ObjectKind } from "../cluster-api/object-api";

export const pods: ObjectKind = { group: "", version: "v1", plural: "pods" };
export const nodes: ObjectKind = { group: "", version: "v1", plural: "nodes" };
export const events: ObjectKind = { group: "", version: "v1", plural: "events" };
export const configMaps: ObjectKind = { group: "", version: "v1", plural: "configmaps" };
export const resourceQuotas: ObjectKind = { group: "", version: "v1", plural: "resourcequotas" };
export const jobs: ObjectKind = { group: "batch", version: "v1", plural: "jobs" };
export const cronJobs: ObjectKind = { group: "batch", version: "v1", plural: "cronjobs" };

/** Of the Kubeflow operator. */
export const kubeflowApplications: ObjectKind = {
  group: "sparkoperator.k8s.io",
  version: "v1beta2",
  plural: "sparkapplications",
};
export const kubeflowSchedules: ObjectKind = { ...kubeflowApplications, plural: "scheduledsparkapplications" };

/** Of the Apache operator. */
export const apacheApplications: ObjectKind = { group: "spark.apache.org", version: "v1", plural: "sparkapplications" };

/** Of Kueue, which admits what is suspended: https://kueue.sigs.k8s.io/docs/concepts/workload/ */
export const kueueWorkloads: readonly ObjectKind[] = ["v1beta2", "v1beta1"].map((version) => ({
  group: "kueue.x-k8s.io",
  version,
  plural: "workloads",
}));
