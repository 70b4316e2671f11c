import { planExistingCluster } from "../../lib/clusters/existing";
import { InvalidArguments, type PlatformPlanArgs } from "../../lib/plan";
import { clusterArgs, examplePlan } from "../addons/example";

function issuesOf(args: Partial<PlatformPlanArgs>) {
  try {
    examplePlan(args);
    return [];
  } catch (error) {
    if (error instanceof InvalidArguments) return error.issues;
    throw error;
  }
}

const on = (kubernetesVersion: string) => ({
  cluster: planExistingCluster("shared", { ...clusterArgs, kubernetesVersion }),
});

describe("the Apache operator", () => {
  // https://github.com/apache/spark-kubernetes-operator/blob/1.0.0/docs/operations.md
  test.each([
    ["1.33", "3.5.9", ["spark.version", "operator.kind"]],
    ["1.33", "4.1.1", ["operator.kind"]],
    ["1.34", "3.5.9", ["spark.version"]],
    ["1.34", "4.0.1", []],
    ["1.36", "4.3.0", []],
  ])("on Kubernetes %s with Spark %s has issues at %j", (kubernetesVersion, version, paths) => {
    const args = { ...on(kubernetesVersion), spark: { version } };
    expect(issuesOf({ ...args, sparkOperator: "apache" }).map(({ path }) => path)).toEqual(paths);
    expect(issuesOf({ ...args, sparkOperator: "kubeflow" })).toEqual([]);
    expect(issuesOf({ ...args, sparkOperator: false })).toEqual([]);
  });

  it("says what is wrong with an old cluster, and what to change", () => {
    expect(issuesOf({ ...on("1.33"), sparkOperator: "apache" })).toEqual([
      {
        path: "operator.kind",
        value: "apache",
        problem: "is an operator that supports Kubernetes 1.34 and later, and the cluster has 1.33",
        allowed: '"kubeflow" on this cluster',
        change: "Upgrade the cluster, or use the Kubeflow operator.",
      },
    ]);
  });

  test.each([
    [false, []],
    ["kubeflow", ["spark operator controller", "spark operator webhook"]],
    ["apache", ["apache spark operator"]],
  ] as const)("operator %s has the pods %j, each with a place", (sparkOperator, pods) => {
    const { placements } = examplePlan({ sparkOperator });
    const ofOperator = placements.filter(({ pod }) => pod.name.includes("operator"));
    expect(ofOperator.map(({ pod }) => pod.name)).toEqual(pods);
    expect(ofOperator.every(({ pools }) => pools.length > 0)).toBe(true);
  });
});
