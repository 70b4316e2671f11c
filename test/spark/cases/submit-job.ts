/** Proof 1, without the operator: spark-submit inside the cluster under the platform's service account. */

import { SparkSubmitJob } from "spark-platform";

import { piJar } from "../../../local/node/images/spark";
import { namespace } from "../program";
import { type World } from "../harness/world";
import { type Case, type Report } from "./case";

const modes = ["client", "cluster"] as const;

export const submitJob: Case = {
  id: "1b",
  title: "SparkPi through spark-submit as a Job, its driver in the Job's pod and in one of its own",
  async run(world, report) {
    for (const mode of modes) {
      const name = `pi-${mode}`;
      const end = await world.submit(name, (platform) => {
        const pi = { mainClass: "jobs.Pi", mainApplicationFile: piJar, arguments: ["4"] };
        new SparkSubmitJob(name, { platform, mode, ...pi, executors: { instances: 1 } });
      });
      await judge(name, world, report);
      await end();
    }
  },
};

interface Job {
  status: { conditions?: { type: string; status: string }[] };
}

async function judge(name: string, world: World, report: Report): Promise<void> {
  let end: string | undefined;
  await world.waitFor(`the end of Job ${name}`, async () => {
    const job = await world.kubectlJson<Job>(["get", "job", name, `--namespace=${namespace}`]);
    const conditions = job.status.conditions?.filter(({ status }) => status === "True").map(({ type }) => type) ?? [];
    end = conditions.find((type) => type === "Complete" || type === "Failed");
    return end !== undefined;
  });
  if (end === "Failed") throw new Error(`Job ${name} failed: ${await lastWords(name, world)}`);
  report.equal(`${name}: the Job`, "Complete", end);
  const drivers = await world.pods("spark-role=driver");
  const logs = await Promise.all(
    drivers.filter(({ metadata }) => metadata.name.startsWith(name)).map(({ metadata }) => world.log(metadata.name)),
  );
  const [, pi] = /Pi is roughly ([\d.]+)/.exec(logs.join("\n")) ?? [];
  report.holds(`${name}: what it says of π`, "3.1...", pi ?? "nothing", Math.abs(Number(pi) - Math.PI) < 0.05);
}

/** What each pod of the Job said last. */
async function lastWords(name: string, world: World): Promise<string> {
  const pods = await world.pods(`batch.kubernetes.io/job-name=${name}`);
  return (await Promise.all(pods.map(({ metadata }) => world.log(metadata.name, "--tail=60")))).join("\n");
}
