/** Plays a trace of jobs: every job is an application whose executors work off its stages while they have a node. */

import { setTimeout as sleep } from "node:timers/promises";

import { type Application } from "../harness/application";
import { now } from "../harness/observer";
import { randomNumbers } from "../harness/random";
import { type SubmitOptions, type World } from "../harness/world";
import { type Job } from "./trace";

export interface Manner {
  /** Task slots of one executor. */
  slots: number;
  /** Whether executors follow the work, or are as many from the beginning to the end. */
  isDynamic: boolean;
  /** Seconds after which an executor without a task is given back, with dynamic allocation. */
  executorIdleSeconds: number;
  /** How applications are submitted. */
  submit: Partial<SubmitOptions>;
}

const tickMs = 200;

/** @returns task-slot-seconds that were worked off */
export async function playTrace(world: World, team: string, jobs: readonly Job[], manner: Manner): Promise<number> {
  const from = now();
  const played = jobs.map(async (job, index) => {
    await sleep(Math.max(0, from + job.at - now()) * 1000, undefined, { signal: world.signal });
    return playJob(world, team, job, manner, randomNumbers(index));
  });
  const work = await Promise.all(played);
  return work.reduce((sum, one) => sum + one, 0);
}

async function playJob(
  world: World,
  team: string,
  { stages }: Job,
  manner: Manner,
  random: () => number,
): Promise<number> {
  const executorsFor = (width: number) => Math.ceil(width / manner.slots);
  const most = Math.max(...stages.map(({ width }) => executorsFor(width)));
  const first = manner.isDynamic ? executorsFor(stages[0]!.width) : most;
  const application = await world.submit(team, { executors: first, ...manner.submit });
  let worked = 0;
  for (const { width, seconds } of stages) {
    if (manner.isDynamic) application.wanted = Math.max(application.wanted, executorsFor(width));
    const started = now();
    let done = 0;
    for (let before = started; done < width * seconds;) {
      await sleep(tickMs, undefined, { signal: world.signal });
      if (application.failure !== undefined) throw new Error(application.failure);
      const at = now();
      const free = (width * seconds - done) / (at - before);
      done += Math.min(width, running(application) * manner.slots, free) * (at - before);
      before = at;
      const areIdle = at - started >= manner.executorIdleSeconds && application.wanted > executorsFor(width);
      if (manner.isDynamic && areIdle) await application.shrink(executorsFor(width), random);
    }
    worked += done;
  }
  await application.end();
  return worked;
}

function running({ executors }: Application): number {
  return executors.filter(({ status }) => status?.phase === "Running").length;
}
