/** A shuffle service in place of executors, Apache Celeborn: what the user says of it, and what its client needs. */

import type { Issue, IssueList } from "../../issue";
import type { Sound } from "../../structure";
import type { PlannedEntry } from "../configuration";
import type { ShuffleServiceArgs, ShuffleServicePlan } from "../shuffle";
import { isAtLeast, type SparkVersion } from "../versions";
import { isStockImage } from "./image";

const guide = "https://celeborn.apache.org/docs/latest/#spark-configuration";

/** Adds issues for what can't be, also together with the rest of `shuffle`. */
export function resolveShuffleService(
  { endpoints = [], replicate = true }: Sound<ShuffleServiceArgs>,
  { volume, fallbackStorage }: { volume: string; fallbackStorage: string | undefined },
  issues: IssueList,
): ShuffleServicePlan {
  if (endpoints.length === 0) issues.add(noEndpoint);
  endpoints.forEach((endpoint, index) => {
    if (endpoint !== undefined && !isEndpoint(endpoint)) issues.add(badEndpoint(endpoint, index));
  });
  if (volume === "pvc") {
    issues.add({
      path: "shuffle.volume",
      value: volume,
      problem: "keeps shuffle files of lost executors, and with a shuffle service executors have none",
      allowed: '"node-disk", "local-disks" or "tmpfs" beside shuffle.service',
      change: "Leave one of both out.",
    });
  }
  if (fallbackStorage !== undefined) {
    issues.add({
      path: "shuffle.fallbackStorage",
      value: fallbackStorage,
      problem: "is for shuffle files of executors, and with a shuffle service executors have none",
      allowed: "shuffle.fallbackStorage or shuffle.service",
      change: "Leave one of both out.",
    });
  }
  return { endpoints: endpoints.flatMap((endpoint) => endpoint ?? []), replicate };
}

const noEndpoint: Issue = {
  path: "shuffle.service.endpoints",
  value: [],
  problem: "names no master, so that clients would look for one on their own pod",
  allowed: "host:port of every master",
  change: "Give the endpoints of the component Celeborn, or those of your own masters.",
};

function badEndpoint(value: string, index: number): Issue {
  return {
    path: `shuffle.service.endpoints[${index}]`,
    value,
    problem: "is no address of a master",
    allowed: "host:port such as celeborn-master-0.celeborn-master.celeborn.svc:9097, without a scheme",
    change: "Correct it; masters listen on 9097 unless told otherwise.",
  };
}

function isEndpoint(text: string): boolean {
  const [, port = ""] = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?:(\d{1,5})$/.exec(text) ?? [];
  return Number(port) > 0 && Number(port) <= 65_535;
}

/** Keys of the client that are the same in 0.6 and 0.7. */
export function shuffleServiceEntries({ endpoints, replicate }: ShuffleServicePlan): PlannedEntry[] {
  return [
    {
      key: "spark.shuffle.manager",
      value: "org.apache.spark.shuffle.celeborn.SparkShuffleManager",
      reason: "Shuffle files go to the workers of Celeborn and not to the disks of executors, as asked.",
      source: guide,
    },
    {
      key: "spark.celeborn.master.endpoints",
      value: endpoints.join(","),
      reason: "The masters, which say where workers are.",
      source: "plan",
    },
    {
      key: "spark.serializer",
      value: "org.apache.spark.serializer.KryoSerializer",
      reason: "What Java's own serializer writes can't be taken apart and put together by workers.",
      source: guide,
    },
    {
      key: "spark.celeborn.client.push.replicate.enabled",
      value: String(replicate),
      reason: replicate
        ? "Each shuffle file is on two workers: the loss of one costs nothing."
        : "Each shuffle file is on one worker, as asked: the loss of a worker costs what was on it.",
      source: guide,
    },
    {
      key: "spark.celeborn.client.spark.shuffle.fallback.policy",
      value: "NEVER",
      reason:
        "Without workers an application fails and says so; by default it would keep shuffle files on executors that nothing holds back " +
        "from going.",
      source: "https://celeborn.apache.org/docs/latest/configuration/#client",
    },
    {
      key: "spark.shuffle.sort.io.plugin.class",
      value: "org.apache.spark.shuffle.celeborn.CelebornShuffleDataIO",
      reason:
        "Tells Spark that shuffle files outlive executors, so that these may go, and no map runs again for one that is lost.",
      source: "SPARK-42689",
    },
    {
      key: "spark.sql.adaptive.localShuffleReader.enabled",
      value: "false",
      reason: "There is no shuffle file on an executor that could be read there.",
      source: guide,
    },
  ];
}

/** Celeborn 0.7 is built and tested for Spark 3.0 to 4.2: https://github.com/apache/celeborn/blob/v0.7.0/README.md */
const NEWEST_UNTESTED = "4.3";

export function shuffleServiceWarnings(service: ShuffleServicePlan, version: SparkVersion, image: string): Issue[] {
  const warnings: Issue[] = [];
  if (isStockImage(image)) {
    warnings.push({
      path: "spark.image",
      value: image,
      problem:
        "is the stock image, which has no client of Celeborn: drivers end with ClassNotFoundException at their start",
      allowed: "an image with the shaded client of the masters' own release in /opt/spark/jars",
      change: `Add org.apache.celeborn:celeborn-client-spark-${version.major}-shaded to the image.`,
    });
  }
  if (isAtLeast(version, NEWEST_UNTESTED)) {
    warnings.push({
      path: "shuffle.service",
      value: service,
      problem: `is used with Spark ${version.text}, which no release of Celeborn is tested with`,
      allowed: "Spark 3.5 to 4.2 with Celeborn 0.7",
      change: "Try it with your own jobs first, or use Spark 4.2.",
    });
  }
  return warnings;
}
