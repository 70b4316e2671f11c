/** The platform whose configuration is measured: what it gives an application of a number of executors, and its operator. */

import { ExistingCluster, SparkApplication, SparkPlatform, SparkSubmitJob } from "spark-platform";

import { type Manifest } from "../../lib/rendering";
import { nodesOfPlan } from "../../local/nodes-of-plan";
import { declare, type Declaration } from "../../local/deploy/deploy";
import { type KwokNode, kwokNode } from "../../local/control-plane/nodes";
import { type ClusterAccess } from "../../local/control-plane/kubectl";

export const NAMESPACE = "spark-jobs";

/** As many as the nodes of the pool have room for, and more. */
const NODES = 20;

/** Nodes for pods that tolerate nothing. */
const PLAIN_NODES = 8;

const allocatable = { cpu: "63770m", memory: "240Gi", pods: 234, ephemeralStorage: "180Gi" };
const small = { cpu: "3920m", memory: "14162Mi", pods: 58, ephemeralStorage: "90Gi" };

export interface PlatformArgs {
  access: ClusterAccess;
  /** Directory of the operator's chart. */
  chart: string;
  sparkVersion: string;
  executors: number;
}

/** Applications of the same platform, by the name of what is measured with them. */
export const applications = { fixed: "fixed", dynamic: "dynamic", queued: "queued" } as const;

export function declarePlatform({ access, chart, sparkVersion, executors }: PlatformArgs): Promise<Declaration> {
  const { kubeconfig, context } = access;
  return declare(() => {
    const cluster = new ExistingCluster("bench", {
      kubeconfig,
      context,
      kubernetesVersion: "1.36",
      nodes: [
        {
          name: "system",
          role: "system",
          labels: { "example.com/pool": "system" },
          minNodes: 2,
          maxNodes: 3,
          allocatable: small,
        },
        {
          name: "spark",
          labels: { "example.com/pool": "spark" },
          taints: [{ key: "dedicated", value: "spark", effect: "NoSchedule" }],
          maxNodes: NODES,
          allocatable,
        },
      ],
    });
    const platform = new SparkPlatform("bench", {
      cluster,
      spark: { version: sparkVersion },
      eventLogs: { uri: "s3a://company-logs/spark" },
      // Pods on fake nodes run nothing, so a webhook of theirs would answer nobody.
      operator: { chart: { path: chart }, values: { webhook: { enable: false } } },
      historyServer: false,
    });
    const application = {
      platform,
      mainClass: "org.apache.spark.examples.SparkPi",
      mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
    };
    new SparkSubmitJob(applications.fixed, { ...application, executors: { instances: executors } });
    new SparkSubmitJob(applications.dynamic, application);
    new SparkApplication(applications.queued, { ...application, executors: { instances: 2 } });
  }, {});
}

export function benchNodes({ plan }: Declaration): KwokNode[] {
  const plain = Array.from({ length: PLAIN_NODES }, (_, index) =>
    kwokNode({
      name: `plain-${index + 1}`,
      pool: "plain",
      labels: {},
      taints: [],
      ...{ cpuMillis: 63_770, memoryMiB: 245_760, ephemeralStorageMiB: 184_320, pods: 234 },
    }),
  );
  return [...nodesOfPlan(plan, ({ maxNodes }) => maxNodes), ...plain];
}

/** What the driver of a SparkSubmitJob reads: its properties and its executors' template. */
export function filesOf(manifests: readonly Manifest[], application: string): Record<string, string> {
  const found = manifests.find(
    ({ kind, metadata }) => kind === "ConfigMap" && metadata.name.startsWith(`${application}-files-`),
  );
  if (found === undefined) throw new Error(`${application} has no files`);
  return found.data as Record<string, string>;
}
