/** Places in Azure Data Lake Storage Gen2, as Spark names them. */

import * as pulumi from "@pulumi/pulumi";

import { CONTAINER_NAME } from "./plan-storage";

/** A container, or a directory in it. */
export interface AbfssPlace {
  /** Name of the storage account. */
  account: string;
  container: string;
  /** Without slashes at its ends; empty for the whole container. */
  path: string;
}

/** What a condition of Azure's language would read as something else is refused with all that is unusual: wildcards, quotes, dots alone. */
const URI =
  /^abfss:\/\/([a-z0-9-]+)@([a-z0-9]{3,24})(?:\.[a-z0-9]+)?\.dfs\.[a-z0-9.]+((?:\/(?!\.{1,2}(?:\/|$))[\w.=-]*)*)$/;

/** Suffixes of storage in the clouds of Azure: https://learn.microsoft.com/azure/storage/common/storage-account-overview */
const SUFFIXES: Record<string, string> = {
  public: "core.windows.net",
  usgovernment: "core.usgovcloudapi.net",
  china: "core.chinacloudapi.cn",
};

/**
 * URI of a place. The root of a container ends in two slashes: Spark takes one off the directory of its event logs, and Hadoop knows
 * no path without the other.
 */
export function abfssUri(place: {
  container: pulumi.Input<string>;
  /** For example `example.dfs.core.windows.net`. */
  host: pulumi.Input<string>;
  path: string;
}): pulumi.Output<string> {
  return pulumi.interpolate`abfss://${place.container}@${place.host}/${place.path === "" ? "/" : place.path}`;
}

/** Host of an account in the cloud that the provider is configured for. */
export function hostOf(accountId: pulumi.Input<string>): pulumi.Output<string> {
  const cloud = new pulumi.Config("azure-native").get("environment") ?? process.env.ARM_ENVIRONMENT ?? "public";
  const suffix = SUFFIXES[cloud] ?? SUFFIXES.public;
  return pulumi.output(accountId).apply((id) => `${nameOf(id)}.dfs.${suffix}`);
}

/** Name of a resource by its id. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** @throws pulumi.ResourceError when the URI is no `abfss://container@account.dfs.../directory`. */
export function parseAbfss(uri: string): AbfssPlace {
  const [, container = "", account = "", path = ""] = URI.exec(uri) ?? [];
  if (CONTAINER_NAME.test(container))
    return { account, container, path: path.replace(/\/+/g, "/").replace(/^\/|\/$/g, "") };
  const message = `uri: ${JSON.stringify(uri)} is no place in Azure Data Lake Storage. Allowed: abfss://<container>@<account>.dfs.core.windows.net/<directory>, the directory of letters, digits and _.=-/. Name the container, the account and a directory without wildcards.`;
  throw new pulumi.ResourceError(message, undefined, true);
}
