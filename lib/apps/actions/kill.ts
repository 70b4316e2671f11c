/** Ends an application for good by deleting what keeps it. */

import { type App, hasEnded } from "../application";
import type { AppsApi } from "../find";
import { Refused } from "./refused";

export interface Killed {
  /** Objects that were deleted, for example `SparkApplication/etl`; empty where there was nothing to end. */
  deleted: string[];
  /** Sentences. */
  notes: string[];
}

/** Kubernetes' own: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
const USUAL_GRACE_SECONDS = 30;

/**
 * An operator's object is deleted and not suspended: that ends the application in every state, and its name is free again. Event
 * logs stay. The driver goes with its object, or its Job; executors and what else belongs to a driver go with its pod.
 * @throws Refused for a server, which would start its driver again
 */
export async function kill(api: AppsApi, app: App): Promise<Killed> {
  if (app.way === "server") {
    throw new Refused(
      `${app.name} is started by ${app.startedBy}, which would start its driver again; nothing was done.`,
      [endCommand(app)],
    );
  }
  if (hasEnded(app)) return { deleted: [], notes: [`${app.name} had ended before: it ${app.state}.`] };
  if (app.keeper !== undefined) {
    const { kind, kindName, object } = app.keeper;
    await api.remove(kind, { namespace: app.namespace, name: object.metadata.name, uid: object.metadata.uid });
    return { deleted: [`${kindName}/${object.metadata.name}`], notes: notesOf(app) };
  }
  for (const { metadata, spec } of app.drivers) {
    await api.deletePod(metadata, spec.terminationGracePeriodSeconds ?? USUAL_GRACE_SECONDS);
  }
  return { deleted: app.drivers.map(({ metadata }) => `Pod/${metadata.name}`), notes: notesOf(app) };
}

/** What has replicas can have none; anything else is deleted. */
function endCommand({ namespace, startedBy = "" }: App): string {
  const kubectl = `kubectl --namespace ${namespace}`;
  const object = startedBy.toLowerCase();
  return /^(deployment|statefulset|replicaset)\//.test(object)
    ? `${kubectl} scale ${object} --replicas 0`
    : `${kubectl} delete ${object}`;
}

function notesOf({ schedule, way, executors }: App): string[] {
  return [
    ...(executors.length > 0 ? ["Its executors end with it."] : []),
    ...(schedule === undefined
      ? []
      : [
          `It was a run of the schedule ${schedule}, which goes on: npx spark-platform apps schedule suspend ${schedule}`,
        ]),
    ...(way === "driver" || schedule !== undefined
      ? []
      : ["A program that declares it brings it back at its next `pulumi up --refresh`."]),
  ];
}
