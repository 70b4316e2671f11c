/** What becomes of applications when their arguments change, through the real Pulumi engine, wherever its CLI is on the machine. */

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { type PulumiCommand } from "@pulumi/pulumi/automation";
import { ScheduledSparkApplication, SparkApplication, SparkSubmitJob } from "spark-platform";

import { findEngine, openStack } from "../../local/deploy/engine";
import { type Environment, startEnvironment, startTimeoutMs } from "./environment";
import { platformProgram } from "./program";

jest.setTimeout(900_000);

const namespace = "spark-jobs";
const repository = resolve(__dirname, "../..");
const stateDirectory = mkdtempSync(join(tmpdir(), "spark-platform-engine-"));

let environment: Environment;
let command: PulumiCommand;

beforeAll(async () => {
  const engine = await findEngine();
  if ("missing" in engine) return;
  command = engine.command;
  environment = await startEnvironment("engine-applications");
  await environment.withNodes();
}, startTimeoutMs);

afterAll(async () => {
  if (environment !== undefined) await environment.stop();
  rmSync(stateDirectory, { recursive: true, force: true });
}, startTimeoutMs);

/** `npm run e2e` says why it is not there, and these cases count as skipped then. */
const withEngine = process.env.SPARK_PLATFORM_ENGINE === "present" ? test : test.skip;

/** @param statement what each application runs, as a file of the program; without one there is no application */
async function stackWith(statement?: string) {
  const { access, chart } = environment;
  const program = () => {
    const { kubeconfig, context } = access;
    const platform = platformProgram({ kubeconfig, context, chart, warmExecutors: 0, historyServer: false });
    if (statement === undefined) return Promise.resolve();
    const code = { platform, mainApplicationFile: { text: `print(${statement})`, fileName: "job.py" } };
    new SparkSubmitJob("inside", code);
    new SparkApplication("once", { ...code, arguments: [statement] });
    new ScheduledSparkApplication("nightly", { ...code, schedule: "0 3 * * *" });
    return Promise.resolve();
  };
  return openStack(command, { stack: "applications", config: {}, stateDirectory, program });
}

interface Named {
  metadata: { name: string; uid: string };
}

const get = <T extends Named>(kind: string, name: string) =>
  environment.get<T>([kind, name, `--namespace=${namespace}`]);

/** Names of the ConfigMaps that an application has in its namespace. */
async function configMapsOf(application: string): Promise<string[]> {
  const selector = `--selector=spark-platform/application=${application}`;
  const { items } = await environment.get<{ items: Named[] }>(["configmaps", selector, `--namespace=${namespace}`]);
  return items.map(({ metadata }) => metadata.name).sort();
}

describe("the real engine", () => {
  let first: { job: string; configMaps: string[] };

  withEngine("does not wait for the end of a Job", async () => {
    await (await stackWith("1")).up({ color: "never" });
    const { metadata } = await get("job", "inside");
    first = { job: metadata.uid, configMaps: await configMapsOf("nightly") };
    expect(first.configMaps).toHaveLength(1);
  });

  withEngine(
    "runs a Job anew under its name when its code changes, and keeps what a schedule's runs still need",
    async () => {
      await (await stackWith("2")).up({ color: "never" });
      const { metadata } = await get("job", "inside");
      expect(metadata.uid).not.toBe(first.job);
      const kept = await configMapsOf("nightly");
      expect(kept).toHaveLength(2);
      expect(kept).toEqual(expect.arrayContaining(first.configMaps));
      expect(await configMapsOf("once")).toHaveLength(1);
    },
  );

  withEngine("takes back code that it had before", async () => {
    await (await stackWith("1")).up({ color: "never" });
    await (await stackWith("1")).up({ color: "never", expectNoChanges: true });
  });

  withEngine("changes what `apps restart` has made anew", async () => {
    const { kubeconfig, context } = environment.access;
    const before = await get("sparkapplication", "once");
    const call = [join(repository, "node_modules/tsx/dist/cli.mjs"), join(repository, "lib/cli/main.ts")];
    const where = ["--namespace", namespace, "--kubeconfig", kubeconfig, "--context", context];
    await promisify(execFile)(process.execPath, [...call, "apps", "restart", "once", ...where]);
    expect((await get("sparkapplication", "once")).metadata.uid).not.toBe(before.metadata.uid);

    await (await stackWith("3")).up({ color: "never" });
    const { spec } = await get<Named & { spec: { arguments: string[] } }>("sparkapplication", "once");
    expect(spec.arguments).toEqual(["3"]);
  });

  withEngine(
    "leaves the code of a schedule behind when the applications are deleted, and nothing of the others",
    async () => {
      const kept = await configMapsOf("nightly");
      await (await stackWith()).up({ color: "never" });
      expect(await configMapsOf("nightly")).toEqual(kept);
      expect(await configMapsOf("once")).toEqual([]);
      expect(await configMapsOf("inside")).toEqual([]);
      await (await stackWith()).destroy({ color: "never" });
    },
  );
});
