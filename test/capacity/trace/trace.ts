/** A trace of jobs: when each comes, and what its stages have to do. Pure, and the same for one seed. */

import { randomNumbers } from "../harness/random";

export interface Stage {
  /** Tasks that may run at once. */
  width: number;
  /** Seconds that the stage takes when all of its width runs. */
  seconds: number;
}

export interface Job {
  /** Seconds from the beginning of the trace. */
  at: number;
  stages: Stage[];
}

export interface TraceOptions {
  jobs: number;
  /** Seconds within which all jobs come. */
  withinSeconds: number;
  /** Of a wide stage; the narrow ones after it take as long. */
  stageSeconds: number;
  seed: number;
}

/** Widths of the first stage, which reads; what follows joins and aggregates, with a quarter of the tasks. */
const widths = [8, 12, 16, 24, 32, 48];
const narrowing = 4;

export function traceOf({ jobs, withinSeconds, stageSeconds, seed }: TraceOptions): Job[] {
  const random = randomNumbers(seed);
  return Array.from({ length: jobs }, () => {
    const width = widths[Math.floor(random() * widths.length)]!;
    const seconds = stageSeconds * (0.5 + random());
    const stages = [{ width, seconds }, ...Array.from({ length: 2 }, () => ({ width: width / narrowing, seconds }))];
    return { at: random() * withinSeconds, stages };
  }).sort((a, b) => a.at - b.at);
}

/** Task slots times seconds: what has to be done, however it is done. */
export function workOf(jobs: readonly Job[]): number {
  return jobs.flatMap(({ stages }) => stages).reduce((sum, { width, seconds }) => sum + width * seconds, 0);
}
