/** Which scheduler binds Spark's pods: the cluster's own, one of the platform's that fills nodes, or another that runs there. */

import { closest, distance } from "fastest-levenshtein";

import type { ClusterPlan } from "../cluster";
import type { Issue, IssueList } from "../issue";
import { isDns1123Subdomain } from "../names";
import { knownMinors, kubernetesRelease } from "../kubernetes-release";

/**
 * - `default`: the cluster's own, which spreads pods unless its control plane is told otherwise.
 * - `bin-packing`: a second kube-scheduler, which comes with the platform and puts each pod on the fullest node that it fits.
 * - a name: one that already runs in the cluster, for example `yunikorn`; nothing of it is deployed or configured.
 */
export type SchedulerArgs = "default" | "bin-packing" | { name: string };

export interface SchedulerPlan {
  kind: "default" | "bin-packing" | "named";
  /** `schedulerName` of drivers, executors, pause pods and placeholders; absent with the cluster's own. */
  name?: string;
}

/**
 * Adds an issue for a word that is none, a name that no scheduler can have, and a version without a kube-scheduler to deploy.
 * @param asked of the right structure, as far as it is there
 */
export function planScheduler(
  asked: string | { name?: string } | undefined,
  { platform, kubernetesVersion }: { platform: string; kubernetesVersion: string },
  issues: IssueList,
): SchedulerPlan {
  if (asked === "bin-packing") {
    checkImage(kubernetesVersion, issues);
    return { kind: "bin-packing", name: `${platform}-scheduler` };
  }
  if (typeof asked === "string" && asked !== "default") addWord(asked, issues);
  const name = typeof asked === "object" ? asked.name : undefined;
  if (name === undefined) return { kind: "default" };
  checkName(name, issues);
  return { kind: "named", name };
}

/** A second scheduler for what the cluster's own does already. */
export function schedulerWarnings({ kind }: SchedulerPlan, { packing }: ClusterPlan): Issue[] {
  if (kind !== "bin-packing" || packing === undefined) return [];
  return [
    {
      path: "scheduler",
      value: kind,
      problem: `runs a second scheduler on a cluster whose own fills nodes already, by ${packing}`,
      allowed: '"default" for the same without two more pods',
      change: "Leave it out.",
    },
  ];
}

const words = ["default", "bin-packing"];

/** Distance takes the product of both lengths, and what a user pastes by mistake may be long. */
const longest = 40;

function addWord(word: string, issues: IssueList): void {
  const start = word.slice(0, longest);
  const nearest = closest(start, words);
  const isMeant = distance(start, nearest) <= nearest.length / 2;
  issues.add({
    path: "scheduler",
    value: word,
    problem: "is no scheduler that the platform brings",
    allowed: '"default", "bin-packing", or { name: "..." } for one that already runs in the cluster',
    change: isMeant ? `Did you mean "${nearest}"?` : `Write { name: ${JSON.stringify(start)} } if it runs there.`,
  });
}

/** The name is all by which a pod finds its scheduler; kubectl shows no error where there is none. */
function checkName(name: string, issues: IssueList): void {
  if (isDns1123Subdomain(name)) return;
  issues.add({
    path: "scheduler.name",
    value: name,
    problem: "is no name that a scheduler can have",
    allowed: 'a DNS-1123 subdomain: lower-case letters, digits, "-" and ".", at most 253 characters',
    change: 'Use the name that the scheduler was started with, for example "yunikorn".',
  });
}

function checkImage(kubernetesVersion: string, issues: IssueList): void {
  if (kubeSchedulerImage(kubernetesVersion) !== undefined) return;
  issues.add({
    path: "scheduler",
    value: "bin-packing",
    problem: `needs a kube-scheduler of the cluster's own minor version, and none is known for Kubernetes ${kubernetesVersion}`,
    allowed: `"bin-packing" with Kubernetes ${knownMinors.join(", ")}`,
    change: "Leave it out for the cluster's own scheduler.",
  });
}

/**
 * The image for a cluster. A scheduler must not be newer than the API server, and knows of the pod's fields what its own version knows
 * (https://kubernetes.io/releases/version-skew-policy/#kube-controller-manager-kube-scheduler-and-cloud-controller-manager), so it is
 * the cluster's own minor version.
 * @returns undefined for a version of which none is known
 */
export function kubeSchedulerImage(kubernetesVersion: string): string | undefined {
  const release = kubernetesRelease(kubernetesVersion);
  return release === undefined ? undefined : `registry.k8s.io/kube-scheduler:${release}`;
}
