/** Ends a control plane and removes what it leaves. */

import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";

import { withLock } from "../lock";
import { stopProcesses } from "../processes";
import { directoryOf, lockPath, readState, type State } from "./state";

/** Ends every process and removes all data. True if there was anything. */
export async function stopControlPlane(name: string): Promise<boolean> {
  const directory = directoryOf(name);
  return withLock(lockPath(name), async () => {
    const state = readState(name);
    if (state !== undefined) await discard(state);
    const existed = existsSync(directory);
    await rm(directory, { recursive: true, force: true });
    return existed;
  });
}

/** Ends the processes, then removes etcd's data. */
export async function discard(state: State): Promise<void> {
  // Nothing that they could still write down is kept.
  await stopProcesses(Object.values(state.processes), 100);
  await rm(state.dataDirectory, { recursive: true, force: true });
}
