/** Proof 2: a job that is killed while it writes leaves nothing that a reader could take for its output, and its retry completes. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { SparkApplication } from "spark-platform";

import { buckets } from "../program";
import { type Case } from "./case";

const tasks = 8;
const rowsOfTask = 1000;

export const committing: Case = {
  id: "2",
  title: "A job is killed while it writes Parquet: no partial output is ever visible, and the retry completes",
  async run(world, report) {
    const name = "writer";
    const path = `s3a://${buckets.data}/${name}`;
    const mainApplicationFile = await world.upload("write.py");
    const output = join(world.store.folderOf(buckets.data), name);
    const watch = watchOutput(output);
    const end = await world.submit(name, (platform) => {
      new SparkApplication(name, {
        platform,
        mainApplicationFile,
        arguments: [path, String(tasks), "4"],
        executors: { instances: 1 },
        restartPolicy: { type: "OnFailure", retries: 1, retryIntervalSeconds: 1 },
      });
    });
    try {
      // Tasks that are done have uploaded their files, which become visible when the job commits.
      await world.waitFor("tasks that have written", () => Promise.resolve(pendingIn(output) >= tasks / 4));
      const driver = await world.driverOf(name);
      report.figure("tasks whose files were uploaded when the driver was killed", pendingIn(output));
      await world.kill(driver!.metadata.name);
      report.equal("files that a reader sees after the kill", 0, visibleIn(output).length);
      const retried = async () => {
        const now = await world.driverOf(name);
        return now !== undefined && now.metadata.uid !== driver!.metadata.uid && now.status.phase === "Running";
      };
      await world.waitFor("the driver of the retry", retried);
      report.equal("most files that a reader saw before the retry wrote anything", 0, watch.most());
      await world.waitForState(name, ["COMPLETED"]);
      const log = await world.log((await world.driverOf(name))!.metadata.name);
      const total = tasks * rowsOfTask;
      const wanted = `rows ${total} sum ${(total * (total - 1)) / 2}`;
      report.equal("what is read back", wanted, /rows \d+ sum \d+/.exec(log)?.[0]);
      const success = existsSync(join(output, "_SUCCESS"));
      report.equal("_SUCCESS is there", true, success);
      report.equal("committer that _SUCCESS names", "magic", success ? committerOf(join(output, "_SUCCESS")) : "");
      report.equal("files that are left of tasks", 0, pendingIn(output));
    } finally {
      await watch.stop();
    }
    await end();
  },
};

/** Names below a folder; [] when it is not there. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true }).map(String);
  } catch {
    return [];
  }
}

/** Spark and Hadoop skip names that begin with "_" or "."; the magic committer keeps its own under `__magic`. */
function visibleIn(folder: string): string[] {
  return filesIn(folder).filter(
    (file) => file.endsWith(".parquet") && !file.split("/").some((part) => /^[_.]/.test(part)),
  );
}

/** What tasks have uploaded and nobody has committed: one file of the magic committer each. */
function pendingIn(folder: string): number {
  return filesIn(folder).filter((file) => /\.pending(set)?$/.test(file)).length;
}

/** The S3A committers write a manifest into the marker: https://hadoop.apache.org/docs/stable/hadoop-aws/tools/hadoop-aws/committers.html. */
function committerOf(marker: string): string {
  const text = readFileSync(marker, "utf8");
  return text === "" ? "none" : (JSON.parse(text) as { committer: string }).committer;
}

/** Looks at the output all the time. */
function watchOutput(folder: string) {
  let most = 0;
  let watching = true;
  const watched = (async () => {
    while (watching) {
      if (!existsSync(join(folder, "_SUCCESS"))) most = Math.max(most, visibleIn(folder).length);
      await sleep(100);
    }
  })();
  return {
    most: () => most,
    stop: async () => {
      watching = false;
      await watched;
    },
  };
}
