/** The Apache operator: what is deployed for it is admitted, and the real one makes of an application the driver that was planned. */

import { SparkApplication } from "spark-platform";
import { parse } from "yaml";

import { apply, type Target } from "../../local/deploy/apply";
import { declare, type Declaration, manifestsOf } from "../../local/deploy/deploy";
import { applyNodes } from "../../local/control-plane/nodes";
import { nodesOfPlan } from "../../local/nodes-of-plan";
import { waitUntilBound, whyUnbound } from "../../local/bound";
import { waitUntil } from "../../local/wait";
import { type OperatorProcess, startOperator } from "./apache-operator/process";
import { caseTimeoutMs, type Environment, startEnvironment, startTimeoutMs } from "./environment";
import { platformProgram } from "./program";

/** A JVM starts in some cases, and each waits for what the operator does in its own time. */
jest.setTimeout(3 * caseTimeoutMs);

/** `npm run e2e` says what to set where they are not, and these cases count as skipped then. */
const {
  SPARK_PLATFORM_APACHE_CHART: chart = "",
  SPARK_PLATFORM_APACHE_JAVA: java = "",
  SPARK_PLATFORM_APACHE_CLASS_PATH: classPath = "",
} = process.env;
const withChart = chart === "" ? describe.skip : describe;
const withProgram = [chart, java, classPath].includes("") ? describe.skip : describe;

const NAMESPACE = "spark-jobs";
const ACCOUNT = "system:serviceaccount:spark-system:e2e-spark-operator";
const JAR = "local:///opt/spark/examples/jars/spark-examples.jar";
const RESOURCE = "sparkapplications.spark.apache.org";

interface Pod {
  status: { phase: string };
  metadata: {
    name: string;
    labels: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences: { kind: string; name: string }[];
  };
  spec: {
    nodeName?: string;
    serviceAccountName: string;
    priorityClassName: string;
    activeDeadlineSeconds?: number;
    containers: {
      name: string;
      image: string;
      args: string[];
      env: { name: string; value?: string }[];
      resources: { requests: Record<string, string>; limits: Record<string, string> };
    }[];
  };
}

interface Application {
  metadata: { name: string; labels: Record<string, string> };
  status?: { currentState: { currentStateSummary: string } };
}

let environment: Environment;
let target: Target;
let declaration: Declaration;

/** The platform of the other suites with the Apache operator, and an application for each thing that is tried. */
function program(): unknown {
  const { kubeconfig, context } = environment.access;
  // Looks again soon, should a slow machine have made it miss a change.
  const properties = { "spark-operator.properties": "spark.kubernetes.operator.reconciler.intervalSeconds=5" };
  const values = { operatorConfiguration: properties };
  const operator = { kind: "apache", chart: { path: chart }, values } as const;
  const platform = platformProgram({ kubeconfig, context, chart, operator, warmExecutors: 0, historyServer: false });
  const pi = { platform, mainClass: "org.apache.spark.examples.SparkPi", mainApplicationFile: JAR };
  new SparkApplication("retried", {
    ...pi,
    restartPolicy: { type: "OnFailure", retries: 1, submissionRetries: 0, retryIntervalSeconds: 1 },
  });
  new SparkApplication("ended", { ...pi, timeToLiveSeconds: 20 });
  new SparkApplication("python", {
    platform,
    mainApplicationFile: "local:///opt/spark/examples/src/main/python/pi.py",
    arguments: ["10"],
    env: { STAGE: "test" },
    timeLimitSeconds: 3600,
    deps: { pyFiles: ["local:///opt/app/lib.zip"] },
  });
  return platform;
}

const applications = async () =>
  (await environment.get<{ items: Application[] }>([RESOURCE, `--namespace=${NAMESPACE}`])).items;

async function applicationOf(name: string): Promise<Application> {
  const found = (await applications()).find(({ metadata }) => metadata.name.startsWith(`${name}-`));
  if (found === undefined) throw new Error(`There is no application ${name}.`);
  return found;
}

const driversOf = async (name: string) =>
  (
    await environment.get<{ items: Pod[] }>([
      "pods",
      `--namespace=${NAMESPACE}`,
      `--selector=spark-role=driver,spark.operator/spark-app-name=${name}`,
    ])
  ).items;

const stateOf = async (name: string) => (await applicationOf(name)).status?.currentState.currentStateSummary;

beforeAll(async () => {
  if (chart === "") return;
  environment = await startEnvironment("apache");
  target = { access: environment.access, tools: environment.tools, deployment: "e2e" };
  declaration = await declare(program, {});
  await applyNodes(environment.access, environment.tools, nodesOfPlan(declaration.plan));
}, startTimeoutMs);

afterAll(async () => {
  if (chart !== "") await environment.stop();
}, startTimeoutMs);

withChart("a platform with the Apache operator", () => {
  test("is admitted with strict field validation, applications too, and its operator has a node", async () => {
    const manifests = await manifestsOf(declaration, environment.tools);
    const { created } = await apply(target, manifests);
    expect(created).toHaveLength(manifests.length);
    expect((await waitUntilBound(environment.access, environment.tools, ["spark-system"])).map(whyUnbound)).toEqual([]);
    expect((await applications()).map(({ metadata }) => metadata.name.replace(/-[0-9a-f]{5}$/, "")).sort()).toEqual([
      "ended",
      "pi",
      "python",
      "retried",
    ]);
  });

  test("changes nothing when it is deployed again", async () => {
    const manifests = await manifestsOf(await declare(program, {}), environment.tools);
    expect(await apply(target, manifests)).toMatchObject({ created: [], changed: [], pruned: [] });
  });

  test.each([
    ["create", "pods", NAMESPACE, true],
    ["patch", `${RESOURCE}`, NAMESPACE, true],
    ["create", "networkpolicies.networking.k8s.io", NAMESPACE, true],
    ["create", "pods", "spark-system", false],
    ["create", "pods", "default", false],
    ["list", RESOURCE, "default", false],
    ["get", "secrets", NAMESPACE, false],
    ["create", "rolebindings.rbac.authorization.k8s.io", NAMESPACE, false],
    ["list", "nodes", "default", false],
  ])("lets the operator %s %s in %s: %s", async (verb, resource, namespace, allowed) => {
    const args = ["auth", "can-i", verb, resource, `--namespace=${namespace}`, `--as=${ACCOUNT}`];
    const answer = await environment.kubectl(args).catch((error: Error) => error.message);
    expect(answer.trim().endsWith("yes")).toBe(allowed);
  });
});

withProgram("the real Apache operator", () => {
  let operator: OperatorProcess;

  beforeAll(async () => {
    operator = await startOperator(
      environment,
      { java, classPath },
      { namespace: "spark-system", serviceAccount: "e2e-spark-operator" },
    );
  });

  afterAll(() => operator.stop());

  /** Waits, and says what the operator logged where the condition does not come true. */
  async function eventually(condition: () => Promise<boolean>): Promise<void> {
    if (await waitUntil(condition, { timeoutMs: caseTimeoutMs, intervalMs: 1_000 })) return;
    throw new Error(`It did not come to pass. The operator's log ends:\n${operator.log().slice(-6_000)}`);
  }

  async function driver(name: string, attempt = 0): Promise<Pod> {
    const { metadata } = await applicationOf(name);
    let found: Pod | undefined;
    await eventually(async () => {
      found = (await driversOf(metadata.name)).find(
        (pod) => pod.metadata.name === `${metadata.name}-${attempt}-driver`,
      );
      return found?.spec.nodeName !== undefined && found.status.phase === "Running";
    });
    return found!;
  }

  /** Says of a driver on a fake node what a kubelet would say of one that ended. */
  async function end(pod: Pod, exitCode: number): Promise<void> {
    const [container] = pod.spec.containers;
    const status = {
      phase: exitCode === 0 ? "Succeeded" : "Failed",
      containerStatuses: [
        {
          ...{ name: container!.name, image: container!.image, imageID: "", restartCount: 0, ready: false },
          state: { terminated: { exitCode, reason: exitCode === 0 ? "Completed" : "Error" } },
        },
      ],
    };
    const patch = JSON.stringify({ status });
    const pods = ["pod", pod.metadata.name, `--namespace=${NAMESPACE}`];
    await environment.kubectl(["patch", ...pods, "--subresource=status", "--type=merge", `--patch=${patch}`]);
  }

  test("makes a driver of exactly the planned size and place, in a namespace that enforces restricted", async () => {
    const { plan } = declaration;
    const { metadata, spec } = await driver("pi");
    const { metadata: application } = await applicationOf("pi");
    expect(metadata.ownerReferences).toMatchObject([{ kind: "SparkApplication", name: application.name }]);
    expect(metadata.labels).toMatchObject({
      "spark-role": "driver",
      "spark-version": plan.spark.version,
      "spark.operator/spark-app-name": application.name,
      "app.kubernetes.io/part-of": "e2e",
    });
    expect(spec).toMatchObject({ serviceAccountName: "spark", priorityClassName: "e2e-driver" });
    expect(spec.nodeName).toMatch(/^drivers-/);
    const [container] = spec.containers;
    const { cpuRequestMillis, memoryMiB } = plan.driver.shape;
    expect(container?.name).toBe("spark-kubernetes-driver");
    expect(container?.image).toBe(plan.spark.image);
    expect(millis(container!.resources.requests.cpu!)).toBe(cpuRequestMillis);
    expect(container?.resources.requests.memory).toBe(`${memoryMiB}Mi`);
    expect(container?.resources.limits.memory).toBe(`${memoryMiB}Mi`);
    expect(container?.args).toEqual(expect.arrayContaining(["--class", "org.apache.spark.examples.SparkPi", JAR]));
  });

  test("hands the driver the configuration and the executors' template that were planned", async () => {
    const { plan } = declaration;
    const { metadata } = await driver("pi");
    const { items } = await environment.get<{ items: { metadata: Owned; data: Record<string, string> }[] }>([
      "configmaps",
      `--namespace=${NAMESPACE}`,
    ]);
    const data = items
      .filter((item) => item.metadata.ownerReferences?.some(({ name }) => name === metadata.name))
      .reduce<Record<string, string>>((all, item) => ({ ...all, ...item.data }), {});
    const properties = data["spark.properties"] ?? "";
    const { shape } = plan.executor;
    for (const line of [
      "spark.executor.instances=4",
      `spark.executor.cores=${shape.cores}`,
      `spark.executor.memory=${shape.heapMiB}m`,
      `spark.kubernetes.executor.request.cores=${shape.cpuRequestMillis}m`,
      "spark.authenticate=false",
      "spark.io.encryption.enabled=false",
      "spark.kubernetes.namespace=spark-jobs",
    ]) {
      expect(properties.split("\n")).toContain(line);
    }
    // Spark's own key (POD_TEMPLATE_KEY of its Constants); YAML takes JSON too.
    const template = parse(data["podspec-configmap-key"] ?? "{}") as Pod;
    expect(template.spec).toMatchObject({
      priorityClassName: "e2e-executor",
      containers: [{ name: "spark-kubernetes-executor" }],
    });
  });

  test("runs Python by its runner, with environment and time limit", async () => {
    const { spec } = await driver("python");
    const [container] = spec.containers;
    expect(spec.activeDeadlineSeconds).toBe(3600);
    expect(container?.env).toContainEqual({ name: "STAGE", value: "test" });
    const args = container?.args.join(" ");
    expect(args).toContain("--class org.apache.spark.deploy.PythonRunner");
    expect(args).toMatch(/local:\/\/\/opt\/spark\/examples\/src\/main\/python\/pi\.py 10$/);
  });

  test("is not told that executors are missing for long enough to give up", async () => {
    await eventually(async () => (await stateOf("pi")) === "DriverReady");
  });

  test("starts an application that failed as often as asked, and not once more", async () => {
    const { metadata } = await applicationOf("retried");
    await end(await driver("retried", 0), 1);
    await end(await driver("retried", 1), 1);
    await eventually(async () => /^(ResourceReleased|Terminated)/.test((await stateOf("retried")) ?? ""));
    const attempts = (await driversOf(metadata.name)).map((pod) => pod.metadata.name);
    expect(attempts).not.toContain(`${metadata.name}-2-driver`);
  });

  test("keeps the driver of one that succeeded until its seconds are over, and then deletes both", async () => {
    const { metadata } = await applicationOf("ended");
    await end(await driver("ended"), 0);
    await eventually(async () => (await stateOf("ended").catch(() => "")) === "TerminatedWithoutReleaseResources");
    expect((await driversOf(metadata.name)).map((pod) => pod.metadata.name)).toEqual([`${metadata.name}-0-driver`]);
    await eventually(async () => (await applications()).every((one) => one.metadata.name !== metadata.name));
    await eventually(async () => (await driversOf(metadata.name)).length === 0);
  });
});

interface Owned {
  ownerReferences?: { name: string }[];
}

/** `1` and `1000m` are the same. */
function millis(cpu: string): number {
  return cpu.endsWith("m") ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000;
}
