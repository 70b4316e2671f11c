/** recordProgram: runs a Pulumi program against a recording monitor in place of the engine. */

import { types } from "node:util";

import * as pulumi from "@pulumi/pulumi";

import { catchingLogs } from "./logs";
import { RecordingMonitor } from "./monitor";
import type { Recording, RecordOptions } from "./recording";
import { collectingRejections } from "./rejections";

/** Public `disconnect` also shuts the callback service down, which later registrations may still need. */
const runtime = pulumi.runtime as typeof pulumi.runtime & { waitForRPCs(): Promise<void> };

let running = false;

/**
 * Runs `program` in this process and returns everything that it declared, once all registrations have settled.
 *
 * The program is a real one: it reads configuration, creates resources and returns its outputs. No engine, plugin or
 * cloud is needed. May be called any number of times, one after the other: the Pulumi runtime is one per process.
 *
 * @example
 * const recording = await recordProgram(() => new SparkPlatform("analytics", { cluster }));
 * expect(byType(recording, "kubernetes:core/v1:Namespace")).toHaveLength(2);
 *
 * @throws the program's own error when it fails, unless `errors: "return"` asks for it in the recording.
 */
export async function recordProgram(program: () => unknown, options: RecordOptions = {}): Promise<Recording> {
  if (running) {
    throw new Error(
      "recordProgram is already running: the Pulumi runtime is one per process. Await the first recording before the next.",
    );
  }
  running = true;
  try {
    const recording = await record(program, options);
    if (options.errors !== "return") throwErrors(recording.errors);
    return recording;
  } finally {
    running = false;
  }
}

async function record(program: () => unknown, options: RecordOptions): Promise<Recording> {
  const { project = "project", stack = "stack", outputs, config = {} } = options;
  const { preview = outputs === "unknown" } = options;
  const recording: Recording = {
    project,
    stack,
    resources: [],
    calls: [],
    outputs: {},
    secretOutputs: [],
    unknownOutputs: [],
    errors: [],
    logs: [],
  };
  const monitor = new RecordingMonitor(recording, options);
  pulumi.runtime.setMockOptions(monitor, project, stack, preview);
  pulumi.runtime.setAllConfig(namespaced(config, project));
  const errors = new Set<unknown>();
  try {
    const { unhandled } = await collectingRejections(() =>
      catchingLogs(
        (log) => recording.logs.push(log),
        async () => {
          try {
            await pulumi.runtime.runInPulumiStack(async () => await program());
          } catch (error) {
            errors.add(error);
          }
          await settled(recording);
        },
      ),
    );
    for (const error of unhandled) errors.add(error);
  } finally {
    pulumi.runtime.setAllConfig({});
    // Lets go of the monitor and of promises that a failed program never resolves.
    pulumi.runtime.resetOptions("project", "stack", -1, "", "", false, "");
  }
  recording.errors = [...errors].map(asError);
  for (const { severity, message } of recording.logs) {
    // The engine fails an update that logs an error.
    if (severity === "error") recording.errors.push(new Error(message));
  }
  return recording;
}

/** Waits until no request is under way and a few turns of the event loop bring no new one. */
async function settled(recording: Recording): Promise<void> {
  let seen = -1;
  for (let quietTurns = 0; quietTurns < 3;) {
    await runtime.waitForRPCs();
    await new Promise((resolve) => setImmediate(resolve));
    const activity = recording.resources.length + recording.calls.length + recording.logs.length;
    quietTurns = activity === seen ? quietTurns + 1 : 0;
    seen = activity;
  }
  pulumi.runtime.disconnectSync();
}

function namespaced(config: Record<string, string>, project: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value]),
  );
}

function asError(error: unknown): Error {
  // Errors of Node's own modules are of another realm inside test runners.
  return error instanceof Error || types.isNativeError(error) ? error : new Error(String(error));
}

function throwErrors(errors: readonly Error[]): void {
  const [first, ...others] = errors;
  if (first === undefined) return;
  if (others.length === 0) throw first;
  throw new AggregateError(errors, [...new Set(errors.map((error) => error.message))].join("\n"));
}
