/** Tells what runs of a control plane, without asking it anything over the network. */

import { existsSync } from "node:fs";

import { isAlive } from "../processes";
import { type ComponentName, componentNames, directoryOf, readState } from "./state";

export interface ControlPlaneStatus {
  /** `partly` also when none of its processes runs but its files are there, as after a restart of the machine. */
  state: "running" | "partly" | "absent";
  directory: string;
  /** The pid of each component that runs. */
  pids: Partial<Record<ComponentName, number>>;
}

export function controlPlaneStatus(name: string): ControlPlaneStatus {
  const directory = directoryOf(name);
  const pids: ControlPlaneStatus["pids"] = {};
  for (const [component, identity] of Object.entries(readState(name)?.processes ?? {})) {
    if (isAlive(identity)) pids[component as ComponentName] = identity.pid;
  }
  const all = componentNames.every((component) => pids[component] !== undefined);
  return { state: all ? "running" : existsSync(directory) ? "partly" : "absent", directory, pids };
}
