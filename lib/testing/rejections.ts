/** Collects rejections that nobody handles while a program runs, so that they fail the recording and not the process. */

import { runInThisContext } from "node:vm";

// Test runners give tests a copy of `process` whose events never fire; the real one is a global of the main context.
const host = runInThisContext("process") as NodeJS.Process;

const EVENTS = ["unhandledRejection", "rejectionHandled", "uncaughtException"] as const;

/**
 * Runs `work` while listening in place of everybody else.
 * @returns what `work` returned, and every distinct error that nobody handled.
 */
export async function collectingRejections<T>(work: () => Promise<T>): Promise<{ result: T; unhandled: unknown[] }> {
  const unhandled = new Set<unknown>();
  const others = EVENTS.map((event) => ({ event, listeners: host.rawListeners(event) as (() => void)[] }));
  const collect = (error: unknown) => unhandled.add(error);
  for (const { event } of others) host.removeAllListeners(event);
  host.on("unhandledRejection", collect);
  host.on("uncaughtException", collect);
  try {
    const result = await work();
    return { result, unhandled: [...unhandled] };
  } finally {
    host.off("unhandledRejection", collect);
    host.off("uncaughtException", collect);
    for (const { event, listeners } of others) for (const listener of listeners) host.on(event, listener);
  }
}
