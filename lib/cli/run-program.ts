/** Runs a program in this process without an engine, and hands back what it declares. */

import type { PlatformPlan } from "../plan/platform";
import { recordProgram } from "../testing/record";
import type { Recording } from "../testing/recording";
import { loadProgram } from "./load-program";
import { locateProgram } from "./locate-program";

export interface RunOptions {
  /** @default "dev" */
  stack?: string;
  /** `key=value` of the project, or `namespace:key=value`. */
  config?: Record<string, string>;
}

export interface ProgramRun {
  recording: Recording;
  /** Where the program ran: relative paths in it start here. */
  directory: string;
  /** The plans of the platforms that the program declares. */
  plans: PlatformPlan[];
  /** What to tell the user beyond the result. */
  remarks: string[];
}

/** Everything that a cloud would answer stays unknown, as in the first preview of a stack. */
export async function runProgram(path: string, { stack = "dev", config = {} }: RunOptions = {}): Promise<ProgramRun> {
  const location = locateProgram(path, stack);
  const before = process.cwd();
  process.chdir(location.directory);
  try {
    const recording = await recordProgram(() => loadProgram(location.file), {
      project: location.project,
      stack,
      config: { ...location.config, ...qualified(config, location.project) },
      outputs: "unknown",
    });
    const remarks = recording.logs
      .filter(({ severity }) => severity === "warn")
      .map(({ message }) => `Warning: ${message}`);
    const missing = location.encrypted.filter((key) => !(key in qualified(config, location.project)));
    if (missing.length > 0) {
      remarks.push(
        `Note: encrypted configuration was left out: ${missing.join(", ")}. Give values with --config where the program needs them.`,
      );
    }
    const mocked = new Set(recording.calls.filter((call) => call.mocked).map(({ token }) => token));
    if (mocked.size > 0) {
      remarks.push(`Note: no cloud was asked; the answers of these were made up: ${[...mocked].sort().join(", ")}.`);
    }
    return { recording, directory: location.directory, plans: plansIn(recording), remarks };
  } finally {
    process.chdir(before);
  }
}

/** A platform hands its plan to the engine as its input. */
function plansIn({ resources }: Recording): PlatformPlan[] {
  return resources
    .filter(({ type }) => type.endsWith(":SparkPlatform"))
    .map(({ inputs }) => inputs.plan as PlatformPlan);
}

function qualified(config: Record<string, string>, project: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value]),
  );
}
