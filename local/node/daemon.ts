/** A program that runs beside the control plane, on this machine or inside a node, and writes a log. */

import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";

import { identify, isAlive, type ProcessIdentity } from "../processes";
import { UserError } from "../user-error";
import { waitUntil } from "../wait";

export interface DaemonOptions {
  name: string;
  path: string;
  args: readonly string[];
  environment?: Record<string, string>;
  /** Path of its log, which is added to. */
  log: string;
  /** Told the process before anything else can happen. */
  record: (identity: ProcessIdentity) => void;
}

export interface Daemon {
  name: string;
  identity: ProcessIdentity;
  log: string;
}

/** @throws UserError when it can't be started */
export function startDaemon({ name, path, args, environment = {}, log, record }: DaemonOptions): Daemon {
  const output = openSync(log, "a", 0o600);
  const child = spawn(path, args, {
    // A session of its own: Ctrl-C ends this command, which then ends its daemons in order.
    detached: true,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  // Without a listener the error of a program that is not there would end this process.
  child.on("error", () => undefined);
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity === undefined) throw new UserError(`${name} (${path}) can't be started.`);
  record(identity);
  child.unref();
  return { name, identity, log };
}

/** @throws UserError with the end of the daemon's log when it dies, or is not ready in time */
export async function waitForDaemon(
  { name, identity, log }: Daemon,
  isReady: () => boolean | Promise<boolean>,
  { timeoutMs = 120_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<void> {
  const settled = async () => !isAlive(identity) || (await isReady());
  const inTime = await waitUntil(settled, { timeoutMs, intervalMs: 200, signal });
  if (inTime && isAlive(identity)) return;
  const what = inTime ? "ended while it was starting" : `was not ready within ${timeoutMs / 1000} s`;
  throw new UserError([`${name} ${what}. The end of its log, ${log}:`, ...lastLines(log)].join("\n  "));
}

export function lastLines(log: string, count = 12): string[] {
  return existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n").slice(-count) : [];
}
