/** Proof 1: a JVM and a Python application through the operator. */

import { SparkApplication } from "spark-platform";

import { piJar } from "../../../local/node/images/spark";
import { type World } from "../harness/world";
import { type Case, type Report } from "./case";

const applications = {
  "pi-jvm": { mainClass: "jobs.Pi", mainApplicationFile: piJar, arguments: ["4"] },
  "pi-python": { mainApplicationFile: "local:///opt/spark/examples/src/main/python/pi.py", arguments: ["4"] },
};

export const submitting: Case = {
  id: "1",
  title: "SparkPi and a Python application, through the operator",
  async run(world, report) {
    await world.submit("pi", (platform) => {
      for (const [name, args] of Object.entries(applications)) {
        new SparkApplication(name, { platform, executors: { instances: 1 }, ...args });
      }
    });
    for (const name of Object.keys(applications)) await judge(name, world, report);
  },
};

async function judge(name: string, world: World, report: Report): Promise<void> {
  const started = performance.now();
  const state = await world.waitForState(name, ["COMPLETED"]);
  report.figure(`${name}: seconds that were waited for its end`, Math.round((performance.now() - started) / 1000));
  report.equal(`${name}: state`, "COMPLETED", state);
  const driver = await world.driverOf(name);
  const [, pi] = /Pi is roughly ([\d.]+)/.exec(await world.log(driver!.metadata.name)) ?? [];
  report.holds(`${name}: what it says of π`, "3.1...", pi ?? "nothing", Math.abs(Number(pi) - Math.PI) < 0.05);
}
