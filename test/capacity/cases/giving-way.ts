/** Cases 7 and 8: who gives way to whom when the pools are full, and one tenant who asks for everything. */

import { type ProgramArgs } from "../program";
import { now } from "../harness/observer";
import { type World } from "../harness/world";
import { type Case } from "./case";
import { boundPausePods, goneKinds, nodeChanges, patience, untilBound, untilWarm } from "./waits";

/** Pools that are full with `executors` executors at 4 a node. */
function pools(executors: number): ProgramArgs["cluster"] {
  return {
    sparkPools: [
      { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 2 },
      { name: "spot", capacity: "spot", machineTypes: ["m7i.4xlarge", "m6i.4xlarge"], maxNodes: executors / 4 },
    ],
  };
}

export const pausePodsGiveWay: Case = {
  id: "7",
  title: "pause pods are the first to go and come back",
  async run(world, measure) {
    const executors = 8;
    await world.deploy({ cluster: pools(executors), platform: { warm: { executors: 6, drivers: 1 } } });
    await untilWarm(world);
    const application = await measureFull(world);
    await measure(
      "the pool is full, then its work ends",
      async (checks) => {
        const gone = goneKinds(world, application.started);
        checks.correct("who gave way", "pause pods only", gone.join(), gone.join() === "pause");
        const warm = boundPausePods(world);
        checks.correct("pause pods of executors that have a node", "0", warm - 1, warm <= 1);
        const from = now();
        await application.shrink(0);
        await untilWarm(world);
        const { came } = nodeChanges(world, from);
        checks.correct("nodes that came for pause pods", "0", came, came === 0);
      },
      { pods: ({ kind }) => kind === "pause" },
    );

    async function measureFull(inside: World) {
      let started: Awaited<ReturnType<World["submit"]>> | undefined;
      await measure("an application takes the whole pool", async () => {
        started = await inside.submit("team-a", { executors });
        await untilBound(inside, started);
      });
      return started!;
    }
  },
};

/** Executors that the first team asks for. */
const greed = { short: 1_000, full: 10_000 };

export const greedyTenant: Case = {
  id: "8",
  title: "one team asks for thousands of executors",
  async run(world, measure) {
    const room = 40;
    const executors = greed[world.form.name];
    const quota = { cpu: 80, memory: "320Gi" };
    const platform = { namespaces: [{ name: "team-a", quota }, { name: "team-b" }] };
    await world.deploy({ cluster: pools(room), platform });
    await measure(`with the library's limits, ${executors} asked for`, async (checks) => {
      const greedy = await world.submit("team-a", { executors });
      await world.until("the first team has what its quota holds", () => boundExecutors(greedy) >= 20, patience(world));
      const modest = await world.submit("team-b", { executors: 4 });
      await untilBound(world, modest);
      const waited = Math.max(...waits(world, modest.name));
      const goal = world.form.boot.to + 15;
      checks.correct("the other team's pods", "bound", "bound", true);
      checks.time("longest wait of the other team's pods", `${goal} s`, `${waited.toFixed(1)} s`, waited <= goal);
      const pending = greedy.executors.length - boundExecutors(greedy);
      checks.correct("pods of the first team that wait for ever", "0", pending, pending === 0);
    });
    await world.clear();
    await world.deploy({ cluster: pools(room) });
    await measure(`without a quota, ${executors} asked for`, async (checks) => {
      // What submitters may say who are given no limits.
      const sparkConf = {
        "spark.kubernetes.allocation.batch.size": "200",
        "spark.kubernetes.allocation.maxPendingPods": "1000000",
      };
      const greedy = await world.submit("team-a", { executors, sparkConf });
      await world.until("the first team has the whole pool", () => boundExecutors(greedy) >= room, patience(world));
      await world.until(
        `${executors} pods are there`,
        () => greedy.executors.length >= executors,
        patience(world) + executors / 10,
      );
      const modest = await world.submit("team-b", { executors: 4 });
      await world.until(
        "the other team's driver runs",
        () => modest.driver?.spec.nodeName !== undefined,
        patience(world),
      );
      const from = now();
      await world
        .while("the other team has no executor", () => boundExecutors(modest) === 0, world.form.boot.to + 15)
        .then(
          () => checks.correct("the other team's executors", "starved, for comparison", "starved", true),
          () =>
            checks.correct(
              "the other team's executors",
              "starved, for comparison",
              `bound after ${(now() - from).toFixed(0)} s`,
              false,
            ),
        );
    });
  },
};

function boundExecutors({ executors }: Awaited<ReturnType<World["submit"]>>): number {
  return executors.filter(({ spec }) => spec.nodeName !== undefined).length;
}

function waits({ observer }: World, application: string): number[] {
  return observer.podRecords
    .filter(({ name }) => name.startsWith(`${application}-`))
    .map(({ created, bound = Infinity }) => bound - created);
}
