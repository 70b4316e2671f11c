/** The room that a platform keeps free, asked of the real API server: what is admitted, and what may switch it. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ExistingCluster, type ExistingPoolArgs, SparkPlatform, type WarmArgs } from "spark-platform";

import { kubectl } from "../../local/control-plane/kubectl";
import { applyNodes } from "../../local/control-plane/nodes";
import { waitUntilBound, whyUnbound } from "../../local/bound";
import { apply } from "../../local/deploy/apply";
import { declare, manifestsOf } from "../../local/deploy/deploy";
import { nodesOfPlan } from "../../local/nodes-of-plan";
import { capacityBuffers, define, scaledObjects } from "./definitions";
import { caseTimeoutMs, type Environment, startEnvironment, startTimeoutMs } from "./environment";

jest.setTimeout(caseTimeoutMs);

const hours = { from: "08:00", to: "18:00", timeZone: "Europe/Berlin" } as const;
const system = "spark-system";

interface CronJob {
  metadata: { name: string };
  spec: { jobTemplate: { spec: { template: { spec: { containers: { args: string[] }[] } } } } };
}

let environment: Environment;
const scratch = mkdtempSync(join(tmpdir(), "spark-platform-warm-"));

/** Allocatable of an m6i.4xlarge and an m5.xlarge under EKS's formulas, with the untouched 7.5 % of VM overhead. */
const large = { cpu: "15890m", memory: "57691Mi", pods: 234, ephemeralStorage: "90Gi" };
const small = { cpu: "3920m", memory: "14162Mi", pods: 58, ephemeralStorage: "90Gi" };

async function deploy(deployment: string, warm: WarmArgs[], capacityBuffers: boolean): Promise<void> {
  const { access, tools } = environment;
  const taints: ExistingPoolArgs["taints"] = [{ key: "dedicated", value: "spark", effect: "NoSchedule" }];
  const declaration = await declare(() => {
    const cluster = new ExistingCluster("shared", {
      kubeconfig: access.kubeconfig,
      context: access.context,
      kubernetesVersion: "1.36",
      autoscaler: { capacityBuffers },
      nodes: [
        { name: "system", role: "system", labels: { pool: "system" }, minNodes: 2, maxNodes: 3, allocatable: small },
        { name: "spark", labels: { pool: "spark" }, taints, maxNodes: 20, allocatable: large },
      ],
    });
    new SparkPlatform(deployment, {
      cluster,
      systemNamespace: system,
      namespaces: [{ name: `${deployment}-jobs`, team: "data" }],
      eventLogs: { uri: "s3a://company-logs/spark" },
      operator: false,
      historyServer: false,
      warm,
    });
  }, {});
  await applyNodes(access, tools, nodesOfPlan(declaration.plan));
  await apply({ access, tools, deployment }, await manifestsOf(declaration, tools));
}

/** kubectl exactly as the CronJob's pod runs it: the same arguments, as the same service account. */
async function runAs(account: string, job: CronJob): Promise<string> {
  const { args } = job.spec.jobTemplate.spec.template.spec.containers[0]!;
  const { access, tools } = environment;
  const token = (await environment.kubectl(["create", "token", account, `--namespace=${system}`])).trim();
  // A client certificate would win over the token, so there must be none.
  const config = JSON.parse(await environment.kubectl(["config", "view", "--raw", "--output=json"])) as {
    users: { user: object }[];
  };
  for (const entry of config.users) entry.user = { token };
  const kubeconfig = join(scratch, account);
  writeFileSync(kubeconfig, JSON.stringify(config));
  return kubectl({ kubeconfig, context: access.context }, tools, args);
}

async function jobsOf(account: string): Promise<Record<string, CronJob>> {
  const { items } = await environment.get<{ items: CronJob[] }>(["cronjobs", `--namespace=${system}`]);
  const prefix = `${account}-`;
  const own = items.filter(({ metadata }) => metadata.name.startsWith(prefix));
  return Object.fromEntries(own.map((job) => [job.metadata.name.slice(prefix.length), job]));
}

/** As many pods as the Deployments want, each on a node. */
async function expectBound(): Promise<void> {
  const unbound = await waitUntilBound(environment.access, environment.tools, [system]);
  expect(unbound.map(whyUnbound)).toEqual([]);
}

const replicasOf = async (kind: string, name: string) =>
  (await environment.get<{ spec: { replicas: number } }>([kind, name, `--namespace=${system}`])).spec.replicas;

/** Server-side apply as the deployment's own field manager. */
const applied = (object: object, spec: object, more: string[] = []) =>
  environment.kubectl(["apply", "--server-side", "--field-manager=spark-platform", ...more, "--filename=-"], {
    ...object,
    spec,
  });

beforeAll(async () => {
  environment = await startEnvironment("warm");
  await define(environment, [capacityBuffers, scaledObjects]);
}, startTimeoutMs);

afterAll(async () => {
  rmSync(scratch, { recursive: true, force: true });
  await environment.stop();
}, startTimeoutMs);

describe("pause pods", () => {
  beforeAll(async () => {
    await deploy(
      "paused",
      [
        { executors: 3, team: "data" },
        { executors: 2, hours },
        { executors: 1, hours: { ...hours, by: "keda" } },
      ],
      false,
    );
  }, caseTimeoutMs);

  test("are admitted beside their CronJobs and ScaledObject, and bound on nodes of the plan", async () => {
    await expectBound();
    const deployments = await environment.get<{ items: { metadata: { name: string }; spec: { replicas: number } }[] }>([
      "deployments",
      `--namespace=${system}`,
    ]);
    expect(deployments.items.map(({ metadata, spec }) => [metadata.name, spec.replicas])).toEqual([
      ["paused-warm-executor-spark", 3],
      ["paused-warm-executor-spark-2", 0],
      ["paused-warm-executor-spark-3", 0],
    ]);
    const scaled = await environment.get<{ items: unknown[] }>(["scaledobjects", `--namespace=${system}`]);
    expect(scaled.items).toHaveLength(1);
  });

  test("are switched on and off by the very command of the CronJobs, with their service account", async () => {
    const jobs = await jobsOf("paused-warm-hours");
    expect(Object.keys(jobs).sort()).toEqual(["off", "off-2", "on"].map((when) => `executor-spark-2-${when}`).sort());
    await runAs("paused-warm-hours", jobs["executor-spark-2-on"]!);
    expect(await replicasOf("deployment", "paused-warm-executor-spark-2")).toBe(2);
    await expectBound();
    await runAs("paused-warm-hours", jobs["executor-spark-2-off"]!);
    expect(await replicasOf("deployment", "paused-warm-executor-spark-2")).toBe(0);
  });

  test("are not anybody else's to switch, and the account may do nothing else", async () => {
    const { "executor-spark-2-on": job } = await jobsOf("paused-warm-hours");
    job!.spec.jobTemplate.spec.template.spec.containers[0]!.args[2] = "paused-warm-executor-spark";
    await expect(runAs("paused-warm-hours", job!)).rejects.toThrow(/forbidden/);
    const can = (verb: string, ...what: string[]) =>
      environment
        .kubectl([
          ...["auth", "can-i", verb, ...what, `--namespace=${system}`],
          `--as=system:serviceaccount:${system}:paused-warm-hours`,
        ])
        .catch((error: Error) => error.message);
    const own = "deployment/paused-warm-executor-spark-2";
    expect(await can("patch", own, "--subresource=scale")).toMatch(/yes\s*$/);
    for (const what of [
      ["patch", own],
      ["update", own, "--subresource=scale"],
      ["delete", own],
      ["list", "deployments"],
      ["create", "pods"],
    ]) {
      expect(await can(what[0]!, ...what.slice(1))).not.toMatch(/yes\s*$/);
    }
  });

  test("keep their number in a later deployment that leaves it out", async () => {
    const { "executor-spark-2-on": on } = await jobsOf("paused-warm-hours");
    await runAs("paused-warm-hours", on!);
    const name = "paused-warm-executor-spark-2";
    const { spec } = await environment.get<{ spec: Record<string, unknown> }>([
      ...["deployment", name, `--namespace=${system}`],
    ]);
    const { selector, template } = spec;
    // What the Pulumi provider applies where `spec.replicas` is ignored and another manager set it.
    await applied(
      { apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace: system } },
      { selector, template },
    );
    expect(await replicasOf("deployment", name)).toBe(2);
  });

  test("of which the pods that switch them pass Pod Security restricted", async () => {
    const { "executor-spark-2-on": job } = await jobsOf("paused-warm-hours");
    const { spec } = job!.spec.jobTemplate.spec.template;
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "switch", namespace: system }, spec };
    expect(await environment.kubectl(["create", "--dry-run=server", "--filename=-"], pod)).toMatch(/created/);
  });
});

// What the plan takes and what it refuses, in the words of the server that has to take it.
test.each([
  ["Europe/Berlin", true],
  ["Etc/GMT+5", true],
  ["europe/berlin", false],
  ["+01:00", false],
  ["Local", false],
])("a CronJob in the time zone %s is admitted: %j", async (timeZone, isAdmitted) => {
  const container = { name: "main", image: "busybox" };
  const template = { spec: { restartPolicy: "Never", containers: [container] } };
  const created = environment.kubectl(["create", "--dry-run=server", "--filename=-"], {
    ...{ apiVersion: "batch/v1", kind: "CronJob", metadata: { name: "zone", namespace: "default" } },
    spec: { schedule: "0 8 * * *", timeZone, jobTemplate: { spec: { template } } },
  });
  if (isAdmitted) expect(await created).toMatch(/created/);
  else await expect(created).rejects.toThrow(/spec\.timeZone: Invalid value/);
});

describe("capacity buffers", () => {
  beforeAll(async () => {
    await deploy(
      "buffered",
      [
        { executors: 3, team: "data" },
        { executors: 2, drivers: 1, hours },
      ],
      true,
    );
  }, caseTimeoutMs);

  test("are admitted with their templates, whose pods the namespace would take", async () => {
    const buffers = await environment.get<{
      items: { metadata: { name: string }; spec: { replicas: number; podTemplateRef: { name: string } } }[];
    }>(["capacitybuffers", `--namespace=${system}`]);
    expect(buffers.items.map(({ metadata, spec }) => [metadata.name, spec.replicas])).toEqual([
      ["buffered-warm-driver-spark", 0],
      ["buffered-warm-executor-spark", 3],
      ["buffered-warm-executor-spark-2", 0],
    ]);
    for (const { spec } of buffers.items) {
      const { template } = await environment.get<{ template: { metadata: object; spec: object } }>([
        ...["podtemplate", spec.podTemplateRef.name, `--namespace=${system}`],
      ]);
      // cluster-autoscaler makes its pods by a dry run: --capacity-buffer-pod-dry-run-enabled.
      const metadata = { ...template.metadata, name: "chunk", namespace: system };
      const pod = { apiVersion: "v1", kind: "Pod", metadata, spec: template.spec };
      expect(await environment.kubectl(["create", "--dry-run=server", "--filename=-"], pod)).toMatch(/created/);
    }
  });

  test("are switched by the very command of the CronJobs, with their service account", async () => {
    const jobs = await jobsOf("buffered-warm-hours");
    const name = "buffered-warm-executor-spark-2";
    await runAs("buffered-warm-hours", jobs["executor-spark-2-on"]!);
    expect(await replicasOf("capacitybuffer", name)).toBe(2);
    await runAs("buffered-warm-hours", jobs["executor-spark-2-off-2"]!);
    expect(await replicasOf("capacitybuffer", name)).toBe(0);
  });

  test("keep their number in a later deployment that leaves it out, and get another one by force only", async () => {
    const { "executor-spark-2-on": on } = await jobsOf("buffered-warm-hours");
    await runAs("buffered-warm-hours", on!);
    const name = "buffered-warm-executor-spark-2";
    const buffer = {
      ...{ apiVersion: "autoscaling.x-k8s.io/v1beta1", kind: "CapacityBuffer" },
      metadata: { name, namespace: system },
    };
    const spec = { podTemplateRef: { name } };
    await applied(buffer, spec);
    expect(await replicasOf("capacitybuffer", name)).toBe(2);
    await expect(applied(buffer, { ...spec, replicas: 7 })).rejects.toThrow(/conflict with "kubectl-patch"/);
    // What the provider does with the annotation `pulumi.com/patchForce`, once the hours are gone.
    await applied(buffer, { ...spec, replicas: 7 }, ["--force-conflicts"]);
    expect(await replicasOf("capacitybuffer", name)).toBe(7);
  });

  test("come with a pod on every warm node that brings the image and takes no room", async () => {
    await expectBound();
    const { status } = await environment.get<{ status: { desiredNumberScheduled: number } }>([
      ...["daemonset", "buffered-image-pull", `--namespace=${system}`],
    ]);
    const nodes = await environment.get<{ items: unknown[] }>(["nodes", "--selector=pool=spark"]);
    expect(status.desiredNumberScheduled).toBe(nodes.items.length);
  });
});
