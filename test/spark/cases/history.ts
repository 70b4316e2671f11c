/** Proof 3: event logs arrive in the object store, and the history server serves what is in them. */

import { readdirSync } from "node:fs";

import { SparkApplication } from "spark-platform";

import { piJar } from "../../../local/node/images/spark";
import { buckets } from "../program";
import { type Case } from "./case";

/** What is promised of it; the component has the server look every thirty seconds. */
const shownWithinSeconds = 60;

export const history: Case = {
  id: "3",
  title: "Event logs arrive, and the history server serves them",
  async run(world, report) {
    const name = "logged";
    const end = await world.submit(name, (platform) => {
      const pi = { mainClass: "jobs.Pi", mainApplicationFile: piJar, arguments: ["4"] };
      new SparkApplication(name, { platform, ...pi, executors: { instances: 1 } });
    });
    await world.waitForState(name, ["COMPLETED"]);
    const ended = performance.now();
    const id = (await world.application(name))!.status!.sparkApplicationId!;
    const api = await world.historyServer();
    const shown = async () => (await api.applications()).some((one) => one.id === id && one.attempts[0]?.completed);
    await world.waitFor(`${id} in the history server`, shown);
    const seconds = Math.round((performance.now() - ended) / 1000);
    report.figure(`seconds from the application's end to its showing up (wanted: ${shownWithinSeconds})`, seconds);
    const files = readdirSync(`${world.store.folderOf(buckets.logs)}/events`, { recursive: true }).map(String);
    report.holds(
      "event log in the object store",
      `one of ${id}`,
      files.filter((file) => file.includes(id)).join(", "),
      files.some((file) => file.includes(id)),
    );
    const executors = await api.executors(id);
    report.equal("executors with the driver", 2, executors.length);
    const stages = await api.stages(id);
    report.equal("stages", 1, stages.length);
    report.equal(
      "tasks that were completed",
      4,
      stages.reduce((sum, stage) => sum + stage.numCompleteTasks, 0),
    );
    report.equal("tasks on the executor", 4, executors.find((one) => one.id !== "driver")?.completedTasks);
    const heap = `${world.plan.executor.shape.heapMiB}m`;
    report.equal(
      "spark.executor.memory in its environment",
      heap,
      (await api.environment(id)).get("spark.executor.memory"),
    );
    await end();
    report.equal("still served when the application is deleted", true, await shown());
  },
};
