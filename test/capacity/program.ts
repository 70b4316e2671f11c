/** The platform that the experiments deploy: an EKS cluster with pools for drivers, spot and on-demand executors, two teams, one application. */

import { EksCluster, type EksClusterArgs } from "spark-platform/aws";
import { SparkApplication, type SparkApplicationArgs, SparkPlatform, type SparkPlatformArgs } from "spark-platform";

export interface ProgramArgs {
  /** Directory of the operator's chart. */
  chart: string;
  autoscaler: NonNullable<EksClusterArgs["autoscaler"]>;
  /** More of the cluster, for example its pools. @default the pools of {@link defaultPools} */
  cluster?: Partial<EksClusterArgs>;
  /** More of the platform, for example its warm capacity. @default nothing */
  platform?: Partial<SparkPlatformArgs>;
  /** @default six executors */
  executors?: SparkApplicationArgs["executors"];
}

export const teams = ["team-a", "team-b"] as const;
export const applicationName = "job";

/** Minutes that a node may be empty: the least that the library lets one say. */
const idleMinutes = 1;

export const defaultPools: NonNullable<EksClusterArgs["sparkPools"]> = [
  { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10 },
  { name: "spot", capacity: "spot", machineTypes: ["m7i.4xlarge", "m6i.4xlarge"], maxNodes: 50 },
  { name: "on-demand", machineTypes: ["m7i.4xlarge"], runs: ["executor"], maxNodes: 20 },
];

export function platformProgram(args: ProgramArgs): SparkPlatform {
  const { chart, autoscaler, platform: more = {}, executors = { instances: 6 } } = args;
  const cluster = new EksCluster("analytics", {
    region: "us-east-1",
    autoscaler,
    kubernetesVersion: "1.36",
    network: { vpcId: "vpc-0a1b2c3d", privateSubnetIds: ["subnet-0a1b2c3d", "subnet-4e5f6a7b"] },
    sparkPools: defaultPools,
    idleMinutes,
    ...args.cluster,
  });
  const platform = new SparkPlatform("analytics", {
    cluster,
    namespaces: teams.map((name) => ({ name })),
    eventLogs: { uri: "s3a://company-logs/spark" },
    historyServer: false,
    // Pods on simulated nodes run nothing, so a webhook of theirs would answer nobody.
    operator: { chart: { path: chart }, values: { webhook: { enable: false } } },
    ...more,
  });
  for (const namespace of teams) {
    new SparkApplication(`${applicationName}-${namespace}`, {
      platform,
      namespace,
      mainClass: "org.apache.spark.examples.SparkPi",
      mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
      executors,
    });
  }
  return platform;
}
