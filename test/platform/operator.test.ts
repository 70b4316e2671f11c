import { ExistingCluster, SparkPlatform, type SparkPlatformArgs } from "../../lib";
import { byType, named, recordProgram, type Recording } from "../../lib/testing";
import { clusterArgs, eventLogs } from "../addons/example";

function record(args: Partial<SparkPlatformArgs>, kubernetesVersion = "1.34"): Promise<Recording> {
  return recordProgram(
    () => {
      const platform = new SparkPlatform("analytics", {
        cluster: new ExistingCluster("shared", { ...clusterArgs, kubernetesVersion }),
        eventLogs,
        ...args,
      });
      return { apply: platform.applyCommand, plan: platform.plan.sparkOperator };
    },
    { errors: "return" },
  );
}

const operatorsOf = (recording: Recording) =>
  recording.resources.flatMap(({ type }) => /^spark-platform:addons:(\w*SparkOperator)$/.exec(type)?.[1] ?? []);

describe("the platform's operator", () => {
  it.each([
    [undefined, ["SparkOperator"], "kubeflow"],
    [{}, ["SparkOperator"], "kubeflow"],
    [{ kind: "kubeflow" }, ["SparkOperator"], "kubeflow"],
    [{ kind: "apache" }, ["ApacheSparkOperator"], "apache"],
    [false, [], false],
  ] as const)("with operator: %j is %j", async (operator, operators, planned) => {
    const recording = await record({ operator });
    expect(recording.errors).toEqual([]);
    expect(operatorsOf(recording)).toEqual(operators);
    expect(recording.outputs.plan).toBe(planned);
    expect(byType(recording, "kubernetes:helm.sh/v4:Chart")).toHaveLength(operators.length);
  });

  it("gives the Apache operator the job namespaces, a place, and chart, values and mirrors of the user", async () => {
    const recording = await record({
      operator: { kind: "apache", values: { image: { digest: "sha256:abc" } } },
      namespaces: [{ name: "etl" }, { name: "adhoc" }],
      mirrors: {
        images: { "docker.io": "registry.example.com/hub" },
        charts: "oci://registry.example.com/charts",
      },
    });
    expect(named(recording, "kubernetes:helm.sh/v4:Chart", "analytics-spark-operator-chart").inputs).toMatchObject({
      chart: "oci://registry.example.com/charts/spark-kubernetes-operator",
      namespace: "spark-system",
      values: {
        nameOverride: "analytics-spark-operator",
        image: { repository: "registry.example.com/hub/apache/spark-kubernetes-operator", digest: "sha256:abc" },
        operatorDeployment: { operatorPod: { priorityClassName: "analytics-system" } },
        workloadResources: { namespaces: { data: ["etl", "adhoc"] } },
      },
    });
    expect(recording.outputs.apply).toBe("kubectl --namespace etl apply --filename application.yaml");
  });

  it.each([
    [{ operator: { kind: "spark" } }, 'operator.kind: "spark" is not what this argument takes'],
    [{ operator: { kind: false } }, "operator.kind: false is not what this argument takes"],
    [{ operator: { king: "apache" } }, 'operator.king: "apache" is given to an argument that is not there'],
    [{ operator: true }, "operator: true is not what this argument takes"],
    [{ operator: { kind: "apache" }, spark: { version: "3.5.9" } }, 'spark.version: "3.5.9" is older than'],
  ])("%j is refused before anything is created", async (args, message) => {
    const recording = await record(args as never);
    expect(recording.errors.join()).toContain(message);
    expect(operatorsOf(recording)).toEqual([]);
  });

  it("is not the Apache one on an old cluster", async () => {
    const recording = await record({ operator: { kind: "apache" } }, "1.33");
    expect(recording.errors.join()).toContain('operator.kind: "apache" is an operator that supports Kubernetes 1.34');
  });
});
