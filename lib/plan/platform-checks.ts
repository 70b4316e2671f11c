/** Checks of a platform's arguments that need no sizes: names, namespaces, architectures, the Kubernetes version. */

import type { ClusterPlan } from "./cluster";
import type { IssueList } from "./issue";
import { isDns1123Label } from "./names";
import type { Architecture } from "./nodes/machine";
import type { JobNamespaceArgs, NamespaceQuota, PlatformPlan } from "./platform";
import { memoryAllowed, parseMemoryMiB } from "./quantity";

/** Names of priority classes, service accounts and pods are derived from it: Spark allows 38 for a pod's name prefix. */
const longestName = 30;

const oldestKubernetesMinor = 33;
const newestKubernetesMinor = 36;

/** More cores or pods than any cluster has; a number that large is a slip. */
const absurdQuota = 10_000_000;

export function checkName(name: string, issues: IssueList): void {
  if (isDns1123Label(name, longestName)) return;
  issues.add({
    path: "name",
    value: name,
    problem: name.length > longestName ? "is too long" : "is no DNS-1123 label",
    allowed: `lower-case letters, digits and "-", at most ${longestName} characters, first and last a letter or digit`,
    change: "Shorten or respell it: names of Kubernetes objects are derived from it.",
  });
}

export function checkKubernetesVersion({ kubernetesVersion }: ClusterPlan, issues: IssueList): void {
  const [, minor] = /^1\.(\d+)(?:\.|$)/.exec(kubernetesVersion) ?? [];
  if (minor !== undefined && Number(minor) >= oldestKubernetesMinor && Number(minor) <= newestKubernetesMinor) return;
  issues.add({
    path: "cluster.kubernetesVersion",
    value: kubernetesVersion,
    problem: "is a version of Kubernetes that this library does not support",
    allowed: `1.${oldestKubernetesMinor} to 1.${newestKubernetesMinor}`,
    change: `Upgrade the cluster, or say its version as "1.${newestKubernetesMinor}".`,
  });
}

export function checkImage(
  image: string | undefined,
  architectures: readonly Architecture[] | undefined,
  issues: IssueList,
): void {
  if (image !== undefined && !/^[A-Za-z0-9][\w.:/@-]*$/.test(image)) {
    issues.add({
      path: "spark.image",
      value: image,
      problem: "is no name of an image",
      allowed: 'a name such as "apache/spark:4.1.1" or "<registry>/<repository>@sha256:<digest>"',
      change: "Leave it out for the Apache image.",
    });
  }
  if (architectures?.length === 0) {
    issues.add({
      path: "spark.architectures",
      value: architectures,
      problem: "leaves no architecture to run on",
      allowed: '"amd64", "arm64" or both',
      change: "Name the architectures that the image is built for.",
    });
  }
}

/** Namespaces with quotas in numbers; those with an issue are left out. */
export function resolveNamespaces(
  namespaces: readonly JobNamespaceArgs[],
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
  return namespaces.flatMap(({ name, quota }, index) => {
    const path = `namespaces[${index}]`;
    checkNamespace(name, `${path}.name`, issues);
    if (name === systemNamespace || namespaces.findIndex((other) => other.name === name) < index) {
      issues.add({
        path: `${path}.name`,
        value: name,
        problem:
          name === systemNamespace ? "is the system namespace too, where jobs must have no rights" : "is named twice",
        allowed: "a namespace of its own for each entry",
        change: "Use another name.",
      });
    }
    if (quota === undefined) return [{ name }];
    const planned = resolveQuota(quota, `${path}.quota`, issues);
    return planned === undefined ? [] : [{ name, quota: planned }];
  });
}

function resolveQuota(
  { cpu, memory, pods }: NamespaceQuota,
  path: string,
  issues: IssueList,
): PlatformPlan["namespaces"][number]["quota"] {
  const before = issues.length;
  const memoryMiB = parseMemoryMiB(memory);
  if (memoryMiB === undefined) {
    issues.add({
      path: `${path}.memory`,
      value: memory,
      problem: "is no amount of memory",
      allowed: memoryAllowed,
      change: 'Write it like "512Gi".',
    });
  }
  checkAmount(cpu, `${path}.cpu`, "cores", false, issues);
  if (pods !== undefined) checkAmount(pods, `${path}.pods`, "pods", true, issues);
  if (memoryMiB === undefined || issues.length > before) return undefined;
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
