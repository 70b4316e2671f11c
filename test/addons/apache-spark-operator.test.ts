import { ApacheSparkOperator, type ApacheSparkOperatorArgs } from "../../lib";
import { systemSchedulingOf } from "../../lib/plan/placement/scheduling";
import { byType, named, recordProgram, type RecordedResource } from "../../lib/testing";
import { examplePlan } from "./example";

async function chart(args: Partial<ApacheSparkOperatorArgs> = {}): Promise<RecordedResource> {
  const recording = await recordProgram(() => {
    new ApacheSparkOperator("operator", { namespace: "spark-system", jobNamespaces: ["etl", "adhoc"], ...args });
  });
  return named(recording, "kubernetes:helm.sh/v4:Chart", "operator-chart");
}

interface PodValues {
  operatorDeployment: { operatorPod: { annotations: Record<string, string> } };
}

async function checksumOf(args: Partial<ApacheSparkOperatorArgs>): Promise<string | undefined> {
  const values = (await chart(args)).inputs.values as PodValues;
  return values.operatorDeployment.operatorPod.annotations["spark-platform/configuration-checksum"];
}

describe("ApacheSparkOperator", () => {
  it("is the pinned chart with the plan's requests, rights in the job namespaces alone and no accounts of drivers", async () => {
    const { inputs } = await chart();
    // Names of values: build-tools/helm/spark-kubernetes-operator/values.yaml of 1.0.0.
    expect(inputs).toEqual({
      chart: "spark-kubernetes-operator",
      version: "1.8.0",
      repositoryOpts: { repo: "https://apache.github.io/spark-kubernetes-operator" },
      name: "operator",
      namespace: "spark-system",
      values: {
        nameOverride: "operator",
        image: { repository: "apache/spark-kubernetes-operator" },
        operatorDeployment: {
          replicas: 1,
          operatorPod: {
            annotations: { "spark-platform/configuration-checksum": expect.stringMatching(/^[0-9a-f]{64}$/) as string },
            operatorContainer: {
              jvmArgs: "-Dfile.encoding=UTF-8",
              env: [
                { name: "SPARK_USER", value: "spark" },
                { name: "JAVA_TOOL_OPTIONS", value: "-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError" },
              ],
              resources: { requests: { cpu: "500m", memory: "1536Mi" }, limits: { cpu: "4", memory: "1536Mi" } },
            },
          },
        },
        operatorRbac: {
          serviceAccount: { create: true, name: "operator" },
          clusterRole: { create: false },
          clusterRoleBinding: { create: false },
          role: { create: true, name: "operator" },
          roleBinding: { create: true, name: "operator", roleRef: { kind: "Role", name: "operator" } },
        },
        workloadResources: {
          namespaces: { create: false, data: ["etl", "adhoc"] },
          serviceAccount: { create: false, name: "spark" },
          clusterRole: { create: false },
          roleBinding: { create: false },
        },
      },
    });
  });

  it("has no child but the chart", async () => {
    const recording = await recordProgram(() => {
      new ApacheSparkOperator("operator", { namespace: "spark-system", jobNamespaces: ["etl"] });
    });
    expect(recording.resources.map(({ type, name }) => `${type} ${name}`)).toEqual([
      "spark-platform:addons:ApacheSparkOperator operator",
      "kubernetes:helm.sh/v4:Chart operator-chart",
    ]);
    expect(byType(recording, "kubernetes:helm.sh/v4:Chart")[0]?.parent).toMatch(/ApacheSparkOperator/);
  });

  it("runs where the plan put it", async () => {
    const plan = examplePlan({ sparkOperator: "apache" });
    const { inputs } = await chart({ scheduling: systemSchedulingOf(plan, "apache spark operator") });
    expect(inputs.values).toMatchObject({
      operatorDeployment: {
        operatorPod: {
          priorityClassName: "analytics-system",
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [{ matchExpressions: [{ key: "pool", operator: "In", values: ["system"] }] }],
              },
            },
          },
        },
      },
    });
  });

  it("pulls its image from the mirror of Docker Hub", async () => {
    const { inputs } = await chart({ imageMirrors: { "docker.io": "registry.example.com/hub" } });
    expect(inputs.values).toMatchObject({
      image: { repository: "registry.example.com/hub/apache/spark-kubernetes-operator" },
    });
  });

  it("merges the user's values last and deeply", async () => {
    const { inputs } = await chart({
      values: {
        image: { digest: "sha256:abc" },
        operatorDeployment: { operatorPod: { operatorContainer: { resources: { limits: { cpu: "8" } } } } },
      },
    });
    expect(inputs.values).toMatchObject({
      image: { repository: "apache/spark-kubernetes-operator", digest: "sha256:abc" },
      operatorDeployment: {
        operatorPod: { operatorContainer: { resources: { limits: { cpu: "8", memory: "1536Mi" } } } },
      },
    });
  });

  it("gets a new pod for another namespace or configuration, and for nothing else", async () => {
    const before = await checksumOf({});
    expect(await checksumOf({ jobNamespaces: ["etl"] })).not.toBe(before);
    const properties = { "spark-operator.properties": "spark.kubernetes.operator.reconciler.parallelism=100" };
    expect(await checksumOf({ values: { operatorConfiguration: properties } })).not.toBe(before);
    expect(await checksumOf({ values: { image: { digest: "sha256:abc" } } })).toBe(before);
  });
});
