/** Proof 6: an application whose driver dies is run again as often as was asked for, and no more. */

import { SparkApplication } from "spark-platform";

import { type World } from "../harness/world";
import { type Case } from "./case";

const retries = 2;

export const restarts: Case = {
  id: "6",
  title: "The driver's pod dies: it is run again, and not more often than was asked for",
  async run(world, report) {
    const name = "restarts";
    const mainApplicationFile = await world.upload("hold.py");
    const end = await world.submit(name, (platform) => {
      const restartPolicy = { type: "OnFailure" as const, retries, retryIntervalSeconds: 1 };
      new SparkApplication(name, { platform, mainApplicationFile, executors: { instances: 1 }, restartPolicy });
    });
    const killed: string[] = [];
    for (let run = 0; run <= retries; run++) killed.push(await killDriver(name, killed, world));
    report.equal("drivers that ran", retries + 1, new Set(killed).size);
    const state = await world.waitForState(name, ["FAILED"]);
    report.equal("state after the last", "FAILED", state);
    report.equal(
      "drivers that are left",
      0,
      (await world.pods(`spark-role=driver,sparkoperator.k8s.io/app-name=${name}`)).filter(
        ({ status }) => status.phase === "Running",
      ).length,
    );
    await end();
  },
};

/** @returns the driver's uid */
async function killDriver(name: string, killed: readonly string[], world: World): Promise<string> {
  let uid = "";
  await world.waitFor(`driver ${killed.length + 1} of ${name}`, async () => {
    const driver = await world.driverOf(name);
    if (driver?.status.phase !== "Running" || killed.includes(driver.metadata.uid)) return false;
    ({ uid } = driver.metadata);
    await world.kill(driver.metadata.name);
    return true;
  });
  return uid;
}
