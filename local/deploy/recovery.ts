/**
 * Finishes what a killed update began: the engine notes a creation before it starts one, so an object that was made while
 * the engine died is known by name, and is taken into the state instead of being in the way of its own creation.
 */

import { type PulumiCommand, type Stack } from "@pulumi/pulumi/automation";

import { run } from "../run";

interface PendingOperation {
  type: string;
  resource: { urn: string; inputs?: { metadata?: { name?: string; namespace?: string } } };
}

/** @returns how many creations had been left open */
export async function finishKilledUpdate(command: PulumiCommand, stack: Stack): Promise<number> {
  const open = (await pendingCreates(stack)).flatMap(({ resource: { urn, inputs } }) => {
    const { name, namespace } = inputs?.metadata ?? {};
    return name === undefined ? [] : [[urn, namespace === undefined ? name : `${namespace}/${name}`] as const];
  });
  for (const creation of open) {
    // One that was not made yet can't be taken over; the rest must not suffer from it.
    await refresh(command, stack, ["--import-pending-creates", creation.join(" ")]).catch(() => undefined);
  }
  if ((await pendingCreates(stack)).length > 0) await refresh(command, stack, ["--clear-pending-creates"]);
  return open.length;
}

async function pendingCreates(stack: Stack): Promise<PendingOperation[]> {
  const { deployment } = (await stack.exportStack()) as { deployment: { pending_operations?: PendingOperation[] } };
  return (deployment.pending_operations ?? []).filter(({ type }) => type === "creating");
}

async function refresh(command: PulumiCommand, { name, workspace }: Stack, args: string[]): Promise<void> {
  const env = { ...process.env, ...workspace.envVars };
  await run(command.command, ["refresh", "--yes", "--non-interactive", "--skip-preview", "--stack", name, ...args], {
    cwd: workspace.workDir,
    env,
  });
}
