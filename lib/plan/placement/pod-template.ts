/** The pod template of drivers and executors: placement, priority and a security context that passes `restricted`. */

import type { SparkRole } from "../nodes/pool";
import type { PlatformPlan } from "../platform";
import { decommissionSeconds } from "../spark/compile/decommission";
import { sparkPodLabels } from "./labels";
import { priorityClasses } from "./priorities";
import { schedulingOf, type Scheduling } from "./scheduling";

/** User and group `spark` of the Apache images (`spark_uid` in Spark's Dockerfile). */
const sparkUid = 185;

/** Spark takes over the container of this name; its own values win over the template's. */
const containerNames = { driver: "spark-kubernetes-driver", executor: "spark-kubernetes-executor" } as const;

/** A Kubernetes pod template as Spark and the Spark operator read it; it carries no image, which Spark sets. */
export interface PodTemplate {
  apiVersion: "v1";
  kind: "Pod";
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
  spec: Scheduling & {
    priorityClassName: string;
    enableServiceLinks: false;
    /** Only on executors that are decommissioned. */
    terminationGracePeriodSeconds?: number;
    securityContext: PodSecurityContext;
    containers: { name: string; securityContext: ContainerSecurityContext }[];
  };
}

export interface PodSecurityContext {
  runAsNonRoot: true;
  runAsUser: number;
  fsGroup: number;
  seccompProfile: { type: "RuntimeDefault" };
}

export interface ContainerSecurityContext {
  allowPrivilegeEscalation: false;
  capabilities: { drop: string[] };
}

/**
 * The pod template of a role: plain data, the same for the same plan. SparkApplication, the templates for spark-submit
 * and the tests against a real API server all read it.
 */
export function podTemplate(plan: PlatformPlan, role: SparkRole): PodTemplate {
  const gracePeriod = role === "executor" ? decommissionSeconds(plan.cluster, plan.executor.pools) : undefined;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { labels: sparkPodLabels(plan.name, role), annotations: autoscalerAnnotations(plan, role) },
    spec: {
      ...schedulingOf(plan, role),
      priorityClassName: priorityClasses(plan.name)[role].name,
      // Every driver has a Service; with thousands of them the environment no longer fits the argument list
      // (kubeflow/spark-operator#1160).
      enableServiceLinks: false,
      ...(gracePeriod !== undefined && { terminationGracePeriodSeconds: gracePeriod }),
      securityContext: podSecurityContext(),
      containers: [
        {
          name: containerNames[role],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        },
      ],
    },
  };
}

/** Passes Pod Security `restricted`; the history server runs the same image and takes the same. */
export function podSecurityContext(): PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: sparkUid,
    fsGroup: sparkUid,
    seccompProfile: { type: "RuntimeDefault" },
  };
}

function autoscalerAnnotations({ cluster, executor }: PlatformPlan, role: SparkRole): Record<string, string> {
  if (role === "driver") return { ...cluster.autoscaler.driverAnnotations };
  // An executor that the autoscaler may evict loses its shuffle files unless it is decommissioned.
  return decommissionSeconds(cluster, executor.pools) === undefined
    ? {}
    : { ...cluster.autoscaler.executorAnnotations };
}
