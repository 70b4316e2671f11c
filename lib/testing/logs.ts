/** Catches what a program logs through `pulumi.log`, which without an engine would go to the console. */

import * as pulumi from "@pulumi/pulumi";

import type { ProgramLog } from "./recording";

const SEVERITIES = ["info", "warn", "error"] as const;

type LogFunction = (message: string, resource?: pulumi.Resource) => Promise<void>;

/** Runs `work` and hands every message to `onLog`; debug messages are dropped by the runtime itself. */
export async function catchingLogs<T>(onLog: (log: ProgramLog) => void, work: () => Promise<T>): Promise<T> {
  const log = pulumi.log as unknown as Record<(typeof SEVERITIES)[number], LogFunction>;
  const originals = SEVERITIES.map((severity) => [severity, log[severity]] as const);
  for (const severity of SEVERITIES) {
    log[severity] = async (message, resource) => {
      const entry: ProgramLog = { severity, message };
      onLog(entry);
      if (resource !== undefined) entry.urn = await urnOf(resource);
    };
  }
  try {
    return await work();
  } finally {
    for (const [severity, original] of originals) log[severity] = original;
  }
}

function urnOf(resource: pulumi.Resource): Promise<string> {
  return new Promise((resolve) => resource.urn.apply(resolve));
}
