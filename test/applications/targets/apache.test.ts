import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { SparkApplication, type SparkApplicationArgs } from "../../../lib";
import { byType, recordProgram, type Recording, type RecordedResource } from "../../../lib/testing";
import { eventLogs, examplePlan } from "../../addons/example";

const TYPE = "kubernetes:spark.apache.org/v1:SparkApplication";
const JAR = "local:///opt/spark/examples/jars/spark-examples.jar";
const PI = { mainApplicationFile: JAR, mainClass: "org.apache.spark.examples.SparkPi" };
const plan = examplePlan({ sparkOperator: "apache", namespaces: [{ name: "etl" }, { name: "adhoc" }] });

type Args = Partial<Omit<SparkApplicationArgs, "platform">>;

function record(args: Args, name = "pi"): Promise<Recording> {
  return recordProgram(
    () => {
      const provider = new kubernetes.Provider("cluster", {});
      const platform = { plan, provider, eventLogUri: pulumi.output(eventLogs.uri) };
      const application = new SparkApplication(name, { platform, ...PI, ...args });
      return { status: application.statusCommand, logs: application.logsCommand };
    },
    { errors: "return" },
  );
}

async function application(args: Args = {}, name?: string): Promise<RecordedResource> {
  const recording = await record(args, name);
  expect(recording.errors).toEqual([]);
  const [found, ...more] = byType(recording, TYPE);
  expect(more).toEqual([]);
  return found as RecordedResource;
}

interface Spec {
  [field: string]: unknown;
  sparkConf: Record<string, string>;
  driverSpec: { podTemplateSpec: { spec: Record<string, unknown> } };
  executorSpec: { podTemplateSpec: { spec: Record<string, unknown> } };
  applicationTolerations: Record<string, unknown>;
}

async function spec(args: Args = {}): Promise<Spec> {
  return (await application(args)).inputs.spec as Spec;
}

async function nameOf(args: Args, name?: string): Promise<string> {
  return ((await application(args, name)).inputs.metadata as { name: string }).name;
}

// Fields: https://github.com/apache/spark-kubernetes-operator/blob/1.0.0/docs/spark_custom_resources.md
describe("a SparkApplication of the Apache operator", () => {
  it("is one object, whose name begins with the application's, with commands that ask for it and no other", async () => {
    const recording = await record({});
    const [found] = byType(recording, TYPE);
    const { name } = found?.inputs.metadata as { name: string };
    expect(name).toMatch(/^pi-[0-9a-f]{5}$/);
    expect(found?.inputs).toMatchObject({ apiVersion: "spark.apache.org/v1", kind: "SparkApplication" });
    expect(byType(recording, "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication")).toEqual([]);
    expect(recording.outputs).toEqual({
      status: `kubectl --namespace etl get sparkapplications.spark.apache.org ${name}`,
      logs: `kubectl --namespace etl logs --follow --selector spark.operator/spark-app-name=${name},spark-role=driver --tail -1`,
    });
  });

  it("is another object when anything of its run changes, and the same one otherwise", async () => {
    const first = await nameOf({});
    expect(await nameOf({})).toBe(first);
    expect(await nameOf({ arguments: ["10"] })).not.toBe(first);
    expect(await nameOf({ namespace: "adhoc" })).not.toBe(first);
    expect(await nameOf({ labels: { stage: "test" } })).not.toBe(first);
  });

  it("leaves room for the attempt in the 46 characters that the operator makes an application's id of", async () => {
    const longest = await nameOf({}, "a".repeat(38));
    expect(`${longest}-0`.length).toBeLessThanOrEqual(46);
  });

  it("runs a jar with its class and arguments, and other jars beside it", async () => {
    const { mainClass, jars, driverArgs, pyFiles, sparkConf, runtimeVersions } = await spec({
      arguments: ["1000"],
      deps: { jars: ["s3a://company/a.jar", "s3a://company/b.jar"] },
    });
    expect({ mainClass, jars, driverArgs, pyFiles, runtimeVersions }).toEqual({
      mainClass: "org.apache.spark.examples.SparkPi",
      jars: JAR,
      driverArgs: ["1000"],
      pyFiles: undefined,
      runtimeVersions: { sparkVersion: "4.1.1" },
    });
    expect(sparkConf["spark.jars"]).toBe("s3a://company/a.jar,s3a://company/b.jar");
  });

  // SparkSubmit.prepareSubmitEnvironment names these classes.
  it.each([
    ["job.py", { mainClass: "org.apache.spark.deploy.PythonRunner", pyFiles: "s3a://company/job.py" }],
    ["job.R", { mainClass: "org.apache.spark.deploy.RRunner", sparkRFiles: "s3a://company/job.R" }],
  ])("runs %s by Spark's own runner", async (file, main) => {
    const found = await spec({ mainApplicationFile: `s3a://company/${file}`, mainClass: undefined });
    expect(found).toMatchObject(main);
    expect(found).not.toHaveProperty("jars");
  });

  it("keeps other Python files apart from the one that runs", async () => {
    const { pyFiles, sparkConf } = await spec({
      mainApplicationFile: "s3a://company/job.py",
      mainClass: undefined,
      deps: { pyFiles: ["s3a://company/lib.zip"] },
    });
    expect(pyFiles).toBe("s3a://company/job.py");
    expect(sparkConf["spark.submit.pyFiles"]).toBe("s3a://company/lib.zip");
  });

  it("asks for the planned sizes in Spark's own keys, and for the drivers' service account", async () => {
    const { sparkConf } = await spec({ executors: { instances: 3 } });
    const { driver, executor } = plan;
    expect(sparkConf).toMatchObject({
      "spark.driver.memory": `${driver.shape.heapMiB}m`,
      "spark.kubernetes.driver.request.cores": `${driver.shape.cpuRequestMillis}m`,
      "spark.executor.cores": String(executor.shape.cores),
      "spark.executor.memory": `${executor.shape.heapMiB}m`,
      "spark.executor.memoryOverhead": `${executor.shape.overheadMiB}m`,
      "spark.executor.instances": "3",
      "spark.dynamicAllocation.enabled": "false",
      "spark.kubernetes.authenticate.driver.serviceAccountName": "spark",
      "spark.kubernetes.container.image": "apache/spark:4.1.1",
    });
  });

  it("takes the templates that the other ways take, without the kind of a file", async () => {
    const { driverSpec, executorSpec } = await spec({ timeLimitSeconds: 3600, env: { STAGE: "test" } });
    expect(Object.keys(driverSpec.podTemplateSpec).sort()).toEqual(["metadata", "spec"]);
    expect(driverSpec.podTemplateSpec.spec).toMatchObject({
      priorityClassName: "analytics-driver",
      activeDeadlineSeconds: 3600,
      containers: [{ name: "spark-kubernetes-driver", env: [{ name: "STAGE", value: "test" }] }],
    });
    expect(executorSpec.podTemplateSpec.spec).toMatchObject({
      priorityClassName: "analytics-executor",
      containers: [{ name: "spark-kubernetes-executor" }],
    });
  });

  // The operator's own values: SparkAppSubmissionWorker.buildDriverConf of 1.0.0.
  it("says Spark's defaults where the operator has others, under what the user says", async () => {
    expect((await spec()).sparkConf).toMatchObject({
      "spark.authenticate": "false",
      "spark.io.encryption.enabled": "false",
      "spark.kubernetes.executor.deleteOnTermination": "true",
      "spark.eventLog.overwrite": "true",
    });
    const { sparkConf } = await spec({ sparkConf: { "spark.io.encryption.enabled": "true" } });
    expect(sparkConf["spark.io.encryption.enabled"]).toBe("true");
  });

  it("waits for its pods as long as it takes, and keeps the driver's pod with its log", async () => {
    expect((await spec()).applicationTolerations).toEqual({
      restartConfig: { restartPolicy: "Never" },
      applicationTimeoutConfig: {
        driverStartTimeoutMillis: 0,
        driverReadyTimeoutMillis: 0,
        executorStartTimeoutMillis: 0,
      },
      resourceRetainPolicy: "Always",
    });
  });

  it("is deleted its seconds after its end", async () => {
    const { applicationTolerations } = await spec({ timeToLiveSeconds: 600 });
    expect(applicationTolerations).toMatchObject({ ttlAfterStopMillis: 600_000 });
  });

  it.each([
    [
      { type: "OnFailure", retries: 2, submissionRetries: 5, retryIntervalSeconds: 30 },
      {
        restartPolicy: "OnFailure",
        maxRestartAttempts: 7,
        maxRestartOnFailure: 2,
        maxRestartOnSchedulingFailure: 5,
        restartBackoffMillis: 30_000,
      },
    ],
    [
      { type: "Always", retryIntervalSeconds: 10 },
      { restartPolicy: "Always", maxRestartAttempts: 2_147_483_647, restartBackoffMillis: 10_000 },
    ],
  ] as const)("is restarted as %j says", async (restartPolicy, restartConfig) => {
    const { applicationTolerations } = await spec({ restartPolicy });
    expect(applicationTolerations.restartConfig).toEqual(restartConfig);
  });

  it.each([
    [{ instances: 4 }, { initExecutors: 4, minExecutors: 4, maxExecutors: 4 }],
    [
      { min: 2, max: 8 },
      { initExecutors: 2, minExecutors: 2, maxExecutors: 8 },
    ],
    [{ max: 8 }, undefined],
  ])("with executors %j has a state that tells whether %j are there", async (executors, instanceConfig) => {
    expect((await spec({ executors })).applicationTolerations.instanceConfig).toEqual(instanceConfig);
  });
});

describe("what the Apache operator can't do", () => {
  it.each([
    [{ suspend: true }, "suspend: true can't be done by the Apache operator"],
    [{ sparkVersion: "3.5.9" }, 'sparkVersion: "3.5.9" is older than what the Apache operator runs, Spark 4.0'],
    [
      { mainClass: undefined },
      "mainClass: (not given) is missing, and the Apache operator does not read it from the jar",
    ],
  ])("%j is refused", async (args, message) => {
    const recording = await record(args);
    expect(recording.errors.join()).toContain(message);
    expect(byType(recording, TYPE)).toEqual([]);
  });
});
