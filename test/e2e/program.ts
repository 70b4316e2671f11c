/** The platform that the end-to-end tests deploy: pools on fake nodes, warm capacity, one application, all adjustable. */

import type * as pulumi from "@pulumi/pulumi";
import {
  ExistingCluster,
  type ExistingPoolArgs,
  SparkApplication,
  SparkPlatform,
  type SparkPlatformArgs,
} from "spark-platform";

export interface ProgramArgs {
  kubeconfig: string;
  context: string;
  /** Directory of the operator's chart. */
  chart: string;
  warmExecutors?: number;
  /** More labels on the spot pool's nodes, by which its pods find it. */
  spotLabels?: Record<string, string>;
  historyServer?: boolean;
  /** @default the Kubeflow operator */
  operator?: SparkPlatformArgs["operator"];
  scheduler?: SparkPlatformArgs["scheduler"];
  /** Executors of the application whose room is asked for at once. @default all four */
  reserve?: number;
}

/** Allocatable of an m6i.4xlarge under EKS's formulas, with the untouched 7.5 % of VM overhead: 15890m and 57691 MiB. */
const large = { cpu: "15890m", memory: "57691Mi", pods: 234, ephemeralStorage: "90Gi" };
/** Of an m5.xlarge. */
const small = { cpu: "3920m", memory: "14162Mi", pods: 58, ephemeralStorage: "90Gi" };

export function platformProgram(args: ProgramArgs, opts: pulumi.ComponentResourceOptions = {}): SparkPlatform {
  const {
    kubeconfig,
    context,
    chart,
    warmExecutors = 2,
    spotLabels = {},
    historyServer = true,
    scheduler,
    operator,
    reserve,
  } = args;
  const taints: ExistingPoolArgs["taints"] = [{ key: "dedicated", value: "spark", effect: "NoSchedule" }];
  const cluster = new ExistingCluster("shared", {
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
        name: "drivers",
        runs: ["driver"],
        labels: { "example.com/pool": "drivers" },
        taints,
        maxNodes: 5,
        allocatable: small,
      },
      {
        name: "spot",
        capacity: "spot",
        labels: { "example.com/pool": "spot", ...spotLabels },
        taints,
        maxNodes: 20,
        allocatable: large,
      },
      {
        name: "fallback",
        runs: ["executor"],
        labels: { "example.com/pool": "fallback" },
        taints,
        maxNodes: 10,
        allocatable: large,
      },
    ],
  });
  const platform = new SparkPlatform(
    "e2e",
    {
      cluster,
      eventLogs: { uri: "s3a://company-logs/spark" },
      warm: { executors: warmExecutors, drivers: 1 },
      // Pods on fake nodes run nothing, so a webhook of theirs would answer nobody.
      operator: operator ?? { chart: { path: chart }, values: { webhook: { enable: false } } },
      historyServer: historyServer ? {} : false,
      scheduler,
    },
    opts,
  );
  new SparkApplication("pi", {
    platform,
    mainClass: "org.apache.spark.examples.SparkPi",
    mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
    executors: { instances: 4, reserve },
  });
  return platform;
}
