/** What an upgrade would replace or delete: a recorded state against what the same program declares today. */

import { isDeepStrictEqual } from "node:util";

import type { RecordedResource } from "../../lib/testing";
import { replacingInputs } from "./replacing";
import { type StateResource, urnsOf } from "./state";

/** One line for each resource that would not survive, with what the state has and what the program says now. */
export function losses(state: readonly StateResource[], resources: readonly RecordedResource[]): string[] {
  const all = new Map(resources.map((resource) => [resource.urn, resource]));
  const known = new Map(resources.flatMap((resource) => [...urnsOf(resource, all)].map((urn) => [urn, resource])));
  return state.flatMap(({ urn, inputs }) => {
    const short = urn.split("::").slice(2).join("::");
    const resource = all.get(urn) ?? known.get(urn);
    if (resource === undefined) return [`${short} is deleted: nothing has its URN, nor an alias of it`];
    if (resource.kind !== "custom") return [];
    const now = replacingInputs(resource.type, resource.inputs);
    return [...new Set([...Object.keys(inputs), ...Object.keys(now)])]
      .filter((path) => !isDeepStrictEqual(inputs[path], now[path]) && !isIgnored(path, resource))
      .map((path) => `${short} is replaced: ${path} was ${show(inputs[path])}, is ${show(now[path])}`);
  });
}

function isIgnored(path: string, { ignoreChanges }: RecordedResource): boolean {
  return ignoreChanges.some((ignored) => path === ignored || path.startsWith(`${ignored}.`));
}

function show(value: unknown): string {
  return value === undefined ? "absent" : JSON.stringify(value);
}
