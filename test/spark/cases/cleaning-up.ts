/** Proof 9: applications that have ended are cleaned up, and their logs stay. */

import { SparkApplication } from "spark-platform";

import { piJar } from "../../../local/node/images/spark";
import { type Case } from "./case";

export const cleaningUp: Case = {
  id: "9",
  title: "An application that has ended is cleaned up; its log stays",
  async run(world, report) {
    const name = "ends";
    await world.submit(name, (platform) => {
      const pi = { mainClass: "jobs.Pi", mainApplicationFile: piJar };
      new SparkApplication(name, { platform, ...pi, executors: { instances: 1 }, timeToLiveSeconds: 20 });
    });
    await world.waitForState(name, ["COMPLETED"]);
    const id = (await world.application(name))!.status!.sparkApplicationId!;
    await world.waitFor("the application's object to go", async () => (await world.application(name)) === undefined);
    const left = async () => (await world.pods(`sparkoperator.k8s.io/app-name=${name}`)).length;
    await world.waitFor("its pods to go", async () => (await left()) === 0);
    report.equal("pods that are left", 0, await left());
    const services = await world.kubectl([
      "get",
      "services,configmaps",
      "--namespace=spark-jobs",
      `--selector=spark-app-selector=${id}`,
      "--output=name",
    ]);
    report.equal("services and config maps that are left", "", services.trim());
    const api = await world.historyServer();
    await world.waitFor("its log in the history server", async () =>
      (await api.applications()).some((one) => one.id === id),
    );
    report.equal("executors that its log still tells of", 2, (await api.executors(id)).length);
  },
};
