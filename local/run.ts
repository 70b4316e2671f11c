/** Runs a command to its end and keeps what it printed. */

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  input?: string;
  /** Ends the command and every process it started. */
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Sees each line of standard error as it comes. */
  onErrorLine?: (line: string) => void;
}

/** A command that could not be started, was ended, or returned something other than 0. */
export class CommandFailed extends Error {
  constructor(
    readonly command: string,
    readonly reason: string,
    readonly stdout: string,
    readonly stderr: string,
  ) {
    super(`${command}: ${stderr.trim() || stdout.trim() || reason}`);
    this.name = "CommandFailed";
  }
}

/** @returns standard output and standard error. @throws CommandFailed */
export async function run(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<{ stdout: string; stderr: string }> {
  const { signal } = options;
  signal?.throwIfAborted();
  const command = [file, ...args.slice(0, 3)].join(" ");
  // Only a process group of its own can be ended with all that it started; without a signal the terminal's Ctrl-C does.
  const detached = signal !== undefined;
  const child = spawn(file, args, { cwd: options.cwd, env: options.env, detached, timeout: options.timeoutMs });
  const end = () => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
  };
  signal?.addEventListener("abort", end, { once: true });
  if (options.onErrorLine !== undefined) {
    const onLine = options.onErrorLine;
    child.stderr.on("data", (chunk: Buffer) => chunk.toString().trim().split("\n").forEach(onLine));
  }
  // A command that fails early closes its input; what it says about that is more useful than EPIPE.
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  try {
    const outcome = new Promise<string | undefined>((resolve) => {
      child.on("error", (error) => resolve(error.message));
      child.on("close", (code, killedBy) =>
        resolve(code === 0 ? undefined : killedBy === null ? `exit code ${code}` : `ended by ${killedBy}`),
      );
    });
    const [stdout, stderr, failure] = await Promise.all([text(child.stdout), text(child.stderr), outcome]);
    signal?.throwIfAborted();
    if (failure !== undefined) throw new CommandFailed(command, failure, stdout, stderr);
    return { stdout, stderr };
  } finally {
    signal?.removeEventListener("abort", end);
  }
}
