/** Case 12: what a trace of jobs takes in node-seconds, with the library's sizes and settings, and with those that are usual without. */

import { type World } from "../harness/world";
import { playTrace, type Manner } from "../trace/player";
import { type Job, type TraceOptions, traceOf, workOf } from "../trace/trace";
import { type Case, type Measure } from "./case";
import { patience } from "./waits";

const traces: Record<World["form"]["name"], Omit<TraceOptions, "seed">> = {
  short: { jobs: 6, withinSeconds: 15, stageSeconds: 6 },
  full: { jobs: 12, withinSeconds: 240, stageSeconds: 60 },
};

/** Share of the node-seconds that is to be saved. */
const goal = 0.3;

interface Baseline {
  name: string;
  shape: { cores: number; coreRequest: string; memory: string; memoryOverhead: string };
}

/** What is usual: executors of a published size in a fixed number, bound by the cluster's own scheduler. */
const baselines: Baseline[] = [
  {
    // https://github.com/awslabs/data-on-eks/blob/main/data-stacks/spark-on-eks/examples/yunikorn-gang-scheduling.yaml
    name: "data-on-eks' size of 4 cores, 15g + 3g, a fixed number",
    shape: { cores: 4, coreRequest: "4", memory: "15360m", memoryOverhead: "3072m" },
  },
  {
    // https://spark.apache.org/docs/latest/configuration.html: spark.executor.cores, .memory, .memoryOverhead, spark.dynamicAllocation.enabled
    name: "Spark's default size of 1 core, 1g + 384m, a fixed number",
    shape: { cores: 1, coreRequest: "1", memory: "1024m", memoryOverhead: "384m" },
  },
];

export const traceOfJobs: Case = {
  id: "12",
  title: "a trace of jobs",
  async run(world, measure) {
    const jobs = traceOf({ ...traces[world.form.name], seed: world.form.boot.seed });
    const chosen = world.form.name === "short" ? baselines.slice(0, 1) : baselines;
    const usual: { name: string; nodeSeconds: number }[] = [];
    for (const { name, shape } of chosen) {
      await world.deploy();
      const manner = { slots: shape.cores, isDynamic: false, executorIdleSeconds: 0, submit: { shape } };
      usual.push({ name, nodeSeconds: await play(world, measure, name, jobs, manner) });
      await world.clear();
    }
    const plan = await world.deploy({ platform: { scheduler: "bin-packing" } });
    const own: Manner = {
      slots: plan.executor.shape.cores,
      isDynamic: true,
      executorIdleSeconds: idleSeconds(world),
      // With no least number of executors, as by default, the library reserves none.
      submit: {},
    };
    await play(world, measure, "the library's sizes, scheduler and dynamic allocation", jobs, own, usual);
  },
};

async function play(
  world: World,
  measure: Measure,
  name: string,
  jobs: readonly Job[],
  manner: Manner,
  usual: readonly { name: string; nodeSeconds: number }[] = [],
): Promise<number> {
  const measured = await measure(name, async (checks) => {
    const worked = await playTrace(world, "team-a", jobs, manner);
    await world.until("no nodes", () => world.sparkNodes() === 0, patience(world) + 120);
    const work = workOf(jobs);
    const isDone = Math.abs(worked - work) < 0.01 * work;
    checks.correct("task-slot-seconds", work.toFixed(0), worked.toFixed(0), isDone);
  });
  for (const other of usual) {
    const saved = 1 - measured.nodeSeconds / other.nodeSeconds;
    measured.checks.push({
      what: `node-seconds, compared with ${other.name}`,
      goal: `at least ${goal * 100} % less`,
      measured: `${(saved * 100).toFixed(0)} % less: ${measured.nodeSeconds.toFixed(0)} and ${other.nodeSeconds.toFixed(0)}`,
      passed: saved >= goal,
      kind: "time",
    });
  }
  return measured.nodeSeconds;
}

/** What the plan says, or less where nodes idle for less too. */
function idleSeconds({ plan, form }: World): number {
  const planned = plan.configuration.find(({ key }) => key === "spark.dynamicAllocation.executorIdleTimeout")?.value;
  if (typeof planned !== "string") throw new Error("the plan says nothing of idle executors");
  return form.idleSeconds ?? Number.parseInt(planned, 10);
}
