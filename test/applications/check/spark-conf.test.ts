import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { SparkApplication, SparkConnectServer, SparkSubmitJob } from "../../../lib";
import type { PlatformPlan } from "../../../lib/plan";
import { byType, recordProgram, type Recording } from "../../../lib/testing";
import { eventLogs, examplePlan } from "../../addons/example";

type SparkConf = Record<string, pulumi.Input<string>>;
type Platform = ConstructorParameters<typeof SparkApplication>[1]["platform"];

const plan = examplePlan({ namespaces: [{ name: "etl" }] });
const job = { mainApplicationFile: "local:///opt/app/job.py" };

const components = {
  application: (platform: Platform, sparkConf: SparkConf) =>
    new SparkApplication("report", { platform, ...job, sparkConf }),
  client: (platform: Platform, sparkConf: SparkConf) => new SparkSubmitJob("report", { platform, ...job, sparkConf }),
  cluster: (platform: Platform, sparkConf: SparkConf) =>
    new SparkSubmitJob("report", { platform, ...job, mode: "cluster", sparkConf }),
  server: (platform: Platform, sparkConf: SparkConf) =>
    new SparkConnectServer("report", { platform, token: { secret: "token", key: "token" }, sparkConf }),
};

type Way = keyof typeof components;

function record(way: Way, sparkConf: SparkConf, on: PlatformPlan = plan): Promise<Recording> {
  return recordProgram(
    () => {
      const provider = new kubernetes.Provider("cluster", {});
      components[way]({ plan: on, provider, eventLogUri: pulumi.output(eventLogs.uri) }, sparkConf);
    },
    { errors: "return" },
  );
}

/** One line for each issue, as the user reads it. */
async function problems(way: Way, sparkConf: SparkConf): Promise<string[]> {
  const { errors, resources } = await record(way, sparkConf);
  if (errors.length > 0) expect(resources.filter(({ type }) => type.startsWith("kubernetes:"))).toEqual([]);
  return errors.flatMap(({ message }) => message.split("\n").slice(1));
}

describe("what an application's own sparkConf must not say", () => {
  it.each([
    ["spark.driver.cores", "4", "Use driver.cores, driver.memory or driver.kind."],
    ["spark.driver.memoryOverhead", "1g", "Use driver.cores, driver.memory or driver.kind."],
    ["spark.executor.cores", "4", "Use executors.size: a size with cores, memory or kind."],
    ["spark.memory.offHeap.size", "1g", 'Use executors.size: a size with offHeap or the kind "off-heap".'],
    ["spark.executor.pyspark.memory", "1g", "Use executors.size: a size with pysparkMemory."],
    ["spark.kubernetes.executor.request.cores", "3", "Use executors.size and driver."],
    ["spark.kubernetes.node.selector.pool", "spot", "Use driver.pools, and executors.size: a size with pools."],
    [
      "spark.kubernetes.namespace",
      "etl",
      "Use namespace for where it runs; spark-submit and the operator set the rest.",
    ],
    ["spark.kubernetes.container.image", "x", "Use image."],
    ["spark.app.name", "x", "Use name."],
    ["spark.eventLog.dir", "s3a://b/e", "Use eventLogs.uri of the platform."],
  ])("%s: it names the argument of the application that says so", async (key, value, change) => {
    const [problem, ...others] = await problems("application", { [key]: value });
    expect(others).toEqual([]);
    expect(problem?.startsWith(`  - sparkConf["${key}"]: "${value}" `)).toBe(true);
    expect(problem?.endsWith(` ${change}`)).toBe(true);
  });

  // DriverServiceFeatureStep of 3.5.9, 4.0.5 and 4.3.0: "is not supported in Kubernetes mode".
  it.each<[Way, string]>(
    (["application", "client", "cluster", "server"] as const).flatMap((way) =>
      ["spark.driver.host", "spark.driver.bindAddress"].map((key): [Way, string] => [way, key]),
    ),
  )("as %s: %s, the address of a pod that is not there yet", async (way, key) => {
    const [problem, ...others] = await problems(way, { [key]: "10.0.0.7" });
    expect(others).toEqual([]);
    expect(problem).toContain(`sparkConf["${key}"]: "10.0.0.7" is the address of one driver's pod`);
  });
});

/** Read by KubernetesDriverConf and the features of a driver's pod alone (javap of spark-kubernetes_2.13-4.3.0.jar). */
const ofThePod: [string, string][] = [
  ["spark.kubernetes.driver.label.team", "Use labels."],
  ["spark.kubernetes.driver.annotation.team", "Use annotations."],
  ["spark.kubernetes.driverEnv.STAGE", "Use env."],
  ["spark.kubernetes.driver.secretKeyRef.PASSWORD", "Use env."],
  ["spark.kubernetes.driver.secrets.password", "Use mounts."],
  ["spark.kubernetes.driver.volumes.hostPath.data.mount.path", "Use mounts."],
  ["spark.kubernetes.driver.service.label.team", "Leave it out; only a driver that Spark submits"],
  ["spark.kubernetes.driver.scheduler.name", "Leave it out; only a driver that Spark submits"],
  ["spark.kubernetes.driver.pod.featureSteps", "Leave it out; only a driver that Spark submits"],
  ["spark.kubernetes.hadoop.configMapName", "Leave it out; only a driver that Spark submits"],
  ["spark.kubernetes.kerberos.krb5.configMapName", "Leave it out; only a driver that Spark submits"],
  ["spark.driver.resource.gpu.amount", "Leave it out; only a driver that Spark submits"],
  // KubernetesConf reads these for both roles.
  ["spark.kubernetes.container.image.pullSecrets", "Add the Secret to the imagePullSecrets of the service account"],
  ["spark.kubernetes.scheduler.name", "Leave it out; only a driver that Spark submits"],
];

describe("a driver whose pod is there before Spark", () => {
  it.each(ofThePod)("refuses %s, which nobody would read, and says what to use", async (key, change) => {
    for (const way of ["client", "server"] as const) {
      const [problem, ...others] = await problems(way, { [key]: "1" });
      expect(others).toEqual([]);
      expect(problem).toContain(`sparkConf["${key}"]: "1" `);
      expect(problem).toContain("is there before Spark");
      expect(problem).toContain(change);
    }
  });

  it("is one that Spark does not submit: others take the same keys", async () => {
    const sparkConf = { "spark.kubernetes.driver.label.team": "bi", "spark.kubernetes.driverEnv.STAGE": "prod" };
    expect(await problems("application", sparkConf)).toEqual([]);
    expect(await problems("cluster", sparkConf)).toEqual([]);
  });

  it("shows no value that only the deployment knows", async () => {
    const [problem] = await problems("client", { "spark.kubernetes.driverEnv.PASSWORD": pulumi.secret("s3cret") });
    expect(problem).toContain("(known after deployment)");
  });

  it("remarks on such keys of the platform, which are right for other applications", async () => {
    const sparkConf = { "spark.kubernetes.driver.label.team": "bi" };
    const labelled = examplePlan({ namespaces: [{ name: "etl" }], sparkConf });
    for (const way of ["client", "server"] as const) {
      const { errors, logs } = await record(way, {}, labelled);
      expect(errors).toEqual([]);
      expect(logs.map(({ severity }) => severity)).toEqual(["warn"]);
      expect(logs[0]!.message).toContain('platform.sparkConf["spark.kubernetes.driver.label.team"]: "bi" ');
    }
    for (const way of ["application", "cluster"] as const) {
      expect((await record(way, {}, labelled)).logs).toEqual([]);
    }
  });

  it("listens where it is told to, as in cluster mode", async () => {
    const sparkConf = { "spark.driver.port": "7100", "spark.driver.blockManager.port": pulumi.output("7101") };
    const recording = await record("client", sparkConf);
    expect(recording.errors).toEqual([]);
    const { data } = byType(recording, "kubernetes:core/v1:ConfigMap")[0]!.inputs as { data: Record<string, string> };
    expect(data["spark.properties"]).toContain("spark.driver.port=7100\n");
    expect(data["spark.properties"]).toContain("spark.driver.blockManager.port=7101\n");
    const [container] = (
      byType(recording, "kubernetes:batch/v1:Job")[0]!.inputs as {
        spec: { template: { spec: { containers: { ports: object[] }[] } } };
      }
    ).spec.template.spec.containers;
    expect(container!.ports).toEqual([
      { name: "driver-rpc-port", containerPort: 7100 },
      { name: "blockmanager", containerPort: 7101 },
      { name: "spark-ui", containerPort: 4040 },
    ]);
  });
});

describe("a submitter", () => {
  it("waits for its driver, whatever Spark is told", async () => {
    const key = "spark.kubernetes.submission.waitAppCompletion";
    const [problem, ...others] = await problems("cluster", { [key]: "false" });
    expect(others).toEqual([]);
    expect(problem).toContain(`sparkConf["${key}"]: "false" would end the Job's pod before its driver`);
    expect(await problems("cluster", { [key]: "true" })).toEqual([]);
  });
});

describe("a Spark Connect server", () => {
  it("is found at its Service's port, and keeps its token to itself", async () => {
    const lines = await problems("server", {
      "spark.connect.grpc.binding.port": "15003",
      "spark.connect.authenticate.token": "s3cret",
    });
    expect(lines.map((line) => /^ {2}- (.*?): /.exec(line)?.[1])).toEqual([
      'sparkConf["spark.connect.grpc.binding.port"]',
      'sparkConf["spark.connect.authenticate.token"]',
    ]);
    expect(lines.join()).not.toContain("s3cret");
  });
});
