/** URIs of folders in the file systems that a cluster's pods can open. */

import type { ClusterPlan, StorageScheme } from "../../cluster";
import type { IssueList } from "../../issue";

/**
 * What follows the scheme; no user part, query or fragment, since Hadoop's paths know none (ABFS has its own form), and no
 * wildcard, which Hadoop would expand and which would widen a right to the folder.
 */
const forms: Record<StorageScheme, { pattern: RegExp; example: string }> = {
  s3a: { pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w!.'()=/-]*)?$/, example: "s3a://bucket/" },
  gs: { pattern: /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9](\/[\w!.'()=/-]*)?$/, example: "gs://bucket/" },
  abfss: {
    pattern: /^[a-z0-9$][a-z0-9-]{1,61}[a-z0-9]@[a-z0-9]{3,24}\.dfs\.[a-z0-9.]+(\/[\w!.'()=/-]*)?$/,
    example: "abfss://container@account.dfs.core.windows.net/",
  },
  hdfs: { pattern: /^([A-Za-z0-9.-]+(:\d{1,5})?)?\/[\w!.'()=/-]*$/, example: "hdfs://namenode:8020/" },
  file: { pattern: /^\/[\w!.'()=/-]+$/, example: "file:///mnt/" },
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

/** What a URI is for: the argument that gives it, and a folder to show in examples. */
interface UriPurpose {
  /** Path of the argument. */
  path: string;
  /** For example `spark-events`. */
  folder: string;
}

/** Example URIs of the schemes that pods of the cluster can open, as a phrase. */
export function exampleUris(schemes: readonly StorageScheme[], { folder }: UriPurpose): string {
  return schemes.map((scheme) => `${forms[scheme].example}${folder}`).join(" or ");
}

/** @returns the URI's scheme, or undefined when an issue was added */
export function checkStorageUri(
  uri: string,
  purpose: UriPurpose,
  schemes: ClusterPlan["storage"]["schemes"],
  issues: IssueList,
): StorageScheme | undefined {
  const [, name = "", rest = ""] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/s.exec(uri) ?? [];
  const usable = schemes === "unmanaged" ? (Object.keys(forms) as StorageScheme[]) : schemes;
  const add = (problem: string, change: string) => {
    const allowed = `a URI such as ${exampleUris(usable, purpose)}`;
    issues.add({ path: purpose.path, value: uri, problem, allowed, change });
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
    return add(`is malformed for ${name}`, `Write it like ${exampleUris([name], purpose)}.`);
  }
  return name;
}

function isScheme(name: string): name is StorageScheme {
  return Object.hasOwn(forms, name);
}
