/** Proof 8: what can't fit is refused before anything is submitted, and what waits says why. */

import { SparkApplication } from "spark-platform";

import { messageOf } from "../../../local/user-error";
import { type AppsDescribeAnswer, appsDescribeSchema } from "../../../lib/cli/schemas/apps";
import { apps } from "../harness/command-line";
import { type Case } from "./case";

export const fitting: Case = {
  id: "8",
  title: "What can't fit is refused with its explanation; what waits says why",
  async run(world, report) {
    const mainApplicationFile = await world.upload("hold.py");
    const submit = (executors: { instances: number; size?: { memory: string } }) => () =>
      world.submit("misfit", (platform) => {
        new SparkApplication("misfit", { platform, mainApplicationFile, executors });
      });
    const large = await refusal(submit({ instances: 1, size: { memory: "64g" } }));
    report.holds(
      "executors of 64 GiB",
      "a refusal that names executors.size.memory",
      large,
      /executors\.size\.memory/.test(large),
    );
    const many = await refusal(submit({ instances: 50 }));
    report.holds("50 executors", "a refusal that names executors.instances", many, /executors\.instances/.test(many));
    report.equal(
      "what became of them",
      "nothing",
      (await world.application("misfit")) === undefined ? "nothing" : "submitted",
    );

    const name = "waits";
    await world.kubectl(["cordon", "--selector=pool=spot"]);
    try {
      const end = await world.submit(name, (platform) => {
        new SparkApplication(name, { platform, mainApplicationFile, executors: { instances: 1, reserve: 0 } });
      });
      let waits: AppsDescribeAnswer["waits"] = [];
      await world.waitFor("an executor that waits", async () => {
        ({ waits } = appsDescribeSchema.parse(JSON.parse(await apps(world, "describe", name, "--json"))));
        return waits.some(({ who, cause }) => who === "executor" && cause === "no-node");
      });
      const { nodes, change } = waits.find(({ cause }) => cause === "no-node")!;
      const reasons = nodes?.reasons.map(({ nodes, reason, detail }) => `${nodes}: ${reason} (${detail})`).join("; ");
      const nodesNamed = reasons?.includes("spot-1") === true && reasons.includes("spot-2");
      report.holds("why it waits, as apps describe says", "the two cordoned nodes", String(reasons), nodesNamed);
      report.figure("what to change, as it says", change);
      await world.kubectl(["uncordon", "--selector=pool=spot"]);
      const runs = async () => (await world.executorsOf(name)).some(({ status }) => status.phase === "Running");
      await world.waitFor("the executor to run", runs);
      report.equal("it runs once there is room", true, await runs());
      await end();
    } finally {
      await world.kubectl(["uncordon", "--selector=pool=spot"]);
    }
  },
};

async function refusal(work: () => Promise<unknown>): Promise<string> {
  return work().then(
    () => "accepted",
    (error: unknown) => messageOf(error),
  );
}
