/** Lets work clean up after itself when Ctrl-C, a kill or a closed terminal ends the command. */

import { UserError } from "./user-error";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export class Interrupted extends UserError {
  constructor(signal: NodeJS.Signals) {
    super(`Interrupted by ${signal}.`);
    this.name = "Interrupted";
  }
}

/**
 * Runs work with an AbortSignal that fires on the first interrupt. Once the work has settled, the interrupt takes the
 * effect that it would have had: the process ends by that signal, unless the program listens for it itself.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    received ??= signal;
    controller.abort(new Interrupted(signal));
  };
  for (const signal of signals) process.on(signal, onSignal);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
    if (received !== undefined && process.listenerCount(received) === 0) process.kill(process.pid, received);
  }
}
