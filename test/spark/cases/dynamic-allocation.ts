/** Proof 7: dynamic allocation goes up with the work and down without it. */

import { SparkApplication } from "spark-platform";

import { type Case } from "./case";

const most = 3;

export const dynamicAllocation: Case = {
  id: "7",
  title: "Dynamic allocation goes up and down",
  async run(world, report) {
    const name = "waves";
    const mainApplicationFile = await world.upload("waves.py");
    const end = await world.submit(name, (platform) => {
      new SparkApplication(name, {
        platform,
        mainApplicationFile,
        executors: { min: 0, max: most },
        // The plan's minute would only make the case longer.
        sparkConf: { "spark.dynamicAllocation.executorIdleTimeout": "15s" },
      });
    });
    let highest = 0;
    const running = async () => {
      const pods = (await world.executorsOf(name)).filter(({ status }) => status.phase === "Running");
      highest = Math.max(highest, pods.length);
      return pods.length;
    };
    await world.waitFor(`${most} executors`, async () => (await running()) === most, name);
    const rose = performance.now();
    const driver = await world.driverOf(name);
    await world.waitFor("the end of the work", async () => {
      await running();
      return (await world.log(driver!.metadata.name)).includes("many 40");
    });
    await world.waitFor("no executor", async () => (await running()) === 0);
    report.equal("most executors at once", most, highest);
    report.equal("executors when there was nothing to do", 0, await running());
    report.figure("seconds from the most executors to none", Math.round((performance.now() - rose) / 1000));
    report.equal("state, with no executor", "RUNNING", await world.state(name));
    await end();
  },
};
