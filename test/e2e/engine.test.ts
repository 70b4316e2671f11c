/** The same platform through the real Pulumi engine, wherever its CLI and its Kubernetes provider are on the machine. */

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import type * as pulumi from "@pulumi/pulumi";
import { type PulumiCommand } from "@pulumi/pulumi/automation";

import { findEngine, openStack } from "../../local/deploy/engine";
import { waitUntilBound, whyUnbound } from "../../local/bound";
import { waitUntil } from "../../local/wait";
import { type Environment, everything, startEnvironment, startTimeoutMs } from "./environment";
import { platformProgram, type ProgramArgs } from "./program";

jest.setTimeout(600_000);

let environment: Environment;
let command: PulumiCommand;
const stateDirectory = mkdtempSync(join(tmpdir(), "spark-platform-engine-"));
let untouched: string[];

beforeAll(async () => {
  const engine = await findEngine();
  if ("missing" in engine) return;
  command = engine.command;
  environment = await startEnvironment("engine");
  await environment.withNodes();
  untouched = await everything(environment);
}, startTimeoutMs);

afterAll(async () => {
  if (environment !== undefined) await environment.stop();
  rmSync(stateDirectory, { recursive: true, force: true });
}, startTimeoutMs);

/** `npm run e2e` says why it is not there, and these cases count as skipped then. */
const withEngine = process.env.SPARK_PLATFORM_ENGINE === "present" ? test : test.skip;

function stackOf(
  { access, chart }: Environment,
  args: Partial<ProgramArgs> = {},
  opts: pulumi.ComponentResourceOptions = {},
  stack = "e2e",
) {
  const program = () => {
    platformProgram({ kubeconfig: access.kubeconfig, context: access.context, chart, ...args }, opts);
    return Promise.resolve();
  };
  return openStack(command, { stack, config: {}, stateDirectory, program });
}

describe("the real engine", () => {
  withEngine("previews the platform with its plan, and creates nothing", async () => {
    const stack = await stackOf(environment);
    const { stdout, changeSummary } = await stack.preview({ color: "never" });
    expect(stdout).toContain("Executors and drivers");
    expect(Object.keys(changeSummary)).toEqual(["create"]);
    expect(await everything(environment)).toEqual(untouched);
  });

  withEngine("brings it up, and every pod is bound", async () => {
    const { summary } = await (await stackOf(environment)).up({ color: "never" });
    expect(Object.keys(summary.resourceChanges ?? {})).toEqual(["create"]);
    const unbound = await waitUntilBound(environment.access, environment.tools, ["spark-jobs", "spark-system"]);
    expect(unbound.map(whyUnbound)).toEqual([]);
  });

  withEngine("changes nothing in a second run, also after a refresh", async () => {
    const stack = await stackOf(environment);
    await stack.refresh({ color: "never" });
    const { summary } = await stack.up({ color: "never", expectNoChanges: true });
    expect(Object.keys(summary.resourceChanges ?? {})).toEqual(["same"]);
  });

  withEngine(
    "updates what a changed pool touches, and replaces nothing but the placeholders of the application, which runs anew",
    async () => {
      const { summary } = await (
        await stackOf(environment, { spotLabels: { "example.com/generation": "two" } })
      ).up({ color: "never" });
      const changes = Object.keys(summary.resourceChanges ?? {}).sort();
      expect(changes).toEqual(["replace", "same", "update"]);
      expect(summary.resourceChanges?.replace).toBe(1);
    },
  );

  withEngine("refuses a bad platform in one message without a stack trace, and changes nothing", async () => {
    const before = await everything(environment);
    const { output } = await updateApart(environment, { warmExecutors: -1 }).ended;
    expect(output).toMatch(/warm\.executors: -1/);
    expect(output).toMatch(/nothing of it was created/);
    expect(output).not.toMatch(/\n\s+at .*\.ts:\d+/);
    expect(await everything(environment)).toEqual(before);
  });

  withEngine("finishes an update that was killed", async () => {
    const before = await everything(environment);
    const stack = await stackOf(environment, { historyServer: false });
    await stack.up({ color: "never" });
    const killed = updateApart(environment);
    await waitUntil(async () => (await everything(environment)).length > before.length - 4, {
      timeoutMs: 120_000,
      intervalMs: 200,
    });
    killed.kill();
    await killed.ended;
    await (await stackOf(environment)).up({ color: "never", refresh: true });
    await (await stackOf(environment)).up({ color: "never", expectNoChanges: true });
    const unbound = await waitUntilBound(environment.access, environment.tools, ["spark-jobs", "spark-system"]);
    expect(unbound.map(whyUnbound)).toEqual([]);
  });

  withEngine("destroys it and leaves nothing behind", async () => {
    await (await stackOf(environment)).destroy({ color: "never" });
    await waitUntil(async () => (await everything(environment)).length <= untouched.length, {
      timeoutMs: 120_000,
      intervalMs: 500,
    });
    expect(await everything(environment)).toEqual(untouched);
  });

  withEngine("says in one line that the API server is unreachable, and a later run finishes the work", async () => {
    const { access, tools } = environment;
    const name = environment.access.context;
    const kubeconfig = join(stateDirectory, "unreachable");
    const entry = { clusters: [{ name, cluster: { server: "https://127.0.0.1:9" } }], users: [{ name, user: {} }] };
    const contexts = [{ name, context: { cluster: name, user: name } }];
    writeFileSync(kubeconfig, JSON.stringify({ apiVersion: "v1", kind: "Config", ...entry, contexts }));
    const failed = (await stackOf(environment, { kubeconfig }, {}, "unreachable")).up({ color: "never" });
    await expect(failed).rejects.toThrow(
      /^ *error: configured Kubernetes cluster is unreachable.*connection refused$/m,
    );
    const stack = await stackOf(environment, {}, {}, "unreachable");
    await stack.up({ color: "never" });
    expect((await waitUntilBound(access, tools, ["spark-jobs", "spark-system"])).map(whyUnbound)).toEqual([]);
    await stack.destroy({ color: "never" });
  });

  withEngine("imports a namespace that exists instead of creating it", async () => {
    const { recording } = await environment.declare();
    const namespace = recording.resources.find(({ name }) => name === "e2e-spark-jobs-namespace");
    await environment.kubectl(["apply", "--server-side", "--filename=-"], namespace?.inputs);
    const adopt: pulumi.ResourceTransform = ({ name, props, opts }) =>
      name === "e2e-spark-jobs-namespace" ? { props, opts: { ...opts, import: "spark-jobs" } } : undefined;
    const stack = await stackOf(environment, {}, { transforms: [adopt] }, "import");
    const { summary } = await stack.up({ color: "never" });
    expect(summary.resourceChanges).toMatchObject({ import: 1 });
    await stack.destroy({ color: "never" });
  });
});

/** An update in a process group of its own, so that all of it can be killed, and its errors are its own. */
function updateApart(
  { access, chart }: Environment,
  args: Partial<ProgramArgs> = {},
): { kill(): void; ended: Promise<{ output: string }> } {
  const { kubeconfig, context } = access;
  const child = spawn(process.execPath, ["--require", "tsx/cjs", join(__dirname, "update.ts")], {
    detached: true,
    env: {
      ...process.env,
      UPDATE: JSON.stringify({ stateDirectory, program: { kubeconfig, context, chart, ...args } }),
    },
  });
  const ended = Promise.all([text(child.stdout), text(child.stderr)]).then(([out, err]) => ({ output: out + err }));
  return {
    kill: () => void (child.pid !== undefined && child.exitCode === null && process.kill(-child.pid, "SIGKILL")),
    ended,
  };
}
