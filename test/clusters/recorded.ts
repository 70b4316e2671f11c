/** Looks into what was recorded of a cluster, whichever cloud it is on. */

import { byType, type RecordedResource, type Recording } from "../../lib/testing";

/** How many resources there are of each type, components and provider included. */
export function counts(recording: Recording): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { type } of recording.resources) found[type] = (found[type] ?? 0) + 1;
  return found;
}

/** The one resource of a type and name. */
export function one(recording: Recording, type: string, name?: string): RecordedResource {
  const found = byType(recording, type).filter((resource) => name === undefined || resource.name === name);
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}${name ? ` named ${name}` : ""}`);
  return found[0]!;
}

/** Everything that must exist before a resource, directly or not. */
export function ancestry(recording: Recording, { urn }: RecordedResource): Set<string> {
  const byUrn = new Map(recording.resources.map((resource) => [resource.urn, resource]));
  const seen = new Set<string>();
  const visit = (at: string): void => {
    for (const dependency of byUrn.get(at)?.dependencies ?? []) {
      if (seen.has(dependency)) continue;
      seen.add(dependency);
      visit(dependency);
    }
    const provider = byUrn.get(at)?.provider;
    if (provider !== undefined && !seen.has(provider)) {
      seen.add(provider);
      visit(provider);
    }
  };
  visit(urn);
  return seen;
}
