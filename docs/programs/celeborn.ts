/** Shuffle files on workers of Celeborn with local NVMe disks, executors on spot that may go at any time. */

import * as kubernetes from "@pulumi/kubernetes";
import { Celeborn, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  sparkPools: [
    { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10 },
    { name: "spot", capacity: "spot", machineTypes: ["m7i.4xlarge", "m6i.4xlarge"], maxNodes: 40 },
    { name: "shuffle", machineTypes: ["i4i.2xlarge"], runs: ["executor"], maxNodes: 3 },
  ],
});

const namespace = new kubernetes.core.v1.Namespace(
  "celeborn",
  { metadata: { name: "celeborn" } },
  { provider: cluster.provider, dependsOn: cluster.ready },
);

const celeborn = new Celeborn(
  "celeborn",
  {
    namespace: "celeborn",
    workers: { replicas: 3, pool: { cluster: cluster.plan, name: "shuffle" }, diskGiB: 1000 },
    clientNamespaces: ["spark-jobs"],
  },
  { provider: cluster.provider, dependsOn: namespace },
);

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { version: "4.1.1", image: "registry.example.com/spark:4.1.1-s3a-celeborn", hadoopCloud: true },
  executors: { pools: ["spot"] },
  shuffle: { service: { endpoints: celeborn.endpoints } },
});

export const { submitCommand } = platform;
