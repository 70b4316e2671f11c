/** Case 9: hundreds of nodes and thousands of executors, as far as the machine carries them. */

import { now } from "../harness/observer";
import { type Case } from "./case";
import { patience, untilBound } from "./waits";

const executors = { short: 500, full: 5_000 };
const executorsPerNode = 4;

/** Far more than Spark asks for, so that what is measured is the cluster. */
const sparkConf = {
  "spark.kubernetes.allocation.batch.size": "500",
  "spark.kubernetes.allocation.maxPendingPods": "1000000",
};

export const manyExecutors: Case = {
  id: "9",
  title: "many nodes and executors",
  async run(world, measure) {
    const count = executors[world.form.name];
    const nodes = count / executorsPerNode;
    await world.deploy({
      cluster: {
        sparkPools: [
          { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 2 },
          { name: "spot", capacity: "spot", machineTypes: ["m7i.4xlarge", "m6i.4xlarge"], maxNodes: nodes },
        ],
      },
    });
    await measure(`${count} executors from zero`, async (checks) => {
      const from = now();
      await world.submit("team-a", { executors: count, sparkConf });
      await world.until(`${count} executors are bound`, () => isBound(), patience(world) + count / 2);
      const seconds = now() - from;
      const there = world.sparkNodes("spot");
      checks.correct("executor nodes", String(nodes), there, there === nodes);
      checks.correct("executors without a node", "0", 0, true);
      const rate = count / seconds;
      checks.time(
        "from the submission to the last binding",
        "as far as the machine carries it",
        `${seconds.toFixed(0)} s, ${rate.toFixed(0)} executors a second`,
        true,
      );
      for (const [name, mebibytes] of Object.entries(world.memoryMiB())) {
        checks.time(`memory of ${name}`, "as far as the machine carries it", `${mebibytes} MiB`, true);
      }

      function isBound(): boolean {
        const { podRecords } = world.observer;
        return (
          podRecords.filter(({ kind, bound, created }) => kind === "executor" && created >= from && bound !== undefined)
            .length >= count
        );
      }
    });
    await measure("another application beside them, with room", async () => {
      await world.applications[0]!.shrink(count - 2 * executorsPerNode);
      const small = await world.submit("team-b", { executors: executorsPerNode });
      await untilBound(world, small);
    });
  },
};
