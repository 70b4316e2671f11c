/** Records a GKE cluster. */

import { GkeCluster, type GkeClusterArgs } from "../../../lib/clusters/gcp";
import { byType, recordProgram, type RecordedResource, type Recording, type RecordOptions } from "../../../lib/testing";

/** A cluster named `analytics` in europe-west1 with its outputs exported. */
export function recordCluster(args: GkeClusterArgs = {}, options?: RecordOptions): Promise<Recording> {
  return recordProgram(() => {
    const cluster = new GkeCluster("analytics", { region: "europe-west1", ...args });
    const { kubeconfig, accessCommand, eventLogUri, registryUrl } = cluster;
    return { kubeconfig, accessCommand, eventLogUri, registryUrl };
  }, options);
}

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
  const visit = (at: string | undefined): void => {
    if (at === undefined || seen.has(at)) return;
    seen.add(at);
    const { dependencies = [], provider } = byUrn.get(at) ?? {};
    for (const dependency of [...dependencies, provider]) visit(dependency);
  };
  visit(urn);
  seen.delete(urn);
  return seen;
}
