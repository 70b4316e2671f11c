/** Starts one component as a process that outlives this command, and waits until it is ready. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";

import { identify, isAlive, type ProcessIdentity } from "../processes";
import { UserError } from "../user-error";
import { waitUntil } from "../wait";
import { components, type Layout, paths } from "./components";
import { statusOf } from "./health";
import { type ComponentName } from "./state";

/** Starts the component; `record` is told its identity before anything else can happen. */
export async function launch(
  component: ComponentName,
  binary: string,
  layout: Layout,
  record: (identity: ProcessIdentity) => void,
): Promise<void> {
  const log = freshLog(component, layout.directory);
  const child = spawn(binary, components[component].args(layout), {
    // A session of its own: neither Ctrl-C nor the end of the terminal reaches it.
    detached: true,
    cwd: layout.directory,
    // Settings of the user's shell (proxies, KUBECONFIG, GODEBUG) are not meant for these.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity !== undefined) record(identity);
  child.unref();
  if (child.pid === undefined) {
    const [error] = (await once(child, "error")) as [Error];
    throw new UserError(`${component} can't be started: ${error.message}.`);
  }
}

/** True when the component answers that it is well. */
export async function isHealthy(component: ComponentName, { ports, pki }: Layout): Promise<boolean> {
  return (await statusOf(ports[component], components[component].healthPath, pki)) === 200;
}

/** @throws UserError with the end of the component's log when it dies, or is not ready in time */
export async function waitUntilReady(
  component: ComponentName,
  { identity, layout, signal }: { identity: ProcessIdentity | undefined; layout: Layout; signal: AbortSignal },
): Promise<void> {
  const { readyWithinSeconds } = components[component];
  const alive = () => identity !== undefined && isAlive(identity);
  const settled = async () => !alive() || (await isReady(component, layout));
  const timeoutMs = readyWithinSeconds * 1000;
  const inTime = await waitUntil(settled, { timeoutMs, signal });
  if (inTime && alive()) return;
  const what = inTime ? "ended while it was starting" : `was not ready within ${readyWithinSeconds} s`;
  const path = logPath(component, layout.directory);
  throw new UserError([`${component} ${what}. The end of its log, ${path}:`, ...lastLines(path)].join("\n  "));
}

/** Healthy, and done with the first things that others rely on. */
async function isReady(component: ComponentName, layout: Layout): Promise<boolean> {
  if (!(await isHealthy(component, layout))) return false;
  if (component !== "kube-controller-manager") return true;
  // Without its service account no pod can be created in a namespace.
  const path = "/api/v1/namespaces/default/serviceaccounts/default";
  return (await statusOf(layout.ports["kube-apiserver"], path, layout.pki)) === 200;
}

function logPath(component: ComponentName, directory: string): string {
  return join(directory, paths.logs, `${component}.log`);
}

/** An empty log; that of the run before is kept, for it tells why that run ended. */
function freshLog(component: ComponentName, directory: string): number {
  const path = logPath(component, directory);
  mkdirSync(join(directory, paths.logs), { recursive: true });
  if (existsSync(path)) renameSync(path, `${path}.before`);
  return openSync(path, "a", 0o600);
}

function lastLines(path: string): string[] {
  return readFileSync(path, "utf8").trimEnd().split("\n").slice(-12);
}
