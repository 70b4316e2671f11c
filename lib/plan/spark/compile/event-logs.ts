/** Where event logs go: the URI that was given, or the cluster's own storage. */

import type { ClusterPlan } from "../../cluster";
import type { IssueList } from "../../issue";
import type { PlatformPlan } from "../../platform";
import { checkStorageUri, exampleUris } from "./storage-uri";

const purpose = { path: "eventLogs.uri", folder: "spark-events" };

/** @returns undefined when an issue was added */
export function resolveEventLogs(
  given: { uri: string } | undefined,
  { storage }: ClusterPlan,
  issues: IssueList,
): PlatformPlan["eventLogs"] | undefined {
  if (given !== undefined) {
    const scheme = checkStorageUri(given.uri, purpose, storage.schemes, issues);
    return scheme && { scheme, uri: given.uri };
  }
  if (storage.managedEventLogs !== undefined) return { scheme: storage.managedEventLogs };
  const schemes = storage.schemes === "unmanaged" ? (["s3a"] as const) : storage.schemes;
  issues.add({
    path: purpose.path,
    value: undefined,
    problem: "is needed, since this cluster brings no storage of its own for event logs",
    allowed: `a URI such as ${exampleUris(schemes, purpose)}`,
    change: "Create a bucket for event logs and name a folder in it.",
  });
  return undefined;
}
