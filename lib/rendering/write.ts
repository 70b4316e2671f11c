/** Writes manifests as files that make small diffs, and cleans up after its own earlier runs only. */

import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { stringify } from "yaml";

import type { Manifest } from "./manifest";
import { applyOrder, kindRank } from "./order";

/** Names the files of the last run, so that the next one knows which are its own to remove. */
const LISTING = ".spark-platform-files.json";

export interface WrittenManifests {
  /** File names in the directory, in the order in which they can be applied. */
  written: string[];
  /** Files of an earlier run that no object stands behind any more. */
  removed: string[];
}

/**
 * Writes one YAML file for each object. A file's number is that of its kind, not of the object, so that a new object
 * does not rename the others.
 * @throws when two objects are the same, or when a file of somebody else would be overwritten.
 */
export async function writeManifests(manifests: readonly Manifest[], directory: string): Promise<WrittenManifests> {
  const files = filesOf(manifests);
  await mkdir(directory, { recursive: true });
  const earlier = await earlierFiles(directory);
  const foreign = [...files.keys()].filter((name) => !earlier.has(name) && existsSync(join(directory, name)));
  if (foreign.length > 0) {
    throw new Error(
      `${directory} holds files that were not written by an earlier run: ${foreign.join(", ")}. Give another directory, or move them.`,
    );
  }
  const removed = [...earlier].filter((name) => !files.has(name)).sort();
  await Promise.all(removed.map((name) => rm(join(directory, name), { force: true })));
  const written = [...files.keys()];
  // The listing goes first: a run that is cut off then leaves no file behind that the next one takes for somebody else's.
  await writeFile(join(directory, LISTING), `${JSON.stringify({ files: [...written].sort() }, undefined, 2)}\n`);
  await Promise.all([...files].map(([name, manifest]) => writeFile(join(directory, name), manifestYaml(manifest))));
  return { written, removed };
}

/** One object as YAML that YAML 1.1 parsers, kubectl's among them, read back the same. */
export function manifestYaml({ apiVersion, kind, metadata, ...rest }: Manifest): string {
  return stringify(
    { apiVersion, kind, metadata, ...rest },
    { aliasDuplicateObjects: false, lineWidth: 0, compat: "yaml-1.1" },
  );
}

function filesOf(manifests: readonly Manifest[]): Map<string, Manifest> {
  const files = new Map<string, Manifest>();
  const seen = new Set<string>();
  for (const manifest of applyOrder(manifests)) {
    const identity = `${manifest.apiVersion} ${manifest.kind} ${manifest.metadata.namespace ?? ""}/${manifest.metadata.name}`;
    if (seen.has(identity)) throw new Error(`Two resources declare the same object, ${identity}: rename one of them.`);
    seen.add(identity);
    const name = fileName(manifest);
    files.set(files.has(`${name}.yaml`) ? `${name}.${apiGroup(manifest)}.yaml` : `${name}.yaml`, manifest);
  }
  return files;
}

/** `_` can't be part of a namespace or name, so that no two objects of a kind share a file. */
function fileName({ kind, metadata }: Manifest): string {
  const number = String((kindRank(kind) + 1) * 10).padStart(3, "0");
  const owner = metadata.namespace === undefined ? "" : `${metadata.namespace}_`;
  return `${number}-${kind.toLowerCase()}-${owner}${metadata.name.replace(/[^A-Za-z0-9.-]/g, "-")}`;
}

function apiGroup({ apiVersion }: Manifest): string {
  return apiVersion.replace(/[^A-Za-z0-9.-]/g, "-");
}

async function earlierFiles(directory: string): Promise<Set<string>> {
  const path = join(directory, LISTING);
  if (!existsSync(path)) return new Set();
  const listing = JSON.parse(await readFile(path, "utf8")) as { files?: unknown };
  const names = Array.isArray(listing.files) ? listing.files : [];
  // Whatever the listing says, nothing outside of the directory is removed.
  return new Set(names.filter((name): name is string => typeof name === "string" && name === basename(name)));
}
