/** Which rights to object storage the pods of a platform get, and whether the cluster can give them. */

import * as pulumi from "@pulumi/pulumi";

import type { StorageGrant } from "../clusters/contract";
import type { ClusterPlan } from "../plan/cluster";
import { type IssueList, quoted } from "../plan/issue";
import type { PlatformPlan } from "../plan/platform";
import { checkStorageUri } from "../plan/spark/compile/storage-uri";
import type { Sound } from "../plan/structure";
import type { DataAccess, SparkPlatformArgs } from "./args";

/**
 * Adds an issue for all data that the cluster can give no right to, and for namespaces that are not the platform's.
 * @param namespaces of the platform
 */
export function checkDataAccess(
  data: readonly (Sound<DataAccess> | undefined)[],
  schemes: ClusterPlan["storage"]["schemes"],
  namespaces: readonly string[],
  issues: IssueList,
): void {
  data.forEach(({ uri, namespaces: wanted = [] } = {}, index) => {
    const path = `dataAccess[${index}]`;
    if (schemes === "unmanaged") {
      issues.add({
        path,
        value: typeof uri === "string" ? uri : undefined,
        problem: "asks for a right on a cluster that knows nothing of its pods' identities",
        allowed: "a cluster that can give rights, or one with storageAccess",
        change: "Give the right yourself and leave it out here, or tell the cluster what identities there are.",
      });
    } else if (typeof uri === "string") {
      checkStorageUri(uri, { path: `${path}.uri`, folder: "data" }, schemes, issues);
    }
    wanted.forEach((name, at) => {
      if (name === undefined || namespaces.includes(name)) return;
      issues.add({
        path: `${path}.namespaces[${at}]`,
        value: name,
        problem: "is no namespace of this platform",
        allowed: quoted(namespaces),
        change: "Name one of namespaces, or leave it out for all.",
      });
    });
  });
}

/** All that drivers and executors of a namespace may open: event logs, shuffle files that outlive a node, their data and code. */
export function driverGrants(
  { dataAccess = [], shuffle }: SparkPlatformArgs,
  { cluster }: PlatformPlan,
  namespace: string,
  { eventLogUri, codeUri }: { eventLogUri: pulumi.Input<string>; codeUri?: pulumi.Output<string> },
): StorageGrant[] {
  const { schemes } = cluster.storage;
  const fallback = schemes === "unmanaged" ? undefined : shuffle?.fallbackStorage;
  return [
    { access: "write", uri: eventLogUri },
    ...(fallback === undefined ? [] : [{ access: "write" as const, uri: fallback }]),
    ...dataAccess
      .filter(({ namespaces }) => namespaces === undefined || namespaces.includes(namespace))
      .map(({ access, uri }) => ({ access, uri })),
    // It came last, and what is named by its place in the list keeps that place.
    ...(codeUri === undefined
      ? []
      : [{ access: "read" as const, uri: pulumi.interpolate`${codeUri}/${namespace}`, name: "code" }]),
  ];
}
