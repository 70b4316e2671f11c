/** Cases 4 and 5: spot machines are sold out, and nodes vanish under running executors. */

import { type Case } from "./case";
import { nodeChanges, patience, poolsOf, untilBound } from "./waits";

const executors = 6;

export const spotSoldOut: Case = {
  id: "4",
  title: "spot machines are sold out",
  async run(world, measure) {
    await world.deploy();
    const before = await world.submit("team-a", { executors });
    await untilBound(world, before);
    await world.autoscaler.sellOut("spot");
    try {
      await measure("the rest lands on on-demand", async (checks) => {
        const application = await world.submit("team-a", { executors });
        await untilBound(world, application);
        // Two places are left on the spot nodes; the driver shares the other's node.
        const pools = poolsOf(world, application.executors).join(" and ");
        checks.correct("the executors' pools", "on-demand and spot", pools, pools === "on-demand and spot");
        // Long enough for what would go to and fro to do so.
        await world.while(
          "both applications run",
          () => before.executors.length === executors,
          settleSeconds(world.form.boot.to),
        );
        const { came, went } = nodeChanges(world, application.started);
        checks.correct("nodes that came", "1", came, came === 1);
        checks.correct("nodes that went", "0", went, went === 0);
      });
    } finally {
      await world.autoscaler.restock();
    }
  },
};

export const nodeVanishes: Case = {
  id: "5",
  title: "a node vanishes under running executors",
  async run(world, measure) {
    await world.deploy();
    const application = await world.submit("team-a", { executors });
    await untilBound(world, application);
    const driver = application.driver?.metadata.uid;
    const lost = application.executors[0]!.spec.nodeName!;
    const onLost = new Set(
      application.executors.filter(({ spec }) => spec.nodeName === lost).map(({ metadata }) => metadata.name),
    );
    await measure("executors come back", async (checks) => {
      await world.autoscaler.lose(lost);
      const areGone = () => application.executors.every(({ metadata }) => !onLost.has(metadata.name));
      await world.until(`the ${onLost.size} executors on ${lost} are gone`, areGone, patience(world));
      await untilBound(world, application);
      const count = application.executors.length;
      checks.correct("executors", String(executors), count, count === executors);
      const lives = application.driver?.metadata.uid === driver;
      checks.correct("the driver", "lives", lives ? "lives" : "another one", lives);
    });
  },
};

function settleSeconds(bootSeconds: number): number {
  return 10 + 1.5 * bootSeconds;
}
