/** A program that runs beside the control plane, writes a log and ends with the experiment. */

import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";

import { identify, isAlive, type ProcessIdentity, stopProcesses } from "../../../local/processes";

export interface Program {
  path: string;
  args: readonly string[];
  environment?: Record<string, string>;
  /** Path of its log, which is added to. */
  log: string;
}

export interface RunningProgram {
  isAlive(): boolean;
  /** Resident memory in MiB. */
  memoryMiB(): number;
  /** The end of its log. */
  lastLines(count?: number): string;
  stop(): Promise<void>;
}

/** @throws Error when it can't be started */
export function startProgram({ path, args, environment = {}, log }: Program): RunningProgram {
  const output = openSync(log, "a");
  const child = spawn(path, args, {
    detached: true,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity === undefined) throw new Error(`${path} can't be started`);
  child.unref();
  return {
    isAlive: () => isAlive(identity),
    memoryMiB: () => residentMiB(identity),
    lastLines: (count = 12) => readFileSync(log, "utf8").trimEnd().split("\n").slice(-count).join("\n"),
    stop: () => stopProcesses([identity]),
  };
}

/** Resident memory of a process in MiB; 0 where the system does not tell. */
export function residentMiB({ pid }: Pick<ProcessIdentity, "pid">): number {
  try {
    const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Math.round(Number(kibibytes ?? 0) / 1024);
  } catch {
    return 0;
  }
}
