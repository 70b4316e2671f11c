/** Looks into a recording: who is whose child, and which resources are of a type. */

import type { RecordedResource, Recording } from "./recording";

export interface ResourceNode {
  resource: RecordedResource;
  /** In the order of registration. */
  children: ResourceNode[];
}

/** The stack's direct children with everything below them. */
export function resourceTree(recording: Recording): ResourceNode[] {
  const nodes = new Map(
    recording.resources.map((resource) => [resource.urn, { resource, children: [] as ResourceNode[] }]),
  );
  const roots: ResourceNode[] = [];
  for (const node of nodes.values()) {
    const parent = node.resource.parent === undefined ? undefined : nodes.get(node.resource.parent);
    (parent?.children ?? roots).push(node);
  }
  return roots;
}

/** The resources of one type, in the order of registration. */
export function byType(recording: Recording, type: string): RecordedResource[] {
  return recording.resources.filter((resource) => resource.type === type);
}

/** The direct children of a resource. */
export function childrenOf(recording: Recording, parent: RecordedResource): RecordedResource[] {
  return recording.resources.filter((resource) => resource.parent === parent.urn);
}

/**
 * The one resource with this type and logical name.
 * @throws when there is none, naming those of the type.
 */
export function named(recording: Recording, type: string, name: string): RecordedResource {
  const candidates = byType(recording, type);
  const found = candidates.find((resource) => resource.name === name);
  if (found !== undefined) return found;
  const names = candidates.map((resource) => resource.name).join(", ");
  throw new Error(
    `No ${type} is named ${name}. ${names === "" ? "There is none of that type." : `There are: ${names}.`}`,
  );
}
