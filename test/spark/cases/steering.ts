/** An application on real pods is listed, described, read, run again and ended by `npx spark-platform apps`. */

import { SparkApplication } from "spark-platform";

import { type AppsDescribeAnswer, appsDescribeSchema, appsListSchema } from "../../../lib/cli/schemas/apps";
import { apps } from "../harness/command-line";
import { type World } from "../harness/world";
import { type Case } from "./case";

export const steering: Case = {
  id: "10",
  title: "apps list, describe, logs, restart and kill, of an application that runs",
  async run(world, report) {
    const name = "steered";
    const mainApplicationFile = await world.upload("hold.py");
    const end = await world.submit(name, (platform) => {
      new SparkApplication(name, { platform, mainApplicationFile, executors: { instances: 1 } });
    });
    const runs = async () => (await world.executorsOf(name)).some(({ status }) => status.phase === "Running");
    await world.waitFor("an executor that runs", runs, name);
    const listed = async () =>
      appsListSchema.parse(JSON.parse(await apps(world, "list", "--json"))).applications.find((a) => a.name === name);
    await world.waitFor("apps list to call it running", async () => (await listed())?.state === "running", name);
    report.equal("apps list: executors that run", 1, (await listed())?.executors.running);

    let said: AppsDescribeAnswer | undefined;
    const describedStages = async () => {
      said = appsDescribeSchema.parse(JSON.parse(await apps(world, "describe", name, "--json")));
      return said.progress !== undefined && "stagesDone" in said.progress && said.progress.stagesDone > 0;
    };
    await world.waitFor("apps describe to tell of stages, which the driver's own UI knows", describedStages, name);
    const pods = [await world.driverOf(name), ...(await world.executorsOf(name))];
    const places = (of: (string | undefined)[]) => of.map(String).sort().join(", ");
    const real = places(pods.map((pod) => pod?.spec.nodeName));
    report.equal("apps describe: nodes", real, places(said?.pods.map(({ node }) => node) ?? []));
    report.equal("apps describe: nothing waits", 0, said?.waits.length);
    report.holds("apps logs", "what the driver prints", ...seen(await apps(world, "logs", name), /round \d+/));

    const before = pods[0]!.metadata.uid;
    await apps(world, "restart", name);
    await world.waitFor("another driver after apps restart", async () => {
      const driver = await world.driverOf(name);
      return driver !== undefined && driver.metadata.uid !== before && driver.status.phase === "Running";
    });
    await apps(world, "kill", name);
    await world.waitFor("no pod after apps kill", async () => (await podsOf(name, world)) === 0);
    report.equal("the application after apps kill", "gone", (await world.application(name)) ? "there" : "gone");
    await end();
  },
};

function seen(text: string, pattern: RegExp): [string, boolean] {
  const found = pattern.exec(text)?.[0];
  return [found ?? text.slice(-300), found !== undefined];
}

async function podsOf(name: string, world: World): Promise<number> {
  return (await world.pods(`sparkoperator.k8s.io/app-name=${name}`)).length;
}
