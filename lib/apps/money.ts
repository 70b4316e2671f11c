/** What an application has cost so far: the share of their nodes that its pods kept, by the second, at list prices. */

import type { ClusterNode, Pod } from "../cluster-api/objects";
import { offeredMiB, offeredMillis } from "../clusters/existing/quantity";
import type { SparkState } from "../drill/spark-ui";
import { spotLabelOf } from "../drill/spot-nodes";
import { type Cost, type PriceBasis } from "../plan/cost/estimate";
import { type Amount, costOf, distinctBases, knownAmount, sumAmounts, timesAmount } from "../plan/cost/amount";
import { cloudOf, findMachine } from "../plan/nodes/catalogue/catalogue";
import { boundAt, endedAt, podState, requestsOf, type Role, roleOf } from "./pods";

export interface PodMoney {
  pod: string;
  role: Role;
  seconds: number;
  /** US dollars an hour: its share of the node. */
  rate: Amount;
  /** What has no price. */
  unpriced?: string;
  basis: PriceBasis[];
}

export interface Money {
  /** US dollars so far. */
  total: Cost;
  driverSeconds: number;
  executorSeconds: number;
  /** Executors that are gone, counted at what the others cost. */
  goneExecutors: number;
  unpriced: string[];
  /** Regions of the nodes. */
  regions: string[];
  basis: PriceBasis[];
}

const SECONDS_PER_HOUR = 3600;

/** Undefined for a pod that never had a node. */
export function podMoney(pod: Pod, node: ClusterNode | undefined, now: Date): PodMoney | undefined {
  const from = boundAt(pod);
  if (pod.spec.nodeName === undefined || from === undefined) return undefined;
  const isOver = podState(pod) === "succeeded" || podState(pod) === "failed";
  const until = isOver ? (endedAt(pod) ?? from) : now.toISOString();
  const seconds = Math.max(0, (Date.parse(until) - Date.parse(from)) / 1000);
  return { pod: pod.metadata.name, role: roleOf(pod), seconds, ...rateOf(pod, node) };
}

export function moneyOf(pods: readonly PodMoney[], nodes: readonly ClusterNode[], ui: SparkState | undefined): Money {
  const gone = goneExecutors(pods, ui);
  const executors = pods.filter(({ role }) => role === "executor");
  const usual = executors[0]?.rate ?? {};
  const amounts = [
    ...pods.map(({ rate, seconds }) => timesAmount(rate, seconds / SECONDS_PER_HOUR)),
    ...(gone.seconds > 0 ? [timesAmount(usual, gone.seconds / SECONDS_PER_HOUR)] : []),
  ];
  const sum = (role: Role) => pods.filter((one) => one.role === role).reduce((all, { seconds }) => all + seconds, 0);
  const unpriced = [...new Set(pods.flatMap(({ unpriced: what }) => what ?? []))];
  return {
    total: amounts.length === 0 ? costOf(knownAmount(0)) : costOf(sumAmounts(amounts)),
    driverSeconds: sum("driver"),
    executorSeconds: sum("executor") + gone.seconds,
    goneExecutors: gone.count,
    unpriced,
    regions: [
      ...new Set(nodes.flatMap(({ metadata }) => metadata.labels?.["topology.kubernetes.io/region"] ?? [])),
    ].sort(),
    basis: distinctBases(pods.flatMap(({ basis }) => basis)),
  };
}

/** The larger of its shares of CPU and memory: what it keeps others from using. */
function rateOf(pod: Pod, node: ClusterNode | undefined): Pick<PodMoney, "rate" | "unpriced" | "basis"> {
  const type = node?.metadata.labels?.["node.kubernetes.io/instance-type"];
  const cloud = type === undefined ? undefined : cloudOf(type);
  const price = cloud === undefined || type === undefined ? undefined : findMachine(cloud, type)?.price;
  const share = node === undefined ? undefined : shareOf(pod, node);
  const unknown = type ?? (node === undefined ? "nodes that are gone" : "nodes whose machine type is not known");
  if (node === undefined || price === undefined || share === undefined)
    return { rate: {}, unpriced: unknown, basis: [] };
  const isSpot = spotLabelOf(node) !== undefined;
  const { onDemandHourly, spotHourly, region, date, spotDate } = price;
  const hourly = isSpot ? spotHourly : onDemandHourly;
  const rate: Amount = {
    ...(hourly !== undefined && { hourly: hourly * share }),
    atMost: (hourly ?? onDemandHourly) * share,
  };
  const basis = [{ region, date: isSpot && spotHourly !== undefined ? (spotDate ?? date) : date }];
  return { rate, ...(hourly === undefined && { unpriced: `${type} on spot` }), basis };
}

function shareOf(pod: Pod, { status }: ClusterNode): number | undefined {
  const { cpuMillis, memoryMiB } = requestsOf(pod);
  const cpu = offeredMillis(status?.allocatable?.["cpu"] ?? "0") ?? 0;
  const memory = offeredMiB(status?.allocatable?.["memory"] ?? "0") ?? 0;
  if (cpu === 0 || memory === 0) return undefined;
  return Math.min(1, Math.max(cpuMillis / cpu, memoryMiB / memory));
}

/** Executors that the driver remembers and whose pods are deleted. */
function goneExecutors(pods: readonly PodMoney[], ui: SparkState | undefined): { count: number; seconds: number } {
  const gone = (ui?.executors ?? []).filter(
    ({ id, isActive }) => !isActive && id !== "driver" && !pods.some(({ pod }) => pod.endsWith(`-exec-${id}`)),
  );
  const seconds = gone.map(({ addTime, removeTime }) => (timeOf(removeTime) - timeOf(addTime)) / 1000);
  return { count: gone.length, seconds: seconds.reduce((sum, one) => sum + (one > 0 ? one : 0), 0) };
}

/** Spark's UI writes `2026-11-23T06:52:59.439GMT`. */
function timeOf(text: string | undefined): number {
  return Date.parse((text ?? "").replace(/GMT$/, "Z"));
}
