/** What is written down of a control plane, so that any later command can find it, mend it and stop it. */

import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stateDirectory } from "../paths";
import { type ProcessIdentity } from "../processes";
import { UserError } from "../user-error";

/** In the order in which they start. */
export const componentNames = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"] as const;
export type ComponentName = (typeof componentNames)[number];

export const portNames = [...componentNames, "etcd-peer"] as const;
export type Ports = Record<(typeof portNames)[number], number>;

export interface State {
  ports: Ports;
  /** etcd's data, outside the state directory since memory is faster than a disk. */
  dataDirectory: string;
  processes: Partial<Record<ComponentName, ProcessIdentity>>;
  /** Whether its nodes are real, so that the API server may connect to pods. @default false */
  realNodes?: boolean;
}

/** Where the lock of a name lies: outside its directory, which comes and goes under the lock. */
export function lockPath(name: string): string {
  return join(stateDirectory(), ".locks", name);
}

const validName = /^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/;

/** The directory of a control plane. @throws UserError for a name that can't be one of a directory and of a context */
export function directoryOf(name: string): string {
  if (!validName.test(name)) {
    const allowed = "lowercase letters, digits and hyphens, at most 40, with a letter or digit at both ends";
    throw new UserError(`${JSON.stringify(name)} can't be the name of a control plane. Allowed: ${allowed}.`);
  }
  return join(stateDirectory(), name);
}

export function readState(name: string): State | undefined {
  const path = join(directoryOf(name), "state.json");
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8")) as State;
  } catch (error) {
    throw new UserError(
      `${path} can't be read, so what runs of control plane "${name}" is not known. ` +
        `End its processes (\`ps -ef | grep ${directoryOf(name)}\`), then remove ${directoryOf(name)}.`,
      { cause: error },
    );
  }
}

/** Synchronous on purpose: a process is written down in the same breath in which it is started. */
export function writeState(name: string, state: State): void {
  const path = join(directoryOf(name), "state.json");
  writeFileSync(`${path}.partial`, JSON.stringify(state, undefined, 2), { mode: 0o600 });
  renameSync(`${path}.partial`, path);
}

/** Ports that control planes of other names hold or will want back. */
export function portsOfOthers(name: string): Set<number> {
  const names = existsSync(stateDirectory()) ? readdirSync(stateDirectory()) : [];
  const others = names.filter((other) => other !== name && validName.test(other));
  return new Set(others.flatMap((other) => Object.values(readState(other)?.ports ?? {})));
}
