/** Decommissioning: an executor that loses its spot node hands its blocks over while there is time. */

import type { ClusterPlan } from "../../cluster";
import type { PlannedEntry } from "../configuration";
import type { ConfigurationContext } from "./context";
import { isAtLeast } from "../versions";

/**
 * The most of the notice that passes before the pod hears of it: the node's handler sees the notice, cordons the node
 * and evicts. GKE keeps 15 of its 30 seconds for system pods.
 */
const reactionSeconds = 15;

/**
 * Seconds between the pod's SIGTERM and the loss of its node; `undefined` where no pool of the executors is spot, so
 * that executors are not decommissioned.
 */
export function decommissionSeconds(cluster: ClusterPlan, executorPools: readonly string[]): number | undefined {
  const onSpot = cluster.sparkPools.some(({ name, capacity }) => capacity === "spot" && executorPools.includes(name));
  if (!onSpot) return undefined;
  const notice = cluster.spotNoticeSeconds;
  return Math.max(1, Math.floor(notice - Math.min(reactionSeconds, notice / 2)));
}

/**
 * Seconds after which an executor that hands over its blocks is given up. One that idles is decommissioned as well, and has all the
 * time: 100 GiB to object storage take two minutes. One that loses its node is gone before, with the pod.
 */
const giveUpSeconds = 300;

/** Looks often enough that blocks written within the time are found, and still have most of it left to move. */
function rescanSeconds(seconds: number): number {
  return Math.min(5, Math.ceil(seconds / 5));
}

/** None where no executor runs on spot. */
export function decommissionEntries({ version, cluster, executor, shuffle }: ConfigurationContext): PlannedEntry[] {
  const seconds = decommissionSeconds(cluster, executor.pools);
  if (seconds === undefined) return [];
  const budget = `${seconds} of the ${cluster.spotNoticeSeconds} seconds between a spot node's notice and its loss`;
  const source = "https://spark.apache.org/docs/latest/running-on-kubernetes.html";
  const entries: PlannedEntry[] = [
    {
      key: "spark.decommission.enabled",
      value: "true",
      reason: "Executors may run on spot nodes: one that is about to go takes no more tasks and hands over its blocks.",
      source,
    },
    {
      key: "spark.storage.decommission.enabled",
      value: "true",
      reason: "Blocks move to other executors instead of being computed again.",
      source,
    },
    {
      key: "spark.storage.decommission.rddBlocks.enabled",
      value: "true",
      reason: "Cached partitions move when their node goes.",
      source,
    },
    {
      key: "spark.storage.decommission.shuffleBlocks.enabled",
      value: String(shuffle.service === undefined),
      reason:
        shuffle.service === undefined
          ? "Shuffle files move when their node goes, so that no stage has to run again."
          : "The shuffle service has the shuffle files: an executor that goes has none to hand over.",
      source,
    },
    {
      key: "spark.executor.decommission.forceKillTimeout",
      value: `${Math.max(seconds, giveUpSeconds)}s`,
      reason:
        "Idle executors are decommissioned too: one that hangs while it hands over its blocks is given up, so that it does not " +
        "keep its node.",
      source: "SPARK-34104",
    },
    {
      key: "spark.executor.decommission.killInterval",
      value: `${seconds}s`,
      reason: `Where speculation is on, tasks that would run longer than ${budget} start on another executor as well.`,
      source: "plan",
    },
    {
      key: "spark.storage.decommission.replicationReattemptInterval",
      value: `${rescanSeconds(seconds)}s`,
      reason:
        "How often an executor that goes looks for blocks that its last tasks have written since; with Spark's 30 seconds " +
        "those written near the end would stay behind.",
      source: "plan",
    },
    {
      key: "spark.executor.failuresValidityInterval",
      value: "1h",
      reason:
        "Executors that end with their spot node can count as failed, and too many failures end the application: only those of " +
        "the last hour count, so that one that runs for weeks survives the losses that are usual.",
      source: "SPARK-41210",
    },
  ];
  if (isAtLeast(version, "4.1")) {
    entries.push({
      key: "spark.kubernetes.executor.terminationGracePeriodSeconds",
      value: `${seconds}s`,
      reason: `Kubernetes kills the pod after ${budget}; Spark's own 30 seconds are the same on every cloud.`,
      source: "plan",
    });
  }
  if (!isAtLeast(version, "4.0")) {
    entries.push({
      key: "spark.stage.ignoreDecommissionFetchFailure",
      value: "true",
      reason:
        "A fetch from an executor that was decommissioned does not count against its stage; the default since 4.0.",
      source: "SPARK-40481",
    });
  }
  return entries;
}
