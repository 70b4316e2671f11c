/** The same platform through the real Pulumi engine, wherever its CLI and its Kubernetes provider are on the machine. */

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
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

let environment: Environment | undefined;
let command: PulumiCommand;
let stateDirectory: string;
let untouched: string[];
let missing: string | undefined;

beforeAll(async () => {
  const engine = await findEngine();
  if ("missing" in engine) {
    missing = engine.missing;
    return;
  }
  command = engine.command;
  environment = await startEnvironment("engine");
  await environment.withNodes();
  stateDirectory = mkdtempSync(join(tmpdir(), "spark-platform-engine-"));
  untouched = await everything(environment);
}, startTimeoutMs);

afterAll(async () => {
  await environment?.stop();
  if (stateDirectory !== undefined) rmSync(stateDirectory, { recursive: true, force: true });
}, startTimeoutMs);

/** A case that needs the engine; without it the case says so instead of passing in silence. */
function withEngine(title: string, run: (environment: Environment) => Promise<void>): void {
  test(title, async () => {
    if (environment === undefined) console.warn(`SKIPPED, not proved here: ${title}\n${missing}`);
    else await run(environment);
  });
}

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
  withEngine("previews the platform with its plan, and creates nothing", async (live) => {
    const stack = await stackOf(live);
    const { stdout, changeSummary } = await stack.preview({ color: "never" });
    expect(stdout).toContain("Executors and drivers");
    expect(Object.keys(changeSummary)).toEqual(["create"]);
    expect(await everything(live)).toEqual(untouched);
  });

  withEngine("brings it up, and every pod is bound", async (live) => {
    const { summary } = await (await stackOf(live)).up({ color: "never" });
    expect(Object.keys(summary.resourceChanges ?? {})).toEqual(["create"]);
    const unbound = await waitUntilBound(live.access, live.tools, ["spark-jobs", "spark-system"]);
    expect(unbound.map(whyUnbound)).toEqual([]);
  });

  withEngine("changes nothing in a second run, also after a refresh", async (live) => {
    const stack = await stackOf(live);
    await stack.refresh({ color: "never" });
    const { summary } = await stack.up({ color: "never", expectNoChanges: true });
    expect(Object.keys(summary.resourceChanges ?? {})).toEqual(["same"]);
  });

  withEngine("updates what a changed pool touches and replaces nothing", async (live) => {
    const { summary } = await (
      await stackOf(live, { spotLabels: { "example.com/generation": "two" } })
    ).up({ color: "never" });
    const changes = Object.keys(summary.resourceChanges ?? {}).sort();
    expect(changes).toEqual(["same", "update"]);
  });

  withEngine("refuses a bad platform in one message without a stack trace, and changes nothing", async (live) => {
    const before = await everything(live);
    const failed = await (
      await stackOf(live, { warmExecutors: -1 })
    )
      .up({ color: "never" })
      .catch((error: Error) => error);
    expect(String(failed)).toMatch(/warm\.executors: -1/);
    expect(String(failed)).not.toMatch(/\n\s+at .*\.ts:\d+/);
    expect(await everything(live)).toEqual(before);
  });

  withEngine("finishes an update that was killed", async (live) => {
    const before = await everything(live);
    const stack = await stackOf(live, { historyServer: false });
    await stack.up({ color: "never" });
    const killed = updateApart(live);
    await waitUntil(async () => (await everything(live)).length > before.length - 4, {
      timeoutMs: 120_000,
      intervalMs: 200,
    });
    killed.kill();
    await killed.ended;
    await (await stackOf(live)).up({ color: "never", refresh: true });
    await (await stackOf(live)).up({ color: "never", expectNoChanges: true });
    const unbound = await waitUntilBound(live.access, live.tools, ["spark-jobs", "spark-system"]);
    expect(unbound.map(whyUnbound)).toEqual([]);
  });

  withEngine("destroys it and leaves nothing behind", async (live) => {
    await (await stackOf(live)).destroy({ color: "never" });
    await waitUntil(async () => (await everything(live)).length <= untouched.length, {
      timeoutMs: 120_000,
      intervalMs: 500,
    });
    expect(await everything(live)).toEqual(untouched);
  });

  withEngine("imports a namespace that exists instead of creating it", async (live) => {
    const { recording } = await live.declare();
    const namespace = recording.resources.find(({ name }) => name === "e2e-spark-jobs-namespace");
    await live.kubectl(["apply", "--server-side", "--filename=-"], namespace?.inputs);
    const adopt: pulumi.ResourceTransform = ({ name, props, opts }) =>
      name === "e2e-spark-jobs-namespace" ? { props, opts: { ...opts, import: "spark-jobs" } } : undefined;
    const stack = await stackOf(live, {}, { transforms: [adopt] }, "import");
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
