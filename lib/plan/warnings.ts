/** What works but deserves a look. */

import type { ClusterPlan, StorageScheme } from "./cluster";
import { distinctBases } from "./cost/amount";
import type { Issue } from "./issue";
import { schedulerWarnings } from "./placement/scheduler";
import type { PlatformPlan } from "./platform";
import { committerWarnings } from "./spark/compile/committers";
import { isStockImage } from "./spark/compile/image";
import { shuffleWarnings, type ShuffleWarningsInput } from "./spark/compile/shuffle";
import type { SparkVersion } from "./spark/versions";
import type { WarmPlan } from "./warm/args";
import { warmWarnings } from "./warm/warm-warnings";

export interface WarningsInput extends ShuffleWarningsInput {
  cluster: ClusterPlan;
  version: SparkVersion;
  image: string;
  eventLogs: PlatformPlan["eventLogs"];
  warm: readonly WarmPlan[];
  scheduler: PlatformPlan["scheduler"];
  /** As given. */
  hadoopCloud: boolean | undefined;
  maxExecutors: number;
  historyServer: boolean;
  namespaces: PlatformPlan["namespaces"];
  budgetHourly: number | undefined;
}

export function warningsFor(input: WarningsInput): Issue[] {
  return [
    unmanagedStorage(input),
    missingConnector(input),
    ...committerWarnings(input.hadoopCloud, input),
    ...shuffleWarnings(input),
    unsafeHistoryServer(input),
    ...warmWarnings(input.warm, input.cluster),
    moreThanThePoolsHold(input),
    ...input.namespaces.map((namespace, index) => moreThanTheQuotaHolds(namespace, index, input)),
    ...schedulerWarnings(input.scheduler, input.cluster),
    foreignPrices(input),
    ...(input.cluster.warnings ?? []),
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

function missingConnector({ image, eventLogs }: WarningsInput): Issue | undefined {
  const connector = connectors[eventLogs.scheme];
  if (connector === undefined || !isStockImage(image)) return undefined;
  return {
    path: "spark.image",
    value: image,
    problem: `is the stock image, which has no connector for ${eventLogs.scheme}://: drivers end when they open their event log there`,
    allowed: `an image that carries ${connector}`,
    change:
      "Let SparkImage build one, or take the Dockerfile of sparkDockerfile: connector and spark-hadoop-cloud are in it, so say " +
      "spark.hadoopCloud: true with an image of your own.",
  };
}

/** https://www.cve.org/CVERecord?id=CVE-2025-54920 */
function unsafeHistoryServer({ version, historyServer }: WarningsInput): Issue | undefined {
  const { major, minor, patch, text } = version;
  const unsafe = (major === 3 && minor === 5 && patch < 7) || (major === 4 && minor === 0 && patch < 1);
  if (!historyServer || !unsafe) return undefined;
  return {
    path: "spark.version",
    value: text,
    problem: "may have CVE-2025-54920: who can write event logs can run code in the history server",
    allowed: "3.5.7, 4.0.1 and later",
    change: "Use a later patch, or let none but the platform's drivers write event logs.",
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

/** Where nobody asked for a number, the namespace's configuration takes the lower one without a word. */
function moreThanTheQuotaHolds(
  { name, maxExecutors }: PlatformPlan["namespaces"][number],
  index: number,
  { sparkConf }: WarningsInput,
): Issue | undefined {
  const asked = sparkConf["spark.dynamicAllocation.maxExecutors"];
  if (maxExecutors === undefined || !(Number(asked) > maxExecutors)) return undefined;
  return {
    path: `namespaces[${index}].quota`,
    value: name,
    problem: `holds ${maxExecutors} executors beside a driver, so applications there get no more than those of ${asked}`,
    allowed: `room for ${asked} executors and a driver`,
    change: "Raise the quota, or lower spark.dynamicAllocation.maxExecutors.",
  };
}

function foreignPrices({ cluster, budgetHourly }: WarningsInput): Issue | undefined {
  const { region, systemPools, sparkPools, fixedHourlyCost, priceArgument } = cluster;
  const prices = [...systemPools, ...sparkPools].flatMap(({ machines }) =>
    machines.flatMap(({ machine }) => machine.price ?? []),
  );
  const bases = distinctBases([...prices, ...fixedHourlyCost.flatMap(({ basis }) => basis ?? [])]);
  const foreign = [...new Set(bases.map((basis) => basis.region))].filter((one) => one !== region);
  if (region === undefined || foreign.length === 0) return undefined;
  return {
    path: "cluster.region",
    value: region,
    problem:
      `is not where the list prices of the estimate are from: ${foreign.join(", ")}` +
      (budgetHourly === undefined ? "" : ", and the budget is held with those"),
    allowed: "an estimate, to be read with the difference between the regions in mind",
    change: `Compare the prices of ${region} with those of ${foreign.join(", ")}. ${priceArgument ?? "Give those of your own"} for exact figures.`,
  };
}
