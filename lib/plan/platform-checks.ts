/** Checks of a platform's arguments that need no sizes: names, namespaces, the image and its architectures. */

import type { ClusterPlan } from "./cluster";
import type { IssueList } from "./issue";
import { isDns1123Label, labelValueProblem } from "./names";
import type { JobNamespaceArgs, NamespaceQuota, PlatformPlan, SparkArgs } from "./platform";
import { memoryAllowed, parseMemoryMiB } from "./quantity";
import type { Sound } from "./structure";

/** Names of priority classes, service accounts and pods are derived from it: Spark allows 38 for a pod's name prefix. */
const longestName = 30;

/** More cores or pods than any cluster has; a number that large is a slip. */
const absurdQuota = 10_000_000;

/** The history server's Service is named after it too, and a Service's name starts with a letter (RFC 1035). */
export function checkName(name: string, issues: IssueList): void {
  if (isDns1123Label(name, longestName) && /^[a-z]/.test(name)) return;
  issues.add({
    path: "name",
    value: name,
    problem: name.length > longestName ? "is too long" : "is no name that Kubernetes objects can carry",
    allowed: `lower-case letters, digits and "-", at most ${longestName} characters, first a letter, last a letter or digit`,
    change: "Shorten or respell it: names of Kubernetes objects are derived from it.",
  });
}

/** Adds an issue when `cluster` is no plan of a cluster. @returns whether it is one. */
export function checkCluster(cluster: unknown, issues: IssueList): cluster is ClusterPlan {
  if (typeof cluster === "object" && cluster !== null && "sparkPools" in cluster && "storage" in cluster) return true;
  issues.add({
    path: "cluster",
    value: cluster,
    problem: cluster === undefined ? "is missing" : "is no cluster of this library",
    allowed: "an EksCluster, an ExistingCluster or another SparkCluster",
    change: "Create the cluster first and give it here.",
  });
  return false;
}

/** The image with the architectures that it is built for, what is left out or wrong as the Apache images are. */
export function resolveImage(
  { image, architectures }: Sound<SparkArgs>,
  version: string,
  issues: IssueList,
): Pick<PlatformPlan["spark"], "image" | "architectures"> {
  checkImage(image, issues);
  if (architectures?.length === 0) {
    issues.add({
      path: "spark.architectures",
      value: architectures,
      problem: "leaves no architecture to run on",
      allowed: '"amd64", "arm64" or both',
      change: "Name the architectures that the image is built for.",
    });
  }
  const known = (architectures ?? []).flatMap((architecture) => architecture ?? []);
  const whole = known.length > 0 && known.length === architectures?.length;
  return { image: image ?? `apache/spark:${version}`, architectures: whole ? known : ["amd64", "arm64"] };
}

function checkImage(image: string | undefined, issues: IssueList): void {
  if (image === undefined || /^[A-Za-z0-9][\w.:/@-]*$/.test(image)) return;
  issues.add({
    path: "spark.image",
    value: image,
    problem: "is no name of an image",
    allowed: 'a name such as "apache/spark:4.1.1" or "<registry>/<repository>@sha256:<digest>"',
    change: "Leave it out for the Apache image.",
  });
}

/** Where jobs run when nobody says where. */
export const defaultNamespaces: JobNamespaceArgs[] = [{ name: "spark-jobs" }];

/** Namespaces with quotas in numbers; those with an issue are left out. */
export function resolveNamespaces(
  namespaces: readonly (Sound<JobNamespaceArgs> | undefined)[],
  systemNamespace: string,
  issues: IssueList,
): PlatformPlan["namespaces"] {
  checkNamespace(systemNamespace, "systemNamespace", issues);
  if (namespaces.length === 0) {
    issues.add({
      path: "namespaces",
      value: namespaces,
      problem: "leaves no namespace for jobs",
      allowed: "at least one namespace",
      change: 'Leave it out for one namespace "spark-jobs".',
    });
  }
  return namespaces.flatMap(({ name, team, quota } = {}, index) => {
    const path = `namespaces[${index}]`;
    const planned = quota && resolveQuota(quota, `${path}.quota`, issues);
    if (team !== undefined) checkTeam(team, `${path}.team`, issues);
    if (name === undefined) return [];
    checkNamespace(name, `${path}.name`, issues);
    if (name === systemNamespace || namespaces.findIndex((other) => other?.name === name) < index) {
      issues.add({
        path: `${path}.name`,
        value: name,
        problem:
          name === systemNamespace ? "is the system namespace too, where jobs must have no rights" : "is named twice",
        allowed: "a namespace of its own for each entry",
        change: "Use another name.",
      });
    }
    if (quota === undefined) return [{ name, team: team ?? name }];
    return planned === undefined ? [] : [{ name, team: team ?? name, quota: planned }];
  });
}

function resolveQuota(
  { cpu, memory, pods }: Sound<NamespaceQuota>,
  path: string,
  issues: IssueList,
): PlatformPlan["namespaces"][number]["quota"] {
  const before = issues.length;
  const memoryMiB = memory === undefined ? undefined : parseMemoryMiB(memory);
  if (memory !== undefined && memoryMiB === undefined) {
    issues.add({
      path: `${path}.memory`,
      value: memory,
      problem: "is no amount of memory",
      allowed: memoryAllowed,
      change: 'Write it like "512Gi".',
    });
  }
  if (cpu !== undefined) checkAmount(cpu, `${path}.cpu`, "cores", false, issues);
  if (pods !== undefined) checkAmount(pods, `${path}.pods`, "pods", true, issues);
  if (cpu === undefined || memoryMiB === undefined || issues.length > before) return undefined;
  return { cpu, memoryMiB, ...(pods !== undefined && { pods }) };
}

function checkNamespace(name: string, path: string, issues: IssueList): void {
  const reserved = name.startsWith("kube-");
  if (isDns1123Label(name) && !reserved) return;
  issues.add({
    path,
    value: name,
    problem: reserved ? "belongs to Kubernetes itself" : "is no DNS-1123 label",
    allowed: 'lower-case letters, digits and "-", at most 63 characters, not starting with "kube-"',
    change: "Use another name.",
  });
}

function checkTeam(team: string, path: string, issues: IssueList): void {
  const problem = team === "" ? "is empty" : labelValueProblem(team);
  if (problem === undefined) return;
  issues.add({
    path,
    value: team,
    problem,
    allowed: 'the value of a label: at most 63 letters, digits, "-", "_" and "."',
    change: "Use a shorter or plainer name, or leave it out for the namespace's.",
  });
}

function checkAmount(value: number, path: string, what: string, whole: boolean, issues: IssueList): void {
  if (value > 0 && value <= absurdQuota && (!whole || Number.isInteger(value))) return;
  issues.add({
    path,
    value,
    problem: `is no number of ${what}`,
    allowed: `a ${whole ? "whole number" : "number"} above 0, at most ${absurdQuota}`,
    change: "Leave the quota out for no limit.",
  });
}
