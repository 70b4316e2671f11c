/** What works on a GKE cluster but deserves a look. Pure. */

import type { Issue } from "../../plan/issue";
import type { GkeClusterArgs } from "./args";

export function planNotes(args: GkeClusterArgs): Issue[] {
  return [...bucketNote(args), ...daemonSetsNote(args)];
}

function bucketNote({ eventLogs }: GkeClusterArgs): Issue[] {
  if (!eventLogs || !("bucket" in eventLogs)) return [];
  const { prefix = "spark-events", bucket } = eventLogs;
  return [
    {
      path: "eventLogs.bucket",
      value: typeof bucket === "string" ? bucket : undefined,
      problem: `is used as it is: drivers fail unless something is under "${prefix}/"`,
      allowed: "any bucket of uniform access with such an object",
      change: `Put one there once: echo | gcloud storage cp - gs://<bucket>/${prefix}/.keep`,
    },
  ];
}

/** Executors are sized to fill a node to its last millicore: one DaemonSet that nobody counted leaves one of them without room. */
function daemonSetsNote({ controlPlane, daemonSets }: GkeClusterArgs): Issue[] {
  if (controlPlane === undefined || daemonSets !== undefined) return [];
  return [
    {
      path: "daemonSets",
      value: daemonSets,
      problem: "may be missing: what others run on every node of the cluster that is there takes room from executors",
      allowed: "the name, CPU and memory of each; [] where only GKE's own are there",
      change: "List them (kubectl get daemonsets --all-namespaces) and say what their pods request.",
    },
  ];
}
