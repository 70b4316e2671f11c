/** What a destroy takes away before what: read from a recording as the engine does, without the code under test. */

import type { RecordedResource, Recording } from "../../lib/testing";

/** URNs of everything that is still there while a resource is deleted: what it depends on, its parent and its provider, and theirs. */
export function outlives(recording: Recording): (resource: RecordedResource) => Set<string> {
  const byUrn = new Map(recording.resources.map((resource) => [resource.urn, resource]));
  const known = new Map<string, Set<string>>();
  const reach = (urn: string): Set<string> => {
    const found = known.get(urn);
    if (found !== undefined) return found;
    const reached = new Set<string>();
    known.set(urn, reached);
    const resource = byUrn.get(urn);
    const { parent, provider, dependencies = [] } = resource ?? {};
    for (const next of [parent, provider, ...dependencies]) {
      if (next === undefined) continue;
      reached.add(next);
      for (const further of reach(next)) reached.add(further);
    }
    return reached;
  };
  return ({ urn }) => reach(urn);
}
