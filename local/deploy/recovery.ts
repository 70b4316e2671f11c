/**
 * Finishes what a killed update began: the engine notes a creation before it starts one, so an object that was made while
 * the engine died is known by name, and is taken into the state instead of being in the way of its own creation.
 */

import { type Deployment, type Stack } from "@pulumi/pulumi/automation";

interface ResourceState {
  urn: string;
  inputs?: { metadata?: { name?: string; namespace?: string } };
}

interface Checkpoint {
  resources?: (ResourceState & { id?: string; outputs?: unknown })[];
  pending_operations?: { type: string; resource: ResourceState }[];
}

/** Leaves the stack without open creations. */
export async function finishKilledUpdate(stack: Stack): Promise<void> {
  const exported: Deployment = await stack.exportStack();
  const checkpoint = (exported.deployment ?? {}) as Checkpoint;
  const open = (checkpoint.pending_operations ?? []).filter(({ type }) => type === "creating");
  if (open.length === 0) return;
  const begun = open.flatMap(({ resource }) => {
    const { name, namespace } = resource.inputs?.metadata ?? {};
    const id = namespace === undefined ? name : `${namespace}/${name}`;
    return name === undefined ? [] : [{ ...resource, id, outputs: resource.inputs }];
  });
  const others = (checkpoint.pending_operations ?? []).filter(({ type }) => type !== "creating");
  const resources = [...(checkpoint.resources ?? []), ...begun];
  await stack.importStack({ ...exported, deployment: { ...checkpoint, resources, pending_operations: others } });
  // Reads what is really there; what had not been made yet drops out, and the next update creates it.
  await stack.refresh({ color: "never" });
}
