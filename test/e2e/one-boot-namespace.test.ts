/** What a namespace allows of placeholders: its quotas, and the rights of those who submit, on the real API server. */

import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { JobNamespace, sparkSubmitCommand } from "spark-platform";
import { recordProgram } from "spark-platform/testing";

import { type Manifest, manifestsOf } from "../../lib/rendering";
import { apply } from "../../local/deploy/apply";
import { standIns } from "../../local/stand-ins";
import { caseTimeoutMs, startTimeoutMs } from "./environment";
import { type Job, namespace, Submitting } from "./one-boot/submitting";

jest.setTimeout(caseTimeoutMs);

const executors = 4;
const scratch = mkdtempSync(join(tmpdir(), "one-boot-"));

let at: Submitting;

beforeAll(async () => {
  at = await Submitting.start();
}, startTimeoutMs);

afterAll(async () => {
  rmSync(scratch, { recursive: true, force: true });
  await at.environment.stop();
}, startTimeoutMs);

describe("in a namespace whose quota holds a driver and its executors, and nothing more", () => {
  interface Quota {
    metadata: { uid: string };
    spec: { scopeSelector?: object };
    status: { hard?: Record<string, string>; used?: Record<string, string> };
  }
  const small = "small";
  const quota = (name: string) => at.environment.get<Quota>(["resourcequota", name, `--namespace=${small}`]);
  const inside = (manifest: Manifest, name = manifest.metadata.name) => ({
    ...manifest,
    metadata: { ...manifest.metadata, name, namespace: small },
  });

  async function applyNamespace(placeholderPriorityClass?: string): Promise<void> {
    const { driver, executor } = at.plan;
    const sum = (of: (shape: typeof driver.shape) => number) => of(driver.shape) + executors * of(executor.shape);
    const cpu = sum((shape) => shape.cpuRequestMillis) / 1000;
    const args = { quota: { cpu, memoryMiB: sum((shape) => shape.memoryMiB), pods: executors + 1 } };
    const recording = await recordProgram(() => {
      new JobNamespace(small, { namespace: small, kubernetesVersion: "1.36", placeholderPriorityClass, ...args });
    });
    const { access, tools } = at.environment;
    await apply({ access, tools, deployment: small }, manifestsOf(recording));
  }

  test("a quota that counted all pods becomes one that leaves placeholders out, without being made anew", async () => {
    await applyNamespace();
    const { metadata, spec } = await quota("spark");
    expect(spec.scopeSelector).toBeUndefined();
    await applyNamespace("e2e-placeholder");
    const changed = await quota("spark");
    expect(changed.metadata.uid).toBe(metadata.uid);
    expect(changed.spec.scopeSelector).toBeDefined();
    await at.within("both are counted", async () => {
      const both = await Promise.all(["spark", "spark-placeholders"].map(quota));
      return both.every(({ status }) => status.used !== undefined);
    });
  });

  test("placeholders and the pods that they stand for are both admitted, and not one more of either", async () => {
    await at.create(inside(at.placeholders("pi"), "placeholders"));
    await at.within("every placeholder is there", async () => {
      const { status } = await at.environment.get<Job>(["job", "placeholders", `--namespace=${small}`]);
      return status.active === executors;
    });
    const [driver, ...rest] = standIns(at.application("pi")) as [Manifest, Manifest];
    for (const pod of [driver, ...rest]) expect(await at.create(inside(pod))).toMatch(/created/);
    await expect(at.create(inside(rest[0], "one-more"))).rejects.toThrow(/exceeded quota: spark,/);

    const { template } = at.placeholders("pi").spec as { template: { metadata: object; spec: object } };
    const one = { apiVersion: "v1", kind: "Pod", ...template, metadata: { ...template.metadata, name: "one-more" } };
    await expect(at.create(inside(one))).rejects.toThrow(/exceeded quota: spark-placeholders,/);
  });
});

test("somebody who may only submit asks for room and submits with the platform's command", async () => {
  const { tools } = at.environment;
  await at.environment.kubectl(["create", "serviceaccount", "airflow", "--namespace=default"]);
  await at.kubectl("create", "rolebinding", "airflow", "--role=spark-submitter", "--serviceaccount=default:airflow");
  const token = (await at.environment.kubectl(["create", "token", "airflow", "--namespace=default"])).trim();
  const own = JSON.parse(await at.environment.kubectl(["config", "view", "--raw", "--minify", "--output=json"])) as {
    users: { user: object }[];
  };
  own.users[0]!.user = { token };
  writeFileSync(join(scratch, "kubeconfig"), JSON.stringify(own));
  symlinkSync(tools.kubectl, join(scratch, "kubectl"));
  writeFileSync(join(scratch, "spark-submit"), '#!/bin/sh\necho "submitted $*"\n');
  chmodSync(join(scratch, "spark-submit"), 0o755);

  const command = sparkSubmitCommand({ namespace, configMap: "e2e-spark-defaults", reserve: 3 });
  const env = { PATH: `${scratch}:${process.env.PATH}`, KUBECONFIG: join(scratch, "kubeconfig"), HOME: scratch };
  const { stdout } = await promisify(execFile)("sh", ["-euc", command], { env });
  expect(stdout).toMatch(/^job\.batch\/placeholders-\w+ created\nsubmitted --master k8s:\/\/https:/);

  const jobs = async () => (await at.get<{ items: (Job & { metadata: { name: string } })[] }>("jobs")).items;
  const [job, ...more] = await jobs();
  expect(more).toEqual([]);
  expect(job?.spec.completions).toBe(3);
  await at.within("its placeholders are there", async () => {
    return (await at.pods("app.kubernetes.io/component=placeholder")).length === 3;
  });
  await at.kubectl("patch", "job", job!.metadata.name, '--patch={"spec":{"activeDeadlineSeconds":1}}');
  await at.within("the Job goes once it is over", async () => (await jobs()).length === 0);
});
