/** Processes that outlive the command that started them, known by pid and start so that a reused pid is never taken for ours. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { waitUntil } from "./wait";

export interface ProcessIdentity {
  pid: number;
  /** When the process started, in whatever form the system tells it; compared, never parsed. */
  startedAt: string;
}

/** The identity of a process that runs now; undefined when there is none of that pid (a mere zombie is none). */
export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === "linux" ? linuxStart(pid) : portableStart(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt;
}

/** Ends processes: asks first, then kills those that are still there after the grace time. */
export async function stopProcesses(identities: readonly ProcessIdentity[], graceMs = 2_000): Promise<void> {
  signalAll(identities, "SIGTERM");
  const gone = () => !identities.some(isAlive);
  if (await waitUntil(gone, { timeoutMs: graceMs, intervalMs: 50 })) return;
  signalAll(identities, "SIGKILL");
  await waitUntil(gone, { timeoutMs: 5_000, intervalMs: 50 });
}

interface ProcStat {
  state: string;
  threads: number;
  startTicks: string;
}

/** What matters of `/proc/<pid>/stat`, whose second field may itself hold blanks and parentheses. */
export function parseProcStat(stat: string): ProcStat {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, threads, startTicks] = [fields[0], fields[17], fields[19]];
  if (state === undefined || startTicks === undefined) throw new Error(`not a /proc stat line: ${stat}`);
  return { state, threads: Number(threads), startTicks };
}

function linuxStart(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const { state, threads, startTicks } = parseProcStat(stat);
  // A zombie whose threads are still ending holds its ports yet.
  if (state === "X" || (state === "Z" && threads <= 1)) return undefined;
  // Ticks count from boot, so they mean nothing without it.
  return `${readIfThere("/proc/sys/kernel/random/boot_id")?.trim() ?? ""}:${startTicks}`;
}

function portableStart(pid: number): string | undefined {
  try {
    const output = execFileSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C" },
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    const [, state, start] = /^(\S+)\s+(.+)$/.exec(output) ?? [];
    return state === undefined || state.startsWith("Z") ? undefined : start;
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function signalAll(identities: readonly ProcessIdentity[], signal: NodeJS.Signals): void {
  for (const identity of identities.filter(isAlive)) {
    try {
      process.kill(identity.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
