/** A job that hangs is ended when its time is up, with all that it held. */

import { SparkApplication } from "spark-platform";

import { namespace } from "../program";
import { type Case } from "./case";
import { finalState } from "./final-state";

/** Long enough for a driver and its executor to be there first. */
const timeLimitSeconds = 90;

interface EndedPod {
  status: { phase: string; reason?: string };
}

export const timeLimit: Case = {
  id: "6b",
  title: "A job that hangs is ended by its time limit",
  async run(world, report) {
    const name = "hangs";
    const mainApplicationFile = await world.upload("hold.py");
    const end = await world.submit(name, (platform) => {
      new SparkApplication(name, { platform, mainApplicationFile, executors: { instances: 1 }, timeLimitSeconds });
    });
    report.equal("state", "FAILED", await finalState(name, world));
    const driver = (await world.driverOf(name))!.metadata.name;
    const { status } = await world.kubectlJson<EndedPod>(["get", "pod", driver, `--namespace=${namespace}`]);
    // https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior
    report.equal("why the driver's pod ended", "DeadlineExceeded", status.reason);
    const running = async () =>
      (await world.executorsOf(name)).filter(({ status }) => status.phase === "Running").length;
    await world.waitFor("its executors to end", async () => (await running()) === 0);
    report.equal("executors that go on", 0, await running());
    await end();
  },
};
