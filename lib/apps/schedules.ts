/** Schedules of applications: ScheduledSparkApplications of the Kubeflow operator, and CronJobs that run spark-submit. */

import { hasStatus } from "../cluster-api/cluster-api";
import type { ObjectKind } from "../cluster-api/object-api";
import type { ObjectMeta } from "../cluster-api/objects";
import { applicationLabel } from "../plan/placement/labels";
import type { AppsApi } from "./find";
import { cronJobs, jobs, kubeflowApplications, kubeflowSchedules } from "./kinds";

export interface Schedule {
  name: string;
  namespace: string;
  way: "kubeflow" | "job";
  /** Cron expression. */
  cron: string;
  /** Absent where the time zone of the controller counts. */
  timeZone?: string;
  isSuspended: boolean;
  lastRun?: string;
  lastRunName?: string;
  /** Absent where nothing says it. */
  nextRun?: string;
  /** What is wrong with it, in the operator's words. */
  problem?: string;
  object: ScheduleObject;
}

interface ScheduleObject {
  metadata: ObjectMeta & { namespace: string };
  spec: {
    schedule: string;
    timeZone?: string;
    suspend?: boolean;
    template?: Record<string, unknown>;
    jobTemplate?: { metadata?: Partial<ObjectMeta>; spec: Record<string, unknown> };
  };
  status?: {
    lastRun?: string | null;
    nextRun?: string | null;
    lastRunName?: string;
    scheduleState?: string;
    reason?: string;
    lastScheduleTime?: string;
  };
}

/** @param namespace undefined for all of them */
export async function findSchedules(
  api: AppsApi,
  namespace: string | undefined,
): Promise<{ schedules: Schedule[]; notes: string[] }> {
  const notes: string[] = [];
  const listed = async (kind: ObjectKind, labels?: string) => {
    try {
      return (await api.list<ScheduleObject>(kind, { namespace, labels })) ?? [];
    } catch (error) {
      if (!hasStatus(error, 403)) throw error;
      notes.push(`Left out, for want of the right to list them: ${kind.plural}.${kind.group}.`);
      return [];
    }
  };
  const [kubeflow, cron] = await Promise.all([listed(kubeflowSchedules), listed(cronJobs, applicationLabel)]);
  const schedules = [...kubeflow.map(kubeflowSchedule), ...cron.map(cronSchedule)];
  return { schedules: schedules.sort((a, b) => a.name.localeCompare(b.name)), notes };
}

function kubeflowSchedule(object: ScheduleObject): Schedule {
  const { metadata, spec, status = {} } = object;
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    way: "kubeflow",
    cron: spec.schedule,
    timeZone: spec.timeZone,
    isSuspended: spec.suspend === true,
    lastRun: status.lastRun ?? undefined,
    lastRunName: status.lastRunName,
    nextRun: spec.suspend === true ? undefined : (status.nextRun ?? undefined),
    problem: status.scheduleState === "FailedValidation" ? status.reason : undefined,
    object,
  };
}

function cronSchedule(object: ScheduleObject): Schedule {
  const { metadata, spec, status = {} } = object;
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    way: "job",
    cron: spec.schedule,
    timeZone: spec.timeZone,
    isSuspended: spec.suspend === true,
    lastRun: status.lastScheduleTime,
    object,
  };
}

/** Only keeps further runs from starting, or lets them; a run that is under way goes on. */
export async function setSuspended(api: AppsApi, { way, namespace, name }: Schedule, suspend: boolean): Promise<void> {
  await api.patch(way === "kubeflow" ? kubeflowSchedules : cronJobs, { namespace, name }, { spec: { suspend } });
}

/**
 * Runs it once, now, also while it is suspended; the run belongs to no schedule, so that its limits of history do not count it.
 * @returns the new object, for example `SparkApplication/nightly-manual-1a2b3c`
 */
export async function runNow(api: AppsApi, { way, namespace, object }: Schedule, now: Date): Promise<string> {
  const { metadata, spec } = object;
  const name = runName(metadata.name, now);
  if (way === "kubeflow") {
    await api.create(kubeflowApplications, namespace, {
      apiVersion: "sparkoperator.k8s.io/v1beta2",
      kind: "SparkApplication",
      metadata: { name, namespace, labels: metadata.labels },
      spec: spec.template,
    });
    return `SparkApplication/${name}`;
  }
  const { metadata: of, spec: jobSpec } = spec.jobTemplate ?? { spec: {} };
  await api.create(jobs, namespace, {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      namespace,
      labels: { ...metadata.labels, ...of?.labels },
      // As `kubectl create job --from` writes it.
      annotations: { ...of?.annotations, "cronjob.kubernetes.io/instantiate": "manual" },
    },
    spec: jobSpec,
  });
  return `Job/${name}`;
}

/** Room for the driver's name after it, in the 63 characters of a Service. */
const LONGEST_NAME = 45;

function runName(schedule: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000).toString(36);
  return `${schedule.slice(0, LONGEST_NAME - "-manual-".length - seconds.length)}-manual-${seconds}`;
}
