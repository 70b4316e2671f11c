/** Cases 1 to 3: an application from zero nodes, with room, and with warm capacity. */

import { type World } from "../harness/world";
import { roomComesBack } from "../report/compare";
import { type Case, type Checks } from "./case";
import { podsPerPoolNode } from "../../../lib/plan/executors/capacity";
import { type PlatformPlan } from "../../../lib/plan";
import { goneKinds, patience, poolsOf, untilBound, untilWarm } from "./waits";

const executors = 6;

export const fromZero: Case = {
  id: "1",
  title: "from zero",
  async run(world, measure) {
    await world.deploy();
    await measure("driver, then executors", async (checks) => {
      const application = await world.submit("team-a", { executors });
      await untilBound(world, application);
      const { driver, executors: pods } = application;
      const pools = poolsOf(world, [driver!]);
      checks.correct("the driver's pool", "drivers", pools.join(), pools.join() === "drivers");
      const executorPools = poolsOf(world, pods);
      checks.correct("the executors' pools", "spot", executorPools.join(), executorPools.join() === "spot");
      const least = 1 + Math.ceil(executors / executorsPerNode(world.plan));
      checks.correct("nodes", String(least), world.sparkNodes(), world.sparkNodes() === least);
    });
  },
};

export const withRoom: Case = {
  id: "2",
  title: "with room",
  async run(world, measure) {
    await world.deploy();
    const before = await world.submit("team-a", { executors });
    await untilBound(world, before);
    await before.end();
    const nodes = world.sparkNodes();
    await measure("on nodes that are there", async (checks) => {
      const application = await world.submit("team-a", { executors });
      await untilBound(world, application);
      checks.correct("nodes", `still ${nodes}`, world.sparkNodes(), world.sparkNodes() === nodes);
    });
  },
};

export const withWarmCapacity: Case = {
  id: "3",
  title: "with warm capacity",
  async run(world, measure) {
    await world.deploy({ platform: { warm: { executors, drivers: 1 } } });
    await untilWarm(world);
    const { pods } = await measure("pause pods give way", async (checks) => {
      const application = await world.submit("team-a", { executors });
      await untilBound(world, application);
      const lost = goneKinds(world, application.started);
      checks.correct("who gave way", "pause pods only", lost.join(), lost.join() === "pause");
    });
    await measure(roomComesBack, (checks) => judgeWarm(world, checks, pods.p95Seconds), {
      pods: ({ kind }) => kind === "pause",
    });
  },
};

export const withCapacityBuffers: Case = {
  id: "3b",
  title: "with warm capacity kept by CapacityBuffer objects",
  on: ["karpenter"],
  async run(world, measure) {
    await world.deploy({ cluster: { capacityBuffers: true }, platform: { warm: { executors, drivers: 1 } } });
    const nodes = 1 + Math.ceil(executors / executorsPerNode(world.plan));
    const hasRoom = () => world.schedulableNodes() >= nodes;
    await world.until(`${nodes} nodes are kept up`, hasRoom, patience(world));
    const { pods } = await measure("room that nobody holds", async (checks) => {
      const application = await world.submit("team-a", { executors });
      await untilBound(world, application);
      const lost = goneKinds(world, application.started);
      checks.correct("who gave way", "nobody", lost.join() || "nobody", lost.length === 0);
    });
    await measure(roomComesBack, async (checks) => {
      const more = () => world.schedulableNodes() > nodes;
      await world.until("nodes come for the room that was taken", more, patience(world));
      judgeTime(checks, pods.p95Seconds);
    });
  },
};

async function judgeWarm(world: World, checks: Checks, p95Seconds: number | null): Promise<void> {
  await untilWarm(world);
  judgeTime(checks, p95Seconds);
}

function judgeTime(checks: Checks, p95Seconds: number | null): void {
  const seconds = p95Seconds ?? Infinity;
  checks.time("p95 from created to bound, with warm capacity", "below 2 s", `${seconds.toFixed(2)} s`, seconds < 2);
}

/** Of the pool that executors prefer. */
function executorsPerNode({ executor, cluster }: PlatformPlan): number {
  const pool = cluster.sparkPools.find(({ name }) => name === executor.pools[0]);
  return pool === undefined ? 0 : podsPerPoolNode(executor.shape, pool);
}
