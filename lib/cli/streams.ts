/** Where a command reads and writes, so that tests can stand in for the terminal. */

import { readFileSync } from "node:fs";

import pc from "picocolors";

export interface Streams {
  out: (text: string) => void;
  err: (text: string) => void;
  /** All of the standard input; only read for `-`. @default the process's */
  input?: () => string;
  color: boolean;
  /** Columns of the terminal. */
  width: number;
}

/** The process's own. */
export const terminal: Streams = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  color: pc.isColorSupported && process.stdout.isTTY,
  width: Math.max(80, process.stdout.columns ?? 100),
};

export function standardInput({ input = () => readFileSync(process.stdin.fd, "utf8") }: Streams): string {
  return input();
}
