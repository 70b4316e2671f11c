/** Case 10: a whole application from zero, with the room of its first executors asked for at once, and without. */

import { type World } from "../harness/world";
import { now } from "../harness/observer";
import { type Case, type Measure } from "./case";
import { untilBound } from "./waits";

const executors = 6;

/** Seconds beyond the boot within which driver and executors have their nodes. */
const beyondBoot = 15;

export const wholeApplication: Case = {
  id: "10",
  title: "a whole application from zero",
  async run(world, measure) {
    await world.deploy();
    const two = await start(world, measure, false);
    await world.clear();
    await world.deploy();
    await start(world, measure, true, two);
  },
};

/** @returns seconds from the submission to the last executor's node */
async function start(world: World, measure: Measure, oneBoot: boolean, without?: number): Promise<number> {
  let seconds = 0;
  await measure(oneBoot ? "with placeholders: one boot" : "without placeholders: two boots", async (checks) => {
    const from = now();
    const application = await world.submit("team-a", { executors, oneBoot });
    await untilBound(world, application);
    seconds = now() - from;
    const nodes = world.sparkNodes();
    checks.correct("nodes", "3", nodes, nodes === 3);
    const shown = `${seconds.toFixed(1)} s`;
    if (without === undefined) return;
    const goal = world.form.boot.to + beyondBoot;
    checks.time("driver and first executors", `boot and ${beyondBoot} s: ${goal} s`, shown, seconds <= goal);
    checks.time("compared with two boots", `less than ${without.toFixed(1)} s`, shown, seconds < without);
  });
  return seconds;
}
