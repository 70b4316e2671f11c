/** The operators that run applications, and what the Apache one asks of cluster and Spark; Kubeflow's runs on all that is supported. */

import type { IssueList } from "./issue";
import { isAtLeast, type SparkVersion } from "./spark/versions";

/** Who makes the operator: Kubeflow's takes `sparkoperator.k8s.io` objects, Apache's `spark.apache.org` ones. */
export type SparkOperatorKind = "kubeflow" | "apache";

/** https://github.com/apache/spark-kubernetes-operator/blob/1.0.0/docs/operations.md */
const OLDEST_KUBERNETES_MINOR = 34;
const OLDEST_SPARK = "4.0";

/** @param version undefined where it is none that is known, which is said elsewhere */
export function checkApacheOperator(
  version: SparkVersion | undefined,
  kubernetesVersion: string,
  issues: IssueList,
): void {
  if (version !== undefined) checkApacheSpark(version, "spark.version", issues);
  const [, minor] = /^1\.(\d+)/.exec(kubernetesVersion) ?? [];
  if (minor === undefined || Number(minor) >= OLDEST_KUBERNETES_MINOR) return;
  issues.add({
    path: "operator.kind",
    value: "apache",
    problem: `is an operator that supports Kubernetes 1.${OLDEST_KUBERNETES_MINOR} and later, and the cluster has ${kubernetesVersion}`,
    allowed: '"kubeflow" on this cluster',
    change: "Upgrade the cluster, or use the Kubeflow operator.",
  });
}

/** The same for one application, whose Spark may be another than the platform's. */
export function checkApacheSpark(version: SparkVersion, path: string, issues: IssueList): void {
  if (isAtLeast(version, OLDEST_SPARK)) return;
  issues.add({
    path,
    value: version.text,
    problem: `is older than what the Apache operator runs, Spark ${OLDEST_SPARK}`,
    allowed: `Spark ${OLDEST_SPARK} or later with operator.kind "apache", any version with "kubeflow"`,
    change: "Use a later Spark, or the Kubeflow operator.",
  });
}
