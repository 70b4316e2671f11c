/** Time as the drill sees it, so that a test need not wait. */

import { setTimeout as sleep } from "node:timers/promises";

export interface Clock {
  /** Seconds since some moment. */
  seconds(): number;
  /** @throws the signal's reason when it is aborted, before or meanwhile */
  wait(seconds: number, signal?: AbortSignal): Promise<void>;
}

/** Monotonic: a change of the machine's time changes no measurement. */
export const systemClock: Clock = {
  seconds: () => performance.now() / 1000,
  async wait(seconds, signal) {
    try {
      await sleep(seconds * 1000, undefined, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
