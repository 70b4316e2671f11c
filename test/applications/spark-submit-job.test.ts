import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import { SparkSubmitJob, type SparkSubmitJobArgs } from "../../lib";
import { byType, recordProgram, type Recording } from "../../lib/testing";
import { eventLogs, examplePlan } from "../addons/example";

const JAR = "local:///opt/spark/examples/jars/spark-examples.jar";
const plan = examplePlan({ namespaces: [{ name: "etl" }, { name: "adhoc" }] });

type Args = Partial<Omit<SparkSubmitJobArgs, "platform">>;

function record(args: Args = {}): Promise<Recording> {
  return recordProgram(
    () => {
      const provider = new kubernetes.Provider("cluster", {});
      const job = new SparkSubmitJob("report", {
        platform: { plan, provider, eventLogUri: pulumi.output(eventLogs.uri) },
        mainApplicationFile: JAR,
        mainClass: "a.B",
        ...args,
      });
      const { statusCommand, logsCommand, runCommand } = job;
      return { statusCommand, logsCommand, runCommand };
    },
    { errors: "return" },
  );
}

interface Container {
  name: string;
  image: string;
  args: string[];
  env: { name: string; value?: string; valueFrom?: object }[];
  resources: object;
  ports: object[];
  securityContext: object;
  volumeMounts: { name: string; mountPath: string }[];
}

interface PodTemplate {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
  spec: Record<string, unknown> & { containers: Container[]; volumes: { name: string }[] };
}

interface JobSpec {
  template: PodTemplate;
}

/** What there is one of. */
function only(recording: Recording, type: string) {
  expect(recording.errors).toEqual([]);
  const [found, ...others] = byType(recording, type).map(
    ({ inputs }) => inputs as { metadata: Record<string, unknown>; spec: JobSpec; data: Record<string, string> },
  );
  expect(others).toEqual([]);
  if (found === undefined) throw new Error(`there is no ${type}`);
  return found;
}

const JOB = "kubernetes:batch/v1:Job";
const CRON_JOB = "kubernetes:batch/v1:CronJob";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

async function job(args: Args = {}) {
  return only(await record(args), JOB);
}

async function files(args: Args = {}) {
  const { data } = only(await record(args), CONFIG_MAP);
  const lines = data["spark.properties"]!.trim().split("\n");
  const properties = lines.map((line) => line.split(/=(.*)/s) as [string, string]);
  return { data, properties: Object.fromEntries(properties) };
}

describe("SparkSubmitJob in client mode", () => {
  it("is the driver's pod, of the planned size, on the drivers' pool and hardened", async () => {
    const { metadata, spec } = await job();
    expect(metadata).toMatchObject({
      name: "report",
      namespace: "etl",
      labels: { "app.kubernetes.io/part-of": "analytics", "spark-platform/application": "report" },
      annotations: { "pulumi.com/waitFor": "jsonpath={.metadata.uid}" },
    });
    const { template } = spec;
    expect(template.metadata.labels).toEqual({
      "app.kubernetes.io/component": "spark-driver",
      "app.kubernetes.io/part-of": "analytics",
      "spark-platform/application": "report",
      "spark-role": "driver",
      "spark-app-name": "report",
    });
    expect(template.spec).toMatchObject({
      serviceAccountName: "spark",
      restartPolicy: "Never",
      priorityClassName: "analytics-driver",
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 185, seccompProfile: { type: "RuntimeDefault" } },
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: "pool", operator: "In", values: ["drivers"] }] }],
          },
        },
      },
    });
    const { cpuRequestMillis, memoryMiB } = plan.driver.shape;
    const [container, ...others] = template.spec.containers;
    expect(others).toEqual([]);
    expect(container).toMatchObject({
      name: "spark-kubernetes-driver",
      image: plan.spark.image,
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      resources: {
        requests: { cpu: `${cpuRequestMillis}m`, memory: `${memoryMiB}Mi` },
        limits: { memory: `${memoryMiB}Mi` },
      },
    });
  });

  it("gives the image's entrypoint what cluster mode gives it, and its own pod", async () => {
    const { spec } = await job({ arguments: ["$(HOME)", pulumi.output("$5 $(x)")] });
    const [container] = spec.template.spec.containers;
    // DriverCommandFeatureStep: driver --properties-file /opt/spark/conf/spark.properties --class <class> <file> <arguments>.
    expect(container?.args).toEqual([
      "driver",
      ...["--conf", "spark.kubernetes.driver.pod.name=$(SPARK_DRIVER_POD_NAME)"],
      ...["--conf", "spark.driver.host=$(SPARK_DRIVER_BIND_ADDRESS)"],
      ...["--conf", "spark.app.id=spark-$(SPARK_DRIVER_POD_UID)"],
      ...["--properties-file", "/opt/spark/conf/spark.properties"],
      ...["--class", "a.B", JAR],
      // Kubernetes makes $(HOME) of it again.
      ...["$$(HOME)", "$5 $$(x)"],
    ]);
    expect(container?.env).toEqual(
      expect.arrayContaining([
        { name: "SPARK_DRIVER_POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
        { name: "SPARK_DRIVER_BIND_ADDRESS", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
        { name: "SPARK_CONF_DIR", value: "/opt/spark/conf" },
      ]),
    );
    expect(container?.ports.map((port) => (port as { containerPort: number }).containerPort)).toEqual([
      7078, 7079, 4040,
    ]);
  });

  it("tells Spark all that the plan says, and where it runs", async () => {
    const { properties, data } = await files({ executors: { instances: 2 } });
    expect(properties).toMatchObject({
      "spark.master": "k8s://https://kubernetes.default.svc",
      "spark.submit.deployMode": "client",
      "spark.kubernetes.submitInDriver": "true",
      "spark.driver.port": "7078",
      "spark.driver.memory": `${plan.driver.shape.heapMiB}m`,
      "spark.executor.instances": "2",
      "spark.executor.memory": `${plan.executor.shape.heapMiB}m`,
      "spark.kubernetes.executor.request.cores": `${plan.executor.shape.cpuRequestMillis}m`,
      "spark.kubernetes.executor.podTemplateFile": "/opt/spark/pod-template/executor.yaml",
      "spark.eventLog.dir": "s3a://company-logs/spark",
      "spark.kubernetes.namespace": "etl",
    });
    expect(Object.keys(data).sort()).toEqual(["executor.yaml", "spark.properties"]);
    expect(parse(data["executor.yaml"]!)).toMatchObject({
      apiVersion: "v1",
      kind: "Pod",
      spec: { priorityClassName: "analytics-executor", containers: [{ name: "spark-kubernetes-executor" }] },
    });
  });

  // In a driver of cluster mode spark-submit adds no jar (SparkSubmit.scala, isKubernetesClusterModeDriver), and executors fail with
  // "cannot assign instance of java.lang.invoke.SerializedLambda": seen on real pods.
  it("names the application's own jar for executors, beside others, and no file of Python", async () => {
    const jars = async (args: Args) => (await files(args)).properties["spark.jars"];
    expect(await jars({})).toBe(JAR);
    expect(await jars({ deps: { jars: ["s3a://company/a.jar"] } })).toBe(`s3a://company/a.jar,${JAR}`);
    expect(await jars({ mainClass: undefined, mainApplicationFile: "local:///opt/app/report.py" })).toBeUndefined();
  });

  it("is made anew when a file is another, since its pod can't be changed", async () => {
    const nameOf = async (args: Args) => {
      const recording = await record(args);
      const { metadata } = only(recording, CONFIG_MAP);
      const volumes = only(recording, JOB).spec.template.spec.volumes as { configMap?: { name: string } }[];
      expect(volumes.filter(({ configMap }) => configMap?.name === metadata.name)).toHaveLength(2);
      return metadata.name;
    };
    const first = await nameOf({});
    const same = await nameOf({});
    const other = await nameOf({ sparkConf: { "spark.sql.shuffle.partitions": "7" } });
    expect(first).toMatch(/^report-files-[0-9a-f]{8}$/);
    expect(same).toBe(first);
    expect(other).not.toBe(first);
  });

  it.each<[Args["restartPolicy"], object]>([
    [undefined, { backoffLimit: 0 }],
    [{ type: "Never" }, { backoffLimit: 0 }],
    [
      { type: "OnFailure", retries: 2 },
      {
        backoffLimit: 2,
        podFailurePolicy: {
          rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
        },
      },
    ],
  ])("with the restart policy %j is tried %j", async (restartPolicy, expected) => {
    const { spec } = await job({ restartPolicy });
    expect(spec).toEqual({ template: expect.anything() as unknown, podReplacementPolicy: "Failed", ...expected });
  });

  it("waits, ends and goes when it is asked to", async () => {
    const { spec } = await job({ suspend: true, timeLimitSeconds: 600, timeToLiveSeconds: 60 });
    expect(spec).toMatchObject({ suspend: true, ttlSecondsAfterFinished: 60 });
    expect(spec.template.spec).toMatchObject({ activeDeadlineSeconds: 600 });
  });

  it("carries the labels by which Airflow finds drivers, and keeps those of Kueue to the Job", async () => {
    const labels = { dag_id: "nightly", task_id: "report", "kueue.x-k8s.io/queue-name": "team-a" };
    const { metadata, spec } = await job({ labels });
    expect(metadata.labels).toMatchObject(labels);
    expect(spec.template.metadata.labels).toMatchObject({
      dag_id: "nightly",
      task_id: "report",
      "spark-role": "driver",
    });
    expect(spec.template.metadata.labels).not.toHaveProperty(["kueue.x-k8s.io/queue-name"]);
  });

  it("asks for the room of its first executors at once, and not while it waits", async () => {
    const jobs = async (args: Args) =>
      byType(await record({ executors: { instances: 3 }, ...args }), JOB).map(({ name }) => name);
    expect(await jobs({})).toEqual(expect.arrayContaining(["report-job", "report-placeholders"]));
    expect(await jobs({ suspend: true })).toEqual(["report-job"]);
  });
});

describe("SparkSubmitJob with a schedule", () => {
  it("is a CronJob that forbids overlaps unless it is told otherwise", async () => {
    const recording = await record({ schedule: "0 3 * * *", executors: { instances: 3 }, suspend: true });
    expect(byType(recording, JOB)).toEqual([]);
    const { metadata, spec } = only(recording, CRON_JOB);
    expect(metadata).toMatchObject({ name: "report", namespace: "etl" });
    const { jobTemplate, ...rest } = spec as unknown as { jobTemplate: { spec: object } };
    expect(rest).toEqual({
      schedule: "0 3 * * *",
      timeZone: "Etc/UTC",
      concurrencyPolicy: "Forbid",
      suspend: true,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
    });
    // A Job that somebody makes of it is to run.
    expect(jobTemplate.spec).not.toHaveProperty("suspend");
    expect(recording.outputs.runCommand).toBe(
      "kubectl --namespace etl create job --from=cronjob/report report-$(date +%s)",
    );
  });

  it("takes over what is said of it", async () => {
    const said = { schedule: "@daily", timeZone: "Europe/Berlin", concurrencyPolicy: "Replace" } as const;
    const { spec } = only(await record({ ...said, historyLimits: { successful: 5 } }), CRON_JOB);
    expect(spec).toMatchObject({ ...said, successfulJobsHistoryLimit: 5, failedJobsHistoryLimit: 1 });
  });
});

describe("SparkSubmitJob in cluster mode", () => {
  it("submits as an account of its own, which may do nothing but that", async () => {
    const recording = await record({ mode: "cluster" });
    const { spec } = only(recording, JOB);
    expect(spec.template.spec.serviceAccountName).toBe("report-submitter");
    const role = only(recording, "kubernetes:rbac.authorization.k8s.io/v1:Role") as unknown as {
      rules: { resources: string[] }[];
    };
    expect(role.rules.flatMap(({ resources }) => resources).sort()).toEqual([
      "configmaps",
      "jobs/finalizers",
      "networkpolicies",
      "persistentvolumeclaims",
      "pods",
      "services",
    ]);
    const [bound] = byType(recording, "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding");
    expect(byType(recording, JOB)[0]?.dependencies).toContain(bound?.urn);
    const binding = only(recording, "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding") as unknown as object;
    expect(binding).toMatchObject({
      roleRef: { kind: "Role", name: "report-submitter" },
      subjects: [{ kind: "ServiceAccount", name: "report-submitter", namespace: "etl" }],
    });
  });

  it("is a small pod beside the drivers, which is no driver, with a file system that is read only", async () => {
    const { spec } = await job({ mode: "cluster", arguments: ["x y"] });
    const [container] = spec.template.spec.containers;
    expect(container).toMatchObject({
      args: ["/bin/sh", "/etc/spark-submit/submit.sh", "--class", "a.B", JAR, "x y"],
      resources: { requests: { cpu: "250m", memory: "640Mi" }, limits: { memory: "640Mi" } },
      securityContext: {
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
      },
    });
    expect(spec.template.metadata.labels).not.toHaveProperty("spark-role");
    expect(spec.template.spec.priorityClassName).toBe("analytics-driver");
  });

  it("gives spark-submit the plan, and a driver's template that belongs to the Job", async () => {
    const { data, properties } = await files({ mode: "cluster" });
    expect(Object.keys(data).sort()).toEqual(["driver.yaml", "executor.yaml", "spark.properties", "submit.sh"]);
    expect(properties).toMatchObject({
      "spark.submit.deployMode": "cluster",
      "spark.kubernetes.submission.waitAppCompletion": "true",
      "spark.kubernetes.driver.request.cores": `${plan.driver.shape.cpuRequestMillis}m`,
      "spark.kubernetes.driver.label.spark-platform/application": "report",
      "spark.kubernetes.executor.podTemplateFile": "/etc/spark-submit/executor.yaml",
    });
    expect(parse(data["driver.yaml"]!)).toMatchObject({
      kind: "Pod",
      metadata: { ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", blockOwnerDeletion: true }] },
      spec: { priorityClassName: "analytics-driver" },
    });
  });
});

describe("SparkSubmitJob refuses", () => {
  it.each<[string, Args, string[]]>([
    ["an unknown mode", { mode: "yarn" as "client" }, ["mode"]],
    ["a schedule that is none", { schedule: "daily" }, ["schedule"]],
    ["a time zone that is none", { schedule: "@daily", timeZone: "Berlin" }, ["timeZone"]],
    ["one zone for runs side by side", { schedule: "@daily", concurrencyPolicy: "Allow", oneZone: true }, ["oneZone"]],
    [
      "how a schedule works without one",
      { timeZone: "Etc/UTC", historyLimits: { failed: 1 } },
      ["timeZone", "historyLimits"],
    ],
    ["what has succeeded to be run again", { restartPolicy: { type: "Always" } }, ["restartPolicy.type"]],
    [
      "what a Job does not know of retries",
      { restartPolicy: { type: "OnFailure", submissionRetries: 1, retryIntervalSeconds: 9 } },
      ["restartPolicy.submissionRetries", "restartPolicy.retryIntervalSeconds"],
    ],
    ["room for runs to come", { schedule: "@daily", executors: { instances: 2, reserve: 2 } }, ["executors.reserve"]],
    ["what no application may have either", { namespace: "default" }, ["namespace"]],
    ["an argument that there is not", { shedule: "@daily" } as Args, ["shedule"]],
  ])("%s", async (_what, args, paths) => {
    const { errors, resources } = await record(args);
    const lines = errors[0]?.message.split("\n").slice(1) ?? [];
    expect(lines.map((line) => /^ {2}- ([^:]+):/.exec(line)?.[1])).toEqual(paths);
    expect(resources.filter(({ type }) => type.startsWith("kubernetes:"))).toEqual([]);
  });
});
