/** Finds a tool that is already here: on PATH in a usable version, or in our cache. */

import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";

import { cacheDirectory } from "../paths";
import { run } from "../run";
import { messageOf } from "../user-error";
import { type AnyToolName, catalog } from "./catalog";
import { parseVersion } from "./version";

export type Found = { path: string } | { path?: undefined; why: string };

/** Where a tool of ours lies; there only when it is whole, for it arrives by a rename. */
export function cachedPath(name: AnyToolName): string {
  return join(cacheDirectory(), "tools", name, catalog[name].version, name);
}

export async function findTool(name: AnyToolName): Promise<Found> {
  const onPath = await findOnPath(name);
  if (onPath.path !== undefined) return onPath;
  const cached = cachedPath(name);
  return (await isExecutable(cached)) ? { path: cached } : onPath;
}

/** Why a binary can't serve as the tool, or undefined when it can. */
export async function unusable(name: AnyToolName, path: string): Promise<string | undefined> {
  const { versionArguments, usable } = catalog[name];
  try {
    const { stdout, stderr } = await run(path, versionArguments, { timeoutMs: 20_000 });
    const version = parseVersion(stdout) ?? parseVersion(stderr);
    if (version === undefined) return `${path} does not tell its version`;
    if (usable.includes(version)) return undefined;
    return `${path} is ${version.major}.${version.minor}.${version.patch}; usable: ${usable.words}`;
  } catch (error) {
    return `${path} does not run: ${messageOf(error)}`;
  }
}

async function findOnPath(name: AnyToolName): Promise<Found> {
  const path = await which(name);
  if (path === undefined) return { why: "not there" };
  const why = await unusable(name, path);
  return why === undefined ? { path } : { why };
}

/** The absolute path of a program on PATH. */
export async function which(name: string): Promise<string | undefined> {
  for (const directory of (process.env.PATH ?? "").split(delimiter).filter(isAbsolute)) {
    const path = join(directory, name);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
