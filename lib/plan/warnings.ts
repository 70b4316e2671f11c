/** What works but deserves a look. */

import type { ClusterPlan, StorageScheme } from "./cluster";
import type { Issue } from "./issue";
import type { PausePodsPlan, PlatformPlan } from "./platform";
import { unknownKeyWarnings } from "./spark/user-configuration";
import { isAtLeast, type SparkVersion } from "./spark/versions";

export interface WarningsInput {
  cluster: ClusterPlan;
  version: SparkVersion;
  image: string;
  eventLogs: PlatformPlan["eventLogs"];
  warm: readonly PausePodsPlan[];
  sparkConf: Record<string, string>;
  maxExecutors: number;
  historyServer: boolean;
}

export function warningsFor(input: WarningsInput): Issue[] {
  return [
    unmanagedStorage(input),
    missingConnector(input),
    unsafeHistoryServer(input),
    ...input.warm.map((pods) => nodesKeptUp(pods, input.cluster)),
    moreThanThePoolsHold(input),
    ...unknownKeyWarnings(input.sparkConf),
  ].flatMap((warning) => warning ?? []);
}

function unmanagedStorage({ cluster, eventLogs }: WarningsInput): Issue | undefined {
  if (cluster.storage.schemes !== "unmanaged") return undefined;
  return {
    path: "cluster.storage",
    value: "unmanaged",
    problem: `leaves access to ${eventLogs.uri ?? eventLogs.scheme} to you`,
    allowed: "identities that the cluster can give to pods",
    change:
      "Give the service accounts of drivers and executors the right to write event logs and your data, and that of the " +
      "history server the right to read event logs.",
  };
}

/** Connectors that object stores need, by scheme; HDFS and local files are in every image. */
const connectors: Partial<Record<StorageScheme, string>> = {
  s3a: "hadoop-aws with the AWS SDK",
  gs: "hadoop-gcp (Hadoop 3.5) or Google's gcs-connector",
  abfss: "hadoop-azure",
};

function missingConnector({ image, version, eventLogs }: WarningsInput): Issue | undefined {
  const connector = connectors[eventLogs.scheme];
  if (connector === undefined || !/^(docker\.io\/)?((apache|library)\/)?spark:/.test(image)) return undefined;
  return {
    path: "spark.image",
    value: image,
    problem: `is the stock image, which has no connector for ${eventLogs.scheme}://: drivers end when they open their event log there`,
    allowed: `an image that carries ${connector}`,
    change:
      "Build an image from it with the connector of the same Hadoop version as its own jars/hadoop-client-api-*.jar" +
      (eventLogs.scheme === "s3a"
        ? ` and, for safe and fast writes, spark-hadoop-cloud: ${committerAdvice(version)}`
        : "."),
  };
}

function committerAdvice(version: SparkVersion): string {
  return isAtLeast(version, "4.1")
    ? "Spark turns the magic committer on by itself when it finds that module."
    : "the magic committer is then turned on by spark.hadoop.fs.s3a.bucket.<bucket>.committer.magic.enabled=true.";
}

/** 3.5.8 is confirmed to hold the fix; that 4.0.0 lacks it and 4.0.1 has it is second-hand, and a warning costs little. */
function unsafeHistoryServer({ version, historyServer }: WarningsInput): Issue | undefined {
  const { major, minor, patch, text } = version;
  const unsafe = (major === 3 && minor === 5 && patch < 8) || (major === 4 && minor === 0 && patch < 1);
  if (!historyServer || !unsafe) return undefined;
  return {
    path: "spark.version",
    value: text,
    problem: "may have CVE-2025-54920: who can write event logs can run code in the history server",
    allowed: "3.5.8, 4.0.1 and later",
    change: "Use a later patch, or let none but the platform's drivers write event logs.",
  };
}

function nodesKeptUp({ role, replicas, pool, nodes }: PausePodsPlan, { sparkPools }: ClusterPlan): Issue | undefined {
  const minNodes = sparkPools.find(({ name }) => name === pool)?.minNodes ?? 0;
  if (nodes <= minNodes) return undefined;
  return {
    path: `warm.${role}s`,
    value: replicas,
    problem: `keeps ${nodes} ${nodes === 1 ? "node" : "nodes"} of pool "${pool}" up, which would go down to ${minNodes}`,
    allowed: "any number, at the price of those nodes",
    change: "See the cost estimate for what they cost, or lower it.",
  };
}

function moreThanThePoolsHold({ sparkConf, maxExecutors }: WarningsInput): Issue | undefined {
  const key = "spark.dynamicAllocation.maxExecutors";
  if (!(Number(sparkConf[key]) > maxExecutors)) return undefined;
  return {
    path: `sparkConf[${JSON.stringify(key)}]`,
    value: sparkConf[key],
    problem: `is more than the ${maxExecutors} executors that the pools hold beside a driver, and the rest would stay Pending`,
    allowed: `at most ${maxExecutors}`,
    change: "Raise maxNodes of a pool, or leave it out.",
  };
}
