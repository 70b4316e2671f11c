/** What a deployment of a version left in its state, as far as an upgrade depends on it. */

import { runtime } from "@pulumi/pulumi";

import type { RecordedResource, Recording } from "../../lib/testing";
import { replacingInputs } from "./replacing";

export interface StateResource {
  urn: string;
  /** The inputs that replace it when they change. Components have none. */
  inputs: Record<string, unknown>;
}

export interface State {
  /** Version of the package that made it. */
  version: string;
  /** Resources by program. */
  programs: Record<string, StateResource[]>;
}

export function stateOf(recording: Pick<Recording, "resources">): StateResource[] {
  return recording.resources.map(({ urn, type, kind, inputs }) => ({
    urn,
    inputs: kind === "component" || kind === "remote" ? {} : replacingInputs(type, inputs),
  }));
}

/** Every URN that a resource may have in the state: its own, and those that its aliases and its parents' lead to. */
export function urnsOf(resource: RecordedResource, all: ReadonlyMap<string, RecordedResource>): Set<string> {
  const { project, stack } = partsOf(resource.urn);
  const parents = placesOf(resource.parent, all);
  const urns = new Set<string>();
  for (const alias of [{}, ...resource.aliases]) {
    if (alias.urn !== undefined) urns.add(alias.urn);
    else {
      const { name = resource.name, type = resource.type } = alias;
      // An alias that names no parent comes with the resource's own.
      const elsewhere = alias.parent !== undefined && parentOf(alias.parent) !== resource.parent;
      const at = elsewhere ? placesOf(parentOf(alias.parent), all) : parents;
      for (const { urn, prefix, was } of at) {
        // A parent's former name is at the start of its children's names too.
        const renamed = name === resource.name && prefix !== undefined && name.startsWith(prefix);
        const former = renamed ? was + name.slice(prefix.length) : name;
        urns.add(urnOf({ project, stack, parent: urn, type, name: former }));
      }
    }
  }
  return urns;
}

/** The stack is nobody's parent in a URN. */
function parentOf(urn: string | undefined): string | undefined {
  const isStack = urn === undefined || urn === "" || partsOf(urn).qualifiedType === runtime.rootPulumiStackTypeName;
  return isStack ? undefined : urn;
}

interface Place {
  /** Absent for the stack. */
  urn?: string;
  /** Of the parent, and what it was called at that URN. */
  prefix?: string;
  was?: string;
}

function placesOf(parent: string | undefined, all: ReadonlyMap<string, RecordedResource>): Place[] {
  if (parent === undefined) return [{}];
  const resource = all.get(parent);
  if (resource === undefined) return [{ urn: parent }];
  return [...urnsOf(resource, all)].map((urn) => ({ urn, prefix: resource.name, was: partsOf(urn).name }));
}

function urnOf(parts: { project: string; stack: string; parent?: string; type: string; name: string }): string {
  const { project, stack, parent, type, name } = parts;
  const qualified = parent === undefined ? type : `${partsOf(parent).qualifiedType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

function partsOf(urn: string): { stack: string; project: string; qualifiedType: string; name: string } {
  const [start = "", project = "", qualifiedType = "", ...name] = urn.split("::");
  return { stack: start.replace("urn:pulumi:", ""), project, qualifiedType, name: name.join("::") };
}
