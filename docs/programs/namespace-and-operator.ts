/** A namespace for jobs and the Spark operator that watches it, in a stack that has no SparkPlatform. */

import * as kubernetes from "@pulumi/kubernetes";
import { JobNamespace, PriorityClasses, SparkOperator } from "spark-platform";

const provider = new kubernetes.Provider("prod", { context: "prod", enableServerSideApply: true });

const system = new kubernetes.core.v1.Namespace("spark-system", { metadata: { name: "spark-system" } }, { provider });

const jobs = new JobNamespace(
  "jobs",
  {
    namespace: "spark-jobs",
    quota: { cpu: 200, memoryMiB: 800 * 1024, pods: 300 },
    submitters: [{ kind: "Group", name: "data-engineers" }],
  },
  { provider },
);

new PriorityClasses("analytics", {}, { provider });

new SparkOperator(
  "spark-operator",
  { namespace: "spark-system", jobNamespaces: ["spark-jobs"] },
  { provider, dependsOn: [system, jobs] },
);

export const { driverServiceAccount, submitterRole } = jobs;
