/** Case 6: what is idle goes, down to no node; drivers stay while they run. */

import { now } from "../harness/observer";
import { type World } from "../harness/world";
import { type Case, type Checks } from "./case";
import { goneKinds, patience, untilBound } from "./waits";

/** Seconds that the autoscaler may take beyond the time for which a node is to be empty. */
const graceSeconds = 60;

export const backToZero: Case = {
  id: "6",
  title: "everything idle",
  async run(world, measure) {
    await world.deploy();
    const application = await world.submit("team-a", { executors: 8 });
    await untilBound(world, application);
    const driver = application.driver?.metadata.uid;
    await measure("executors end, the driver runs on", async (checks) => {
      await application.shrink(0);
      const from = now();
      await world.until("no executor nodes", () => world.sparkNodes() === world.sparkNodes("drivers"), slow(world));
      judge(world, checks, now() - from);
      // As long again: whatever would take the driver's node for idle has had its time.
      await world.while("the driver's node stays", () => world.sparkNodes() === 1, idleSeconds(world) + 10);
      const lives =
        application.driver?.metadata.uid === driver && application.driver?.metadata.deletionTimestamp === undefined;
      checks.correct("the driver", "lives", lives ? "lives" : "is gone", lives);
      const gone = goneKinds(world, from).filter((kind) => kind !== "executor");
      checks.correct("who else went", "nobody", gone.join() || "nobody", gone.length === 0);
    });
    await measure("the driver ends", async (checks) => {
      await application.end();
      const from = now();
      await world.until("no nodes", () => world.sparkNodes() === 0, slow(world));
      judge(world, checks, now() - from);
    });
  },
};

function judge(world: World, checks: Checks, seconds: number): void {
  const most = idleSeconds(world) + graceSeconds;
  checks.time("the last empty node is gone", `within ${most} s`, `${seconds.toFixed(1)} s`, seconds <= most);
}

function idleSeconds({ form, plan }: World): number {
  return form.idleSeconds ?? plan.cluster.autoscaler.idleSeconds ?? 0;
}

function slow(world: World): number {
  return patience(world) + 2 * idleSeconds(world);
}
