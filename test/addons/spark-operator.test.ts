import { SparkOperator, type SparkOperatorArgs } from "../../lib";
import { chartSource, charts } from "../../lib/addons/versions";
import { systemSchedulingOf } from "../../lib/plan/placement/scheduling";
import { byType, named, recordProgram, type RecordedResource } from "../../lib/testing";
import { examplePlan } from "./example";

const RBAC = "kubernetes:rbac.authorization.k8s.io/v1";

async function chart(args: Partial<SparkOperatorArgs> = {}): Promise<RecordedResource> {
  const recording = await recordProgram(() => {
    new SparkOperator("operator", { namespace: "spark-system", jobNamespaces: ["etl", "adhoc"], ...args });
  });
  return named(recording, "kubernetes:helm.sh/v4:Chart", "operator-chart");
}

describe("SparkOperator", () => {
  it("is the pinned chart with the plan's requests, two webhooks and no accounts of the chart's own", async () => {
    const { inputs } = await chart();
    // Names of values: charts/spark-operator-chart/values.yaml of v2.5.2.
    expect(inputs).toEqual({
      chart: "spark-operator",
      version: "2.5.2",
      repositoryOpts: { repo: "https://kubeflow.github.io/spark-operator" },
      name: "operator",
      namespace: "spark-system",
      values: {
        fullnameOverride: "operator",
        controller: {
          replicas: 1,
          resources: { requests: { cpu: "500m", memory: "2048Mi" }, limits: { memory: "2048Mi" } },
          // Variables of bin/spark-submit's JVM (launcher/SparkSubmitCommandBuilder.java) and of bin/spark-class' own.
          env: [
            { name: "SPARK_SUBMIT_OPTS", value: "-XX:TieredStopAtLevel=1" },
            { name: "SPARK_LAUNCHER_OPTS", value: "-XX:TieredStopAtLevel=1" },
          ],
        },
        webhook: {
          enable: true,
          replicas: 2,
          port: 10250,
          resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "256Mi" } },
          podDisruptionBudget: { enable: true, minAvailable: 1 },
        },
        spark: {
          jobNamespaces: ["etl", "adhoc"],
          serviceAccount: { create: false, name: "spark" },
          rbac: { create: false },
        },
        prometheus: { podMonitor: { create: false } },
      },
    });
  });

  it("may create NetworkPolicies in every job namespace and nowhere else", async () => {
    const recording = await recordProgram(() => {
      new SparkOperator("operator", { namespace: "spark-system", jobNamespaces: ["etl", "adhoc"] });
    });
    expect(byType(recording, `${RBAC}:Role`).map(({ inputs }) => [inputs.metadata, inputs.rules])).toEqual(
      ["etl", "adhoc"].map((namespace) => [
        { name: "operator-networkpolicies", namespace },
        [
          {
            apiGroups: ["networking.k8s.io"],
            resources: ["networkpolicies"],
            verbs: ["create", "get", "patch", "delete"],
          },
        ],
      ]),
    );
    expect(
      byType(recording, `${RBAC}:RoleBinding`).map(({ inputs }) => [inputs.metadata, inputs.roleRef, inputs.subjects]),
    ).toEqual(
      ["etl", "adhoc"].map((namespace) => [
        { name: "operator-networkpolicies", namespace },
        { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "operator-networkpolicies" },
        [{ kind: "ServiceAccount", name: "operator-controller", namespace: "spark-system" }],
      ]),
    );
  });

  it("runs where the plan put it", async () => {
    const plan = examplePlan();
    const { inputs } = await chart({
      controllerScheduling: systemSchedulingOf(plan, "spark operator controller"),
      webhookScheduling: systemSchedulingOf(plan, "spark operator webhook"),
    });
    const onSystem = {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: "pool", operator: "In", values: ["system"] }] }],
        },
      },
    };
    expect(inputs.values).toMatchObject({ controller: { affinity: onSystem }, webhook: { affinity: onSystem } });
  });

  it("merges the user's values last and deeply, and replaces lists", async () => {
    const { inputs } = await chart({
      values: {
        image: { registry: "registry.example.com" },
        webhook: { enable: false },
        controller: { workers: 20, resources: { requests: { cpu: "1" } } },
        spark: { jobNamespaces: ["other"] },
      },
    });
    expect(inputs.values).toMatchObject({
      image: { registry: "registry.example.com" },
      webhook: { enable: false, port: 10250 },
      controller: {
        workers: 20,
        replicas: 1,
        resources: { requests: { cpu: "1", memory: "2048Mi" }, limits: { memory: "2048Mi" } },
      },
      spark: { jobNamespaces: ["other"], rbac: { create: false } },
    });
  });

  it("asks for no disruption budget with a single webhook, which the chart refuses", async () => {
    const { inputs } = await chart({ values: { webhook: { replicas: 1 } } });
    expect(inputs.values).toMatchObject({ webhook: { replicas: 1, podDisruptionBudget: { enable: false } } });
  });
});

describe("chartSource", () => {
  const pinned = charts.sparkOperator;

  it.each([
    [{}, { chart: "spark-operator", version: "2.5.2", repositoryOpts: { repo: pinned.repository } }],
    [{ version: "2.6.0" }, { chart: "spark-operator", version: "2.6.0", repositoryOpts: { repo: pinned.repository } }],
    [
      { repository: "https://charts.example.com" },
      { chart: "spark-operator", version: "2.5.2", repositoryOpts: { repo: "https://charts.example.com" } },
    ],
    [
      { repository: "oci://registry.example.com/charts/" },
      { chart: "oci://registry.example.com/charts/spark-operator", version: "2.5.2" },
    ],
    [{ path: "/charts/spark-operator", version: "9" }, { chart: "/charts/spark-operator" }],
    [{ path: undefined }, { chart: "spark-operator", version: "2.5.2", repositoryOpts: { repo: pinned.repository } }],
  ])("of %j is %j", (override, source) => {
    expect(chartSource(pinned, override)).toEqual(source);
  });
});
