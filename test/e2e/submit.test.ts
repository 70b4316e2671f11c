/** SparkSubmitJob and SparkConnectServer on the real API server: a real spark-submit does what the submitter's pod would do. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SparkConnectServer, SparkSubmitJob } from "spark-platform";

import { type PlatformPlan } from "../../lib/plan";
import { type Manifest } from "../../lib/rendering";
import { applyNodes } from "../../local/control-plane/nodes";
import { apply } from "../../local/deploy/apply";
import { declare, manifestsOf } from "../../local/deploy/deploy";
import { nodesOfPlan } from "../../local/nodes-of-plan";
import { waitUntil } from "../../local/wait";
import { type Environment, startEnvironment, startTimeoutMs } from "./environment";
import { platformProgram } from "./program";
import { type PlayedJob, type Run, Submitter } from "./submit/spark";

/** Each look at a driver starts a JVM, and CI machines are slow at times. */
jest.setTimeout(1_800_000);

/** `npm run e2e` says why it is not there, and these cases count as skipped then. */
const jars = process.env.SPARK_PLATFORM_SPARK_JARS ?? "";
const withSpark = jars === "" ? test.skip : test;

const namespace = "spark-jobs";
const folder = mkdtempSync(join(tmpdir(), "submit-e2e-"));
const runs: Run[] = [];

let environment: Environment;
let plan: PlatformPlan;
let manifests: Manifest[];
let submitter: Submitter;

beforeAll(async () => {
  environment = await startEnvironment("submit");
  const { access, tools, chart } = environment;
  const declaration = await declare(() => {
    const { kubeconfig, context } = access;
    const platform = platformProgram({ kubeconfig, context, chart, warmExecutors: 0, historyServer: false });
    const main = {
      platform,
      mainClass: "org.apache.spark.examples.SparkPi",
      mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
      arguments: ["100"],
      executors: { instances: 2 },
      labels: { dag_id: "nightly", task_id: "report" },
    };
    new SparkSubmitJob("inside", { ...main, mode: "client" });
    new SparkSubmitJob("apart", { ...main, mode: "cluster", suspend: true });
    new SparkConnectServer("notebooks", { platform, token: "a token that is long enough" });
  }, {});
  ({ plan } = declaration);
  manifests = await manifestsOf(declaration, tools);
  await applyNodes(access, tools, nodesOfPlan(plan));
  await apply({ access, tools, deployment: "e2e" }, manifests);
  submitter = new Submitter(environment, jars, folder);
}, startTimeoutMs);

afterAll(async () => {
  for (const run of runs) run.stop();
  await environment.stop();
  rmSync(folder, { recursive: true, force: true });
}, startTimeoutMs);

interface Pod {
  metadata: {
    name: string;
    uid: string;
    labels: Record<string, string>;
    ownerReferences?: { kind: string; name: string; uid: string }[];
  };
  spec: {
    nodeName?: string;
    serviceAccountName: string;
    priorityClassName: string;
    affinity: object;
    containers: { name: string; image: string; resources: { requests: Record<string, string> } }[];
  };
  status: { phase: string };
}

const get = <T>(...args: string[]) => environment.get<T>([...args, `--namespace=${namespace}`]);
const kubectl = (...args: string[]) => environment.kubectl([...args, `--namespace=${namespace}`]);
const podsOf = async (selector: string) => (await get<{ items: Pod[] }>("pods", `--selector=${selector}`)).items;

function manifest(kind: string, name: RegExp): Manifest {
  const found = manifests.find((one) => one.kind === kind && name.test(one.metadata.name));
  if (found === undefined) throw new Error(`there is no ${kind} ${String(name)}`);
  return found;
}

async function within(what: string, condition: () => Promise<boolean>): Promise<void> {
  if (await waitUntil(condition, { timeoutMs: 1_500_000, intervalMs: 500 })) return;
  throw new Error([`never: ${what}`, ...runs.map((run) => run.said())].join("\n"));
}

/** What a driver or its stand-in asks for, as the plan has it. */
const planned = () => {
  const { cpuRequestMillis, memoryMiB } = plan.driver.shape;
  return { cpu: `${cpuRequestMillis}m`, memory: `${memoryMiB}Mi` };
};

describe("a driver in a Job's own pod, and a server's", () => {
  test.each([
    ["batch.kubernetes.io/job-name=inside", "inside"],
    ["app.kubernetes.io/instance=notebooks", "notebooks"],
  ])("is admitted to the restricted namespace, fits and runs as a driver: %s", async (selector, application) => {
    await within("the pod has a node", async () => (await podsOf(selector))[0]?.spec.nodeName !== undefined);
    const [pod, ...others] = await podsOf(selector);
    expect(others).toEqual([]);
    expect(pod?.metadata.labels).toMatchObject({ "spark-role": "driver", "spark-platform/application": application });
    expect(pod?.spec).toMatchObject({ serviceAccountName: "spark", priorityClassName: "e2e-driver" });
    expect(pod?.spec.containers[0]?.resources.requests).toEqual(planned());
    const node = await environment.get<{ metadata: { labels: object } }>(["node", pod!.spec.nodeName!]);
    expect(node.metadata.labels).toMatchObject({ "example.com/pool": "drivers" });
  });

  test("the server's Service leads to it", async () => {
    await within("it has an address", async () => {
      const slices = await get<{ items: { endpoints: unknown[] | null; ports: { port: number }[] }[] }>(
        "endpointslices",
        "--selector=kubernetes.io/service-name=notebooks",
      );
      return slices.items.some(({ endpoints, ports }) => (endpoints ?? []).length === 1 && ports[0]?.port === 15002);
    });
  });
});

describe("a Job that submits", () => {
  let job: PlayedJob;

  /** Plays the Job's pod: one attempt. */
  async function attempt(): Promise<Run> {
    const container = (manifest("Job", /^apart$/).spec as { template: { spec: { containers: { args: string[] }[] } } })
      .template.spec.containers[0]!;
    const run = await submitter.run(manifest("ConfigMap", /^apart-files-/), container, "apart-submitter", job);
    runs.push(run);
    return run;
  }

  async function driver(): Promise<Pod> {
    await within("the driver is there", async () =>
      (await podsOf("spark-role=driver,dag_id=nightly,task_id=report")).some(
        ({ metadata }) => metadata.name === "apart-driver",
      ),
    );
    return get<Pod>("pod", "apart-driver");
  }

  const fail = async () => {
    const status = { phase: "Failed", containerStatuses: null };
    await kubectl("patch", "pod", "apart-driver", "--subresource=status", `--patch=${JSON.stringify({ status })}`);
  };

  beforeAll(async () => {
    const { metadata } = await get<{ metadata: { uid: string } }>("job", "apart");
    job = { name: "apart", uid: metadata.uid, namespace };
    // A driver that has a fake node belongs to a Job, and so ends there at once.
    await environment.kubectl(["cordon", "--selector=example.com/pool=drivers"]);
  });

  withSpark(
    "makes the planned driver, which belongs to the Job; a second attempt takes it over, and both fail where it fails",
    async () => {
      const first = await attempt();
      const made = await driver();
      const owner = { apiVersion: "batch/v1", kind: "Job", name: "apart", uid: job.uid, blockOwnerDeletion: true };
      expect(made.metadata.ownerReferences).toEqual([owner]);
      expect(made.metadata.labels).toMatchObject({ "spark-role": "driver", "spark-platform/application": "apart" });
      expect(made.spec).toMatchObject({ serviceAccountName: "spark", priorityClassName: "e2e-driver" });
      expect(made.spec.containers[0]?.resources.requests).toEqual(planned());
      const template = manifest("Job", /^inside$/).spec as { template: { spec: { affinity: object } } };
      expect(made.spec.affinity).toEqual(template.template.spec.affinity);
      const second = await attempt();
      await within("the second takes it over", () =>
        Promise.resolve(second.said().includes("earlier attempt: Pending")),
      );
      await fail();
      expect(await Promise.all([first.ended, second.ended])).toEqual([1, 1]);
      expect(await podsOf("spark-role=driver,spark-platform/application=apart")).toHaveLength(1);
    },
  );

  withSpark(
    "an attempt after a failure makes the driver anew, which fits its node, and succeeds as it does",
    async () => {
      const { metadata: failed } = await driver();
      const run = await attempt();
      await within("there is another driver", async () => {
        const [pod] = await podsOf("spark-role=driver,spark-platform/application=apart");
        return pod !== undefined && pod.metadata.uid !== failed.uid;
      });
      await environment.kubectl(["uncordon", "--selector=example.com/pool=drivers"]);
      expect(await run.ended).toBe(0);
    },
  );

  test("its service account can do nothing beyond that", async () => {
    const account = `system:serviceaccount:${namespace}:apart-submitter`;
    const list = await kubectl("auth", "can-i", "--list", `--as=${account}`);
    const rows = list.split("\n").flatMap((line) => {
      const [, resource, verbs] = /^(\S+)\s.*\[([^\]]*)\]\s*$/.exec(line) ?? [];
      return resource === undefined || verbs === undefined || resource.startsWith("selfsubject")
        ? []
        : [[resource, verbs]];
    });
    const common = "create get list patch delete";
    expect(Object.fromEntries(rows)).toEqual({
      pods: "create get list watch patch delete",
      services: common,
      configmaps: common,
      persistentvolumeclaims: common,
      "networkpolicies.networking.k8s.io": "create get patch delete",
      "jobs.batch/finalizers": "update",
    });
  });

  test("the driver goes with the Job", async () => {
    await kubectl("delete", "job", "apart", "--wait");
    await within("the driver is gone", async () => (await podsOf("spark-platform/application=apart")).length === 0);
  });
});
