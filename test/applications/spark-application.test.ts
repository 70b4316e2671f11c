import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { SparkApplication, type SparkApplicationArgs } from "../../lib";
import type { PlatformPlan } from "../../lib/plan";
import { byType, recordProgram, type Recording, type RecordedResource } from "../../lib/testing";
import { eventLogs, examplePlan } from "../addons/example";

const TYPE = "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication";
const JAR = "local:///opt/spark/examples/jars/spark-examples.jar";
const plan = examplePlan({ namespaces: [{ name: "etl" }, { name: "adhoc" }] });

/** A platform put together by hand. */
function platform(changes: { plan?: PlatformPlan; podLabels?: Record<string, Record<string, string>> } = {}) {
  return {
    plan,
    provider: new kubernetes.Provider("cluster", {}),
    eventLogUri: pulumi.output(eventLogs.uri),
    ...changes,
  };
}

type Args = Partial<Omit<SparkApplicationArgs, "platform">>;

function record(args: Args = {}, name = "pi", on: Parameters<typeof platform>[0] = {}): Promise<Recording> {
  return recordProgram(
    () => {
      const application = new SparkApplication(name, {
        platform: platform(on),
        mainApplicationFile: JAR,
        ...args,
      });
      return { status: application.statusCommand, logs: application.logsCommand };
    },
    { errors: "return" },
  );
}

async function application(...args: Parameters<typeof record>): Promise<RecordedResource> {
  const recording = await record(...args);
  expect(recording.errors).toEqual([]);
  const [found, ...more] = byType(recording, TYPE);
  expect(more).toEqual([]);
  return found as RecordedResource;
}

async function spec(...args: Parameters<typeof record>): Promise<Record<string, unknown>> {
  return (await application(...args)).inputs.spec as Record<string, unknown>;
}

describe("SparkApplication", () => {
  it("is one object in the platform's first namespace", async () => {
    const recording = await record({ mainClass: "org.apache.spark.examples.SparkPi" });
    const { inputs, provider } = await application();
    expect(inputs).toMatchObject({
      apiVersion: "sparkoperator.k8s.io/v1beta2",
      kind: "SparkApplication",
      metadata: { name: "pi", namespace: "etl", labels: { "app.kubernetes.io/part-of": "analytics" } },
    });
    expect(provider).toContain("pulumi:providers:kubernetes::cluster");
    expect(recording.outputs).toEqual({
      status: "kubectl --namespace etl get sparkapplications.sparkoperator.k8s.io pi",
      logs: "kubectl --namespace etl logs --follow pi-driver",
    });
  });

  // The API server drops an empty map of annotations, and the real engine then proposed a change in each update.
  it("has annotations only where it is given some", async () => {
    const annotations = async (args: Args) =>
      ((await application(args)).inputs.metadata as { annotations?: object }).annotations;
    expect(await annotations({})).toBeUndefined();
    expect(await annotations({ annotations: {} })).toBeUndefined();
    expect(await annotations({ annotations: { "example.com/run-by": "tests" } })).toEqual({
      "example.com/run-by": "tests",
    });
  });

  it("asks for pods of exactly the planned size, in the fields that the operator turns into configuration", async () => {
    const { driver, executor } = await spec({ executors: { instances: 2 } });
    const { shape } = plan.executor;
    expect(executor).toMatchObject({
      instances: 2,
      cores: shape.cores,
      coreRequest: `${shape.cpuRequestMillis}m`,
      memory: `${shape.heapMiB}m`,
      memoryOverhead: `${shape.overheadMiB}m`,
    });
    expect(driver).toMatchObject({
      cores: plan.driver.shape.cores,
      coreRequest: `${plan.driver.shape.cpuRequestMillis}m`,
      memory: `${plan.driver.shape.heapMiB}m`,
      memoryOverhead: `${plan.driver.shape.overheadMiB}m`,
      serviceAccount: "spark",
    });
    expect(driver).not.toHaveProperty("instances");
  });

  it("puts drivers and executors on their pools, hardened, by pod templates", async () => {
    const { driver, executor } = (await spec()) as Record<string, { template: { spec: Record<string, unknown> } }>;
    const terms = (pools: string[]) => ({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: pools.map((pool) => ({
            matchExpressions: [{ key: "pool", operator: "In", values: [pool] }],
          })),
        },
      },
    });
    expect(driver?.template).not.toHaveProperty("kind");
    expect(driver?.template.spec).toMatchObject({
      affinity: terms(["drivers"]),
      priorityClassName: "analytics-driver",
      securityContext: { runAsNonRoot: true, runAsUser: 185, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "spark-kubernetes-driver",
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        },
      ],
    });
    expect(executor?.template.spec).toMatchObject({
      affinity: terms(["spot", "on-demand"]),
      tolerations: [{ key: "dedicated", operator: "Equal", value: "spark", effect: "NoSchedule" }],
      priorityClassName: "analytics-executor",
      containers: [{ name: "spark-kubernetes-executor" }],
    });
  });

  it("passes the plan's configuration on, with the event log's folder resolved", async () => {
    const { sparkConf } = await spec({ sparkConf: { "spark.sql.shuffle.partitions": "400" } });
    expect(sparkConf).toMatchObject({
      "spark.eventLog.enabled": "true",
      "spark.eventLog.dir": "s3a://company-logs/spark",
      "spark.decommission.enabled": "true",
      "spark.sql.shuffle.partitions": "400",
    });
  });

  it("passes no key that the operator refuses or has a field for", async () => {
    const { sparkConf } = await spec();
    // deniedSparkConfKeys in internal/webhook/sparkconf_validator.go of v2.5.2, and the fields of the v1beta2 spec.
    const keys = Object.keys(sparkConf as object);
    expect(
      keys.filter((key) =>
        /^spark\.master$|container\.image|authenticate|kubernetes\.namespace|podTemplate|waitAppCompletion|^spark\.(driver|executor)\.(cores|memory|memoryOverhead|instances)$|request\.cores|dynamicAllocation\.(enabled|(min|max|initial)Executors|shuffleTracking\.enabled)$/.test(
          key,
        ),
      ),
    ).toEqual([]);
    expect(keys.length).toBeGreaterThan(10);
  });

  it("follows the work between nothing and what the pools hold, unless bounds are given", async () => {
    const most = Number(plan.configuration.find(({ key }) => key === "spark.dynamicAllocation.maxExecutors")?.value);
    // 20 spot and 10 on-demand nodes of four executors each.
    expect(most).toBe(120);
    expect((await spec()).dynamicAllocation).toEqual({
      enabled: true,
      initialExecutors: 0,
      minExecutors: 0,
      maxExecutors: 120,
      shuffleTrackingEnabled: true,
    });
    expect((await spec({ executors: { min: 2, max: 8 } })).dynamicAllocation).toEqual({
      enabled: true,
      initialExecutors: 2,
      minExecutors: 2,
      maxExecutors: 8,
      shuffleTrackingEnabled: true,
    });
  });

  it("turns dynamic allocation off for a fixed number, with all of its configuration", async () => {
    const { dynamicAllocation, sparkConf } = await spec({ executors: { instances: 4 } });
    expect(dynamicAllocation).toEqual({ enabled: false });
    expect(Object.keys(sparkConf as object).filter((key) => key.includes("dynamicAllocation"))).toEqual([]);
  });

  it.each<[Args, string]>([
    [{ mainClass: "a.B" }, "Scala"],
    [{ mainApplicationFile: "s3a://b/job.jar" }, "Scala"],
    [{ mainApplicationFile: "s3a://b/job.PY" }, "Python"],
    [{ mainApplicationFile: "local:///job.R" }, "R"],
    [{ mainApplicationFile: "local:///job.jar", type: "Java" }, "Java"],
  ])("tells from %j that it is %s", async (args, type) => {
    expect((await spec(args)).type).toBe(type);
  });

  it("runs a failed application again only when asked", async () => {
    expect((await spec()).restartPolicy).toEqual({ type: "Never" });
    expect((await spec({ restartPolicy: { type: "OnFailure", retries: 5 } })).restartPolicy).toEqual({
      type: "OnFailure",
      onFailureRetries: 5,
      onSubmissionFailureRetries: 5,
      onFailureRetryInterval: 60,
      onSubmissionFailureRetryInterval: 60,
    });
  });

  it("takes over what is the application's own, and leaves out what is not given", async () => {
    const all = await spec({
      image: "registry.example.com/etl:7",
      sparkVersion: "4.1.2",
      namespace: "adhoc",
      arguments: ["--date", "2026-11-01"],
      timeToLiveSeconds: 3600,
      deps: { packages: ["org.example:lib:1.0"] },
    });
    expect(all).toMatchObject({
      mode: "cluster",
      image: "registry.example.com/etl:7",
      sparkVersion: "4.1.2",
      arguments: ["--date", "2026-11-01"],
      timeToLiveSeconds: 3600,
      deps: { packages: ["org.example:lib:1.0"] },
    });
    expect(Object.keys(await spec()).sort()).toEqual(
      [
        "driver",
        "dynamicAllocation",
        "executor",
        "image",
        "mainApplicationFile",
        "mode",
        "restartPolicy",
        "sparkConf",
        "sparkVersion",
        "type",
      ].sort(),
    );
  });

  it("labels pods so that the cloud knows who they are", async () => {
    const labels = { "azure.workload.identity/use": "true" };
    const { driver, executor } = await spec({}, "pi", { podLabels: { etl: labels, adhoc: { other: "x" } } });
    expect(driver).toMatchObject({ labels });
    expect(executor).toMatchObject({ labels });
  });

  it("takes a file and an image that only the deployment knows", async () => {
    const all = await spec({
      mainApplicationFile: pulumi.output("s3a://b/x"),
      type: "Python",
      image: pulumi.output("i:1"),
    });
    expect(all).toMatchObject({ type: "Python", mainApplicationFile: "s3a://b/x", image: "i:1" });
  });
});

describe("SparkApplication with executors of another size", () => {
  const sized = examplePlan({
    namespaces: [{ name: "etl" }],
    executorSizes: [
      { name: "small", cores: 1 },
      { name: "native", kind: "off-heap", pysparkMemory: "512m", pools: ["spot"] },
    ],
  });

  it("asks for pods of that size, on its pools, and for no more than fit", async () => {
    const { executor, driver, dynamicAllocation, sparkConf } = await spec({ executors: { size: "native" } }, "pi", {
      plan: sized,
    });
    const { shape } = sized.executorSizes[1]!.sized;
    expect(executor).toMatchObject({
      cores: shape.cores,
      coreRequest: `${shape.cpuRequestMillis}m`,
      memory: `${shape.heapMiB}m`,
      memoryOverhead: `${shape.overheadMiB}m`,
      template: {
        spec: { tolerations: [{ key: "dedicated", operator: "Equal", value: "spark", effect: "NoSchedule" }] },
      },
    });
    expect(driver).toMatchObject({ memory: `${sized.driver.shape.heapMiB}m` });
    expect(sparkConf).toMatchObject({
      "spark.memory.offHeap.enabled": "true",
      "spark.memory.offHeap.size": `${shape.offHeapMiB}m`,
      "spark.executor.pyspark.memory": "512m",
    });
    // 20 nodes of the spot pool with four each; drivers run elsewhere.
    expect(dynamicAllocation).toMatchObject({ maxExecutors: 80 });
    const small = await spec({ executors: { size: "small", max: 100 } }, "pi", { plan: sized });
    expect(small).toMatchObject({ executor: { cores: 1 }, dynamicAllocation: { maxExecutors: 100 } });
    expect(small.sparkConf).not.toHaveProperty(["spark.memory.offHeap.enabled"]);
  });

  it.each([
    [
      { size: "smal" },
      sized,
      /executors\.size: "smal" is no executor size of the platform\. Allowed: "small", "native", or a size such as \{ cores: 2, memory: "4g" \}\. Did you mean "small"\?/,
    ],
    [
      { size: "small" },
      plan,
      /executors\.size: "small" is no executor size .* Leave it out, name the size itself, or add executorSizes to the platform\./,
    ],
    [{ size: "native", instances: 81 }, sized, /executors\.instances: 81 is more than .* from 1 to 80/],
    [{ size: 3 as unknown as string }, sized, /executors\.size: 3 is not what this argument takes/],
  ])("refuses %j", async (executors, on, message) => {
    const recording = await record({ executors }, "pi", { plan: on });
    expect(recording.errors[0]?.message).toMatch(message);
    expect(recording.errors[0]?.message.split("\n")).toHaveLength(2);
  });

  it("refuses a size that the namespace's quota has no room for", async () => {
    const { driver, executor } = sized;
    const memory = `${driver.shape.memoryMiB + executor.shape.memoryMiB}Mi`;
    const small = examplePlan({
      namespaces: [{ name: "etl", quota: { cpu: 100, memory } }],
      executorSizes: [{ name: "large", cores: 8 }],
    });
    const recording = await record({ executors: { size: "large" } }, "pi", { plan: small });
    expect(recording.errors[0]?.message).toContain(
      'executors.size: "large" has no room in the quota of the namespace beside a driver. Allowed: a size of which',
    );
  });
});

describe("SparkApplication refuses", () => {
  const refused: [string, Args, string, string[]][] = [
    ["a file that is missing", { mainApplicationFile: "" }, "pi", ["mainApplicationFile"]],
    ["a file that tells nothing", { mainApplicationFile: "s3a://b/job" }, "pi", ["mainApplicationFile"]],
    ["an unknown file without a type", { mainApplicationFile: pulumi.output("x.py") }, "pi", ["mainApplicationFile"]],
    ["an unknown type", { type: "Go" as "Java" }, "pi", ["type"]],
    [
      "a class of a Python file",
      { mainApplicationFile: "local:///a.py", mainClass: "A", type: "Python" },
      "pi",
      ["mainClass"],
    ],
    ["a name that is too long", {}, "a".repeat(39), ["name"]],
    ["a name that starts with a digit", {}, "1pi", ["name"]],
    ["a name with capitals", { name: "Pi" }, "pi", ["name"]],
    ["a foreign namespace", { namespace: "default" }, "pi", ["namespace"]],
    ["no executors", { executors: { instances: 0 } }, "pi", ["executors.instances"]],
    ["half an executor", { executors: { max: 2.5 } }, "pi", ["executors.max"]],
    ["fewer than no executors", { executors: { min: -1 } }, "pi", ["executors.min"]],
    ["more executors than the pools hold", { executors: { instances: 121 } }, "pi", ["executors.instances"]],
    ["bounds the wrong way round", { executors: { min: 5, max: 2 } }, "pi", ["executors.min"]],
    ["fixed and changing numbers at once", { executors: { instances: 2, max: 4 } }, "pi", ["executors"]],
    [
      "sizes in sparkConf",
      { sparkConf: { "spark.executor.memory": "100g" } },
      "pi",
      ['sparkConf["spark.executor.memory"]'],
    ],
    [
      "images in sparkConf",
      { sparkConf: { "spark.kubernetes.container.image": "x" } },
      "pi",
      ['sparkConf["spark.kubernetes.container.image"]'],
    ],
    [
      "executors in sparkConf",
      { sparkConf: { "spark.executor.instances": "3" } },
      "pi",
      ['sparkConf["spark.executor.instances"]'],
    ],
    [
      "keys that spark-submit drops",
      { sparkConf: { "fs.s3a.endpoint": pulumi.output("x") } },
      "pi",
      ['sparkConf["fs.s3a.endpoint"]'],
    ],
    [
      "a restart policy that there is not",
      { restartPolicy: { type: "Sometimes" as "Never" } },
      "pi",
      ["restartPolicy.type"],
    ],
    [
      "retries that are no number",
      { restartPolicy: { type: "OnFailure", retries: -1 } },
      "pi",
      ["restartPolicy.retries"],
    ],
    ["no time to live", { timeToLiveSeconds: 0 }, "pi", ["timeToLiveSeconds"]],
    [
      "everything at once",
      { mainApplicationFile: "", namespace: "x", executors: { instances: -1 }, timeToLiveSeconds: 0.5 },
      "-",
      ["name", "namespace", "mainApplicationFile", "executors.instances", "timeToLiveSeconds"],
    ],
  ];

  it.each(refused)("%s, and registers nothing", async (_, args, name, paths) => {
    const recording = await record(args, name);
    const [error] = recording.errors;
    expect(pulumi.ResourceError.isInstance(error) && error.hideStack).toBe(true);
    const lines = error?.message.split("\n") ?? [];
    expect(lines[0]).toMatch(/^SparkApplication ".*" has \d+ problems?; nothing of it was created\.$/);
    expect(lines.slice(1).map((line) => /^ {2}- (.*?): /.exec(line)?.[1])).toEqual(paths);
    expect(recording.resources.map(({ type }) => type)).toEqual(["pulumi:providers:kubernetes"]);
  });

  it("a platform without the operator", async () => {
    const recording = await record({}, "pi", {
      plan: examplePlan({ sparkOperator: false, namespaces: [{ name: "etl" }] }),
    });
    expect(recording.errors[0]?.message).toContain('platform: "analytics" is a platform without the Spark operator');
  });
});
