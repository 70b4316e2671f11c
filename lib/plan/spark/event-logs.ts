/** Where event logs go: the URI that was given, or the cluster's own storage. */

import type { ClusterPlan, StorageScheme } from "../cluster";
import type { IssueList } from "../issue";
import type { PlatformPlan } from "../platform";

/**
 * What follows the scheme; no user part, query or fragment, since Hadoop's paths know none (ABFS has its own form), and no
 * wildcard, which Hadoop would expand and which would widen a right to the folder.
 */
const forms: Record<StorageScheme, { pattern: RegExp; example: string }> = {
  s3a: { pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w!.'()=/-]*)?$/, example: "s3a://bucket/spark-events" },
  gs: { pattern: /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9](\/[\w!.'()=/-]*)?$/, example: "gs://bucket/spark-events" },
  abfss: {
    pattern: /^[a-z0-9$][a-z0-9-]{1,61}[a-z0-9]@[a-z0-9]{3,24}\.dfs\.[a-z0-9.]+(\/[\w!.'()=/-]*)?$/,
    example: "abfss://container@account.dfs.core.windows.net/spark-events",
  },
  hdfs: { pattern: /^([A-Za-z0-9.-]+(:\d{1,5})?)?\/[\w!.'()=/-]*$/, example: "hdfs://namenode:8020/spark-events" },
  file: { pattern: /^\/[\w!.'()=/-]+$/, example: "file:///mnt/spark-events" },
};

/** Schemes that people write for those that Spark knows. */
const misnomers = new Map<string, StorageScheme>([
  ["s3", "s3a"],
  ["s3n", "s3a"],
  ["gcs", "gs"],
  ["abfs", "abfss"],
  ["wasb", "abfss"],
  ["wasbs", "abfss"],
]);

/** @returns undefined when an issue was added */
export function resolveEventLogs(
  given: { uri: string } | undefined,
  { storage }: ClusterPlan,
  issues: IssueList,
): PlatformPlan["eventLogs"] | undefined {
  if (given !== undefined) return checkUri(given.uri, storage.schemes, issues);
  if (storage.managedEventLogs !== undefined) return { scheme: storage.managedEventLogs };
  const schemes = storage.schemes === "unmanaged" ? (["s3a"] as const) : storage.schemes;
  issues.add({
    path: "eventLogs.uri",
    value: undefined,
    problem: "is needed, since this cluster brings no storage of its own for event logs",
    allowed: `a URI such as ${schemes.map((scheme) => forms[scheme].example).join(" or ")}`,
    change: "Create a bucket for event logs and name a folder in it.",
  });
  return undefined;
}

function checkUri(
  uri: string,
  schemes: ClusterPlan["storage"]["schemes"],
  issues: IssueList,
): PlatformPlan["eventLogs"] | undefined {
  const [, name = "", rest = ""] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/s.exec(uri) ?? [];
  const usable = schemes === "unmanaged" ? (Object.keys(forms) as StorageScheme[]) : schemes;
  const add = (problem: string, change: string) => {
    issues.add({
      path: "eventLogs.uri",
      value: uri,
      problem,
      allowed: `a URI such as ${usable.map((scheme) => forms[scheme].example).join(" or ")}`,
      change,
    });
    return undefined;
  };
  if (!isScheme(name)) {
    const meant = misnomers.get(name);
    return meant === undefined
      ? add("is no URI of a file system that Spark knows", "Write scheme, bucket and folder.")
      : add(`has the scheme ${name}, which Spark's images do not bring`, `Write ${meant}:// in place of ${name}://.`);
  }
  if (!usable.includes(name)) {
    return add(`is on ${name}, and pods of this cluster have no identity for it`, `Use ${usable.join(" or ")}.`);
  }
  if (!forms[name].pattern.test(rest)) {
    return add(`is malformed for ${name}`, `Write it like ${forms[name].example}.`);
  }
  return { scheme: name, uri };
}

function isScheme(name: string): name is StorageScheme {
  return Object.hasOwn(forms, name);
}
