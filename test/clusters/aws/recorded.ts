/** Records an EKS cluster, and reads policies and files out of what was recorded. */

import { EksCluster, type EksClusterArgs } from "../../../lib/clusters/aws";
import { byType, recordProgram, type RecordedResource, type Recording, type RecordOptions } from "../../../lib/testing";

export interface Statement {
  Sid?: string;
  Effect: string;
  Principal?: unknown;
  Action: string[];
  Resource?: string[];
  Condition?: unknown;
}

/** A cluster named `analytics` with its outputs exported. */
export function recordCluster(args?: EksClusterArgs, options?: RecordOptions): Promise<Recording> {
  return recordProgram(() => {
    const { kubeconfig, accessCommand, eventLogUri, registryUrl } = new EksCluster("analytics", args);
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

/** Statements of a policy document. */
export function statements(json: unknown): Statement[] {
  return (JSON.parse(json as string) as { Statement: Statement[] }).Statement;
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
