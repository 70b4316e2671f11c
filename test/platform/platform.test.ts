import * as pulumi from "@pulumi/pulumi";

import {
  ExistingCluster,
  type ExistingClusterArgs,
  podTemplate,
  SparkApplication,
  type SparkCluster,
  SparkPlatform,
  type SparkPlatformArgs,
  type StorageAccessRequest,
} from "../../lib";
import { byType, childrenOf, named, recordProgram, type Recording, type RecordOptions } from "../../lib/testing";
import { clusterArgs, eventLogs, examplePlan } from "../addons/example";

type Args = Partial<Omit<SparkPlatformArgs, "cluster">>;

function record(
  args: Args = {},
  options: RecordOptions = {},
  cluster: Partial<ExistingClusterArgs> = {},
): Promise<Recording> {
  return recordProgram(
    () => {
      const platform = new SparkPlatform("analytics", {
        cluster: new ExistingCluster("shared", { ...clusterArgs, ...cluster }),
        eventLogs,
        ...args,
      });
      const { kubeconfig, accessCommand, submitCommand, historyServerCommand, applyCommand, eventLogUri } = platform;
      return { kubeconfig, accessCommand, submitCommand, historyServerCommand, applyCommand, eventLogUri };
    },
    { errors: "return", ...options },
  );
}

const typesAndNames = (recording: Recording) => recording.resources.map(({ type, name }) => `${type} ${name}`);

describe("SparkPlatform", () => {
  it("is these parts and no others", async () => {
    const recording = await record({ warm: { executors: 2 } });
    expect(recording.errors).toEqual([]);
    const platform = named(recording, "spark-platform:platform:SparkPlatform", "analytics");
    expect(
      childrenOf(recording, platform)
        .map(({ type, name }) => `${type} ${name}`)
        .sort(),
    ).toEqual([
      "kubernetes:core/v1:Namespace analytics-system",
      "spark-platform:addons:HistoryServer analytics-history-server",
      "spark-platform:addons:JobNamespace analytics-spark-jobs",
      "spark-platform:addons:Overprovisioning analytics-warm",
      "spark-platform:addons:PriorityClasses analytics-priorities",
      "spark-platform:addons:SparkDefaults analytics-spark-jobs-spark-defaults",
      "spark-platform:addons:SparkOperator analytics-spark-operator",
    ]);
    expect(recording.resources.filter(({ type }) => type.startsWith("kubernetes:"))).toHaveLength(20);
  });

  it("shows its plan as its inputs, the same that planPlatform makes", async () => {
    const { inputs } = named(await record(), "spark-platform:platform:SparkPlatform", "analytics");
    expect(inputs.plan).toEqual(JSON.parse(JSON.stringify(examplePlan())));
  });

  it("deploys everything with the cluster's provider", async () => {
    const recording = await record({ warm: { executors: 1 } });
    const { urn } = named(recording, "pulumi:providers:kubernetes", "shared-kubernetes");
    const objects = recording.resources.filter(({ type }) => /^kubernetes:/.test(type));
    const elsewhere = objects.filter(
      ({ provider, providers }) => provider?.startsWith(urn) !== true && providers.kubernetes?.startsWith(urn) !== true,
    );
    expect(elsewhere.map(({ name }) => name)).toEqual([]);
  });

  it("hardens the namespace of its own pods too", async () => {
    const { inputs } = named(await record(), "kubernetes:core/v1:Namespace", "analytics-system");
    expect(inputs.metadata).toMatchObject({
      name: "spark-system",
      labels: {
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.34",
      },
    });
  });

  it("gives every namespace its quota, its defaults and the operator's attention", async () => {
    const recording = await record({
      namespaces: [{ name: "etl", quota: { cpu: 400, memory: "2Ti", pods: 200 } }, { name: "adhoc" }],
    });
    expect(recording.errors).toEqual([]);
    expect(named(recording, "kubernetes:core/v1:ResourceQuota", "analytics-etl-quota").inputs.spec).toEqual({
      hard: { "requests.cpu": "400", "requests.memory": "2097152Mi", pods: "200" },
      scopeSelector: {
        matchExpressions: [{ scopeName: "PriorityClass", operator: "NotIn", values: ["analytics-placeholder"] }],
      },
    });
    const defaults = byType(recording, "kubernetes:core/v1:ConfigMap").filter(({ name }) => name.includes("defaults"));
    expect(defaults.map(({ inputs }) => inputs.metadata)).toEqual([
      { name: "analytics-spark-defaults", namespace: "etl" },
      { name: "analytics-spark-defaults", namespace: "adhoc" },
    ]);
    const chart = named(recording, "kubernetes:helm.sh/v4:Chart", "analytics-spark-operator-chart");
    expect(chart.inputs.values).toMatchObject({ spark: { jobNamespaces: ["etl", "adhoc"] } });
  });

  it("starts the operator only when the namespaces that it watches are there", async () => {
    const recording = await record({ namespaces: [{ name: "etl" }, { name: "adhoc" }] });
    const { dependencies } = named(recording, "kubernetes:helm.sh/v4:Chart", "analytics-spark-operator-chart");
    for (const name of ["analytics-etl-namespace", "analytics-adhoc-namespace", "analytics-system"]) {
      expect(dependencies).toContain(named(recording, "kubernetes:core/v1:Namespace", name).urn);
    }
  });

  it("writes spark-submit's defaults with the event log's folder, the account and the image", async () => {
    const recording = await record();
    const data = named(recording, "kubernetes:core/v1:ConfigMap", "analytics-spark-jobs-spark-defaults-files").inputs
      .data as Record<string, string>;
    expect(Object.keys(data).sort()).toEqual([
      "driver.yaml",
      "executor.yaml",
      "placeholders.yaml",
      "spark-defaults.conf",
    ]);
    const lines = data["spark-defaults.conf"]?.split("\n");
    for (const line of [
      "spark.eventLog.dir=s3a://company-logs/spark",
      "spark.kubernetes.namespace=spark-jobs",
      "spark.kubernetes.authenticate.driver.serviceAccountName=spark",
      "spark.kubernetes.container.image=apache/spark:4.1.1",
    ]) {
      expect(lines).toContain(line);
    }
    const { parse } = await import("yaml");
    expect(parse(data["driver.yaml"] ?? "")).toEqual(podTemplate(examplePlan(), "driver"));
    expect(parse(data["executor.yaml"] ?? "")).toEqual(podTemplate(examplePlan(), "executor"));
  });

  it("asks for the room of the executors that every application starts with, where the configuration says how many", async () => {
    const { outputs } = await record({ sparkConf: { "spark.dynamicAllocation.minExecutors": "3" } });
    expect(outputs.submitCommand).toContain('{{printf (index .data "placeholders.yaml") 3}}');
    expect((await record()).outputs.submitCommand).not.toContain("placeholders");
  });

  it("writes spark-submit's files for every executor size", async () => {
    const executorSizes = [{ name: "native", kind: "off-heap" as const, pools: ["spot"] }];
    const recording = await record({ executorSizes });
    const data = named(recording, "kubernetes:core/v1:ConfigMap", "analytics-spark-jobs-spark-defaults-files").inputs
      .data as Record<string, string>;
    const { shape } = examplePlan({ executorSizes }).executorSizes[0]!.sized;
    const lines = data["spark-defaults-native.conf"]?.split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        "spark.eventLog.dir=s3a://company-logs/spark",
        "spark.kubernetes.container.image=apache/spark:4.1.1",
        "spark.memory.offHeap.enabled=true",
        `spark.memory.offHeap.size=${shape.offHeapMiB}m`,
        `spark.executor.memory=${shape.heapMiB}m`,
      ]),
    );
    expect(data["spark-defaults.conf"]).not.toContain("offHeap");
    const { parse } = await import("yaml");
    const { spec } = parse(data["executor-native.yaml"] ?? "") as ReturnType<typeof podTemplate>;
    const terms = spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
    expect(terms).toEqual([{ matchExpressions: [{ key: "pool", operator: "In", values: ["spot"] }] }]);
    expect(data["placeholders-native.yaml"]).toContain(`memory: ${shape.memoryMiB}Mi`);
  });

  it("keeps room free for exactly the planned executors", async () => {
    const recording = await record({ warm: { executors: 3 } });
    const plan = examplePlan({ warm: { executors: 3 } });
    const { shape } = plan.executor;
    const deployment = named(recording, "kubernetes:apps/v1:Deployment", "analytics-warm-executor-spot");
    expect(plan.warm).toMatchObject([{ role: "executor", pool: "spot", replicas: 3 }]);
    expect(deployment.inputs).toMatchObject({
      metadata: { namespace: "spark-system" },
      spec: {
        replicas: 3,
        template: {
          spec: {
            priorityClassName: "analytics-overprovisioning",
            containers: [
              { resources: { requests: { cpu: `${shape.cpuRequestMillis}m`, memory: `${shape.memoryMiB}Mi` } } },
            ],
          },
        },
      },
    });
  });

  it("runs a history server with what the plan found room for, on the system pool, from the platform's image", async () => {
    const recording = await record({ spark: { image: "registry.example.com/spark:7" } });
    expect(
      named(recording, "kubernetes:apps/v1:Deployment", "analytics-history-server-deployment").inputs,
    ).toMatchObject({
      metadata: { name: "analytics-history-server", namespace: "spark-system" },
      spec: {
        template: {
          spec: {
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [{ matchExpressions: [{ key: "pool", operator: "In", values: ["system"] }] }],
                },
              },
            },
            containers: [
              {
                image: "registry.example.com/spark:7",
                resources: { requests: { cpu: "500m", memory: "3072Mi" }, limits: { memory: "3072Mi" } },
              },
            ],
          },
        },
      },
    });
  });

  it("leaves operator and history server out when told to, with their commands", async () => {
    const recording = await record({ operator: false, historyServer: false });
    const found = typesAndNames(recording).filter((one) => /operator|history|helm/i.test(one));
    expect(found).toEqual([]);
    expect(recording.outputs.historyServerCommand).toBeUndefined();
    expect(recording.outputs.applyCommand).toBeUndefined();
    expect(recording.outputs.submitCommand).toContain("spark-submit");
  });

  it("hands the operator's chart and values on", async () => {
    const recording = await record({
      operator: { chart: { path: "/charts/operator" }, values: { webhook: { enable: false } } },
    });
    expect(named(recording, "kubernetes:helm.sh/v4:Chart", "analytics-spark-operator-chart").inputs).toMatchObject({
      chart: "/charts/operator",
      values: { webhook: { enable: false } },
    });
  });

  it("says what to run next and keeps the kubeconfig secret", async () => {
    const { outputs, secretOutputs } = await record();
    expect(outputs).toMatchObject({
      accessCommand: "kubectl get nodes",
      historyServerCommand: "kubectl --namespace spark-system port-forward service/analytics-history-server 18080",
      applyCommand: "kubectl --namespace spark-jobs apply --filename application.yaml",
      eventLogUri: "s3a://company-logs/spark",
    });
    expect(outputs.submitCommand).toContain("--namespace spark-jobs get configmap analytics-spark-defaults");
    expect(secretOutputs).toEqual(["kubeconfig"]);
  });

  it("prints its plan in a preview and says nothing in an update", async () => {
    const preview = await record({}, { preview: true });
    expect(preview.logs.filter(({ severity }) => severity === "info")).toHaveLength(1);
    expect(preview.logs[0]?.message).toContain("analytics");
    expect(preview.logs[0]?.urn).toContain("SparkPlatform::analytics");
    expect((await record()).logs).toEqual([]);
  });

  it("previews when nothing is known of the cluster yet", async () => {
    const recording = await record({ warm: { executors: 1 } }, { outputs: "unknown" });
    expect(recording.errors).toEqual([]);
    expect(byType(recording, "kubernetes:apps/v1:Deployment")).toHaveLength(2);
  });
});

describe("SparkPlatform and the cloud's identities", () => {
  /** A cluster that writes down what it is asked for. */
  class RecordingCluster extends ExistingCluster {
    readonly requests: (StorageAccessRequest & { name: string })[] = [];

    override grantStorageAccess(
      ...[name, request]: Partial<Parameters<SparkCluster["grantStorageAccess"]>>
    ): ReturnType<SparkCluster["grantStorageAccess"]> {
      if (name !== undefined && request !== undefined) this.requests.push({ name, ...request });
      return {
        serviceAccountAnnotations: { "example.com/role": name ?? "" },
        podLabels: { "example.com/use-identity": pulumi.output("true") },
        dependsOn: [],
      };
    }
  }

  async function requests(args: Args): Promise<object[]> {
    let cluster: RecordingCluster | undefined;
    await recordProgram(() => {
      cluster = new RecordingCluster("shared", clusterArgs);
      new SparkPlatform("analytics", { cluster, eventLogs, ...args });
    });
    return (cluster?.requests ?? []).map(({ name, namespace, serviceAccount, grants }) => ({
      name,
      namespace,
      serviceAccount,
      access: grants.map(({ access }) => access).join(),
    }));
  }

  it("lets drivers write event logs and the history server only read them", async () => {
    expect(await requests({ namespaces: [{ name: "etl" }, { name: "adhoc" }] })).toEqual([
      { name: "analytics-etl-driver", namespace: "etl", serviceAccount: "spark", access: "write" },
      { name: "analytics-adhoc-driver", namespace: "adhoc", serviceAccount: "spark", access: "write" },
      {
        name: "analytics-history-server",
        namespace: "spark-system",
        serviceAccount: "analytics-history-server",
        access: "read",
      },
    ]);
  });

  it("lets the history server write only where it is to clean up, and asks for nothing where there is none", async () => {
    const cleaning = await requests({ historyServer: { cleaner: { maxAgeDays: 30 } } });
    expect(cleaning[1]).toMatchObject({ serviceAccount: "analytics-history-server", access: "write" });
    expect(await requests({ historyServer: false })).toHaveLength(1);
  });

  it("puts identities on accounts, on the history server's pod, and on the pods of every job", async () => {
    const recording = await recordProgram(() => {
      const cluster = new RecordingCluster("shared", clusterArgs);
      const platform = new SparkPlatform("analytics", { cluster, eventLogs });
      new SparkApplication("pi", { platform, mainApplicationFile: "local:///job.py" });
    });
    expect(
      named(recording, "kubernetes:core/v1:ServiceAccount", "analytics-spark-jobs-driver").inputs.metadata,
    ).toMatchObject({
      name: "spark",
      annotations: { "example.com/role": "analytics-spark-jobs-driver" },
    });
    expect(
      named(recording, "kubernetes:core/v1:ServiceAccount", "analytics-history-server-account").inputs.metadata,
    ).toMatchObject({
      name: "analytics-history-server",
      annotations: { "example.com/role": "analytics-history-server" },
    });
    const conf = named(recording, "kubernetes:core/v1:ConfigMap", "analytics-spark-jobs-spark-defaults-files").inputs
      .data as Record<string, string>;
    for (const role of ["driver", "executor"]) {
      expect(conf["spark-defaults.conf"]).toContain(`spark.kubernetes.${role}.label.example.com/use-identity=true\n`);
    }
    const [pi] = byType(recording, "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication");
    const labels = { "example.com/use-identity": "true" };
    expect(pi?.inputs.spec).toMatchObject({ driver: { labels }, executor: { labels } });
  });

  it("tells the history server how to open the file system", async () => {
    const recording = await record(
      {},
      {},
      {
        storageAccess: { scheme: "s3a", sparkConf: { "spark.hadoop.fs.s3a.endpoint": "http://10.0.0.1:7070" } },
      },
    );
    const { data } = named(recording, "kubernetes:core/v1:ConfigMap", "analytics-history-server-configuration")
      .inputs as {
      data: Record<string, string>;
    };
    expect(data["core-site.xml"]).toContain("<name>fs.s3a.endpoint</name><value>http://10.0.0.1:7070</value>");
    expect(data["spark-defaults.conf"]).toContain("spark.hadoop.fs.s3a.endpoint=http://10.0.0.1:7070\n");
  });
});

describe("SparkPlatform with an application", () => {
  it("starts it when all of the platform is there, the operator's definitions above all", async () => {
    const recording = await recordProgram(() => {
      const platform = new SparkPlatform("analytics", {
        cluster: new ExistingCluster("shared", clusterArgs),
        eventLogs,
      });
      new SparkApplication("pi", { platform, mainApplicationFile: "local:///job.py" });
    });
    const [pi] = byType(recording, "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication");
    const needed = recording.resources.filter(
      ({ type, name }) => /Chart$|:Role$|ServiceAccount$/.test(type) && name !== "pi",
    );
    expect(needed.length).toBeGreaterThan(5);
    expect(needed.filter(({ urn }) => !pi?.dependencies.includes(urn)).map(({ name }) => name)).toEqual([]);
    expect(pi?.provider).toContain("shared-kubernetes");
  });
});

describe("SparkPlatform refuses", () => {
  it.each<[string, Args, string[]]>([
    ["a place for event logs that is none", { eventLogs: { uri: "s3://logs" } }, ["eventLogs.uri"]],
    ["an old Spark", { spark: { version: "3.4.1" } }, ["spark.version"]],
    ["a namespace that is no name", { namespaces: [{ name: "Jobs" }] }, ["namespaces[0].name"]],
    ["sizes in sparkConf", { sparkConf: { "spark.executor.cores": "4" } }, ['sparkConf["spark.executor.cores"]']],
    ["an argument that there is not", { opertor: false } as Args, ["opertor"]],
    [
      "several at once",
      { eventLogs: { uri: "logs" }, spark: { version: "five" }, systemNamespace: "-" },
      ["spark.version", "systemNamespace", "eventLogs.uri"],
    ],
  ])("%s, and creates nothing", async (_, args, paths) => {
    const recording = await record(args);
    const [error] = recording.errors;
    expect(pulumi.ResourceError.isInstance(error) && error.hideStack).toBe(true);
    const lines = error?.message.split("\n") ?? [];
    expect(lines[0]).toMatch(/^SparkPlatform "analytics" has \d+ problems?; nothing of it was created\.$/);
    expect(lines.slice(1).map((line) => /^ {2}- (.*?): /.exec(line)?.[1])).toEqual(paths);
    // Only the cluster, which came first.
    expect(recording.resources.map(({ type }) => type)).toEqual([
      "spark-platform:clusters/existing:ExistingCluster",
      "pulumi:providers:kubernetes",
    ]);
  });
});
