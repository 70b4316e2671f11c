/** Executor sizes that others publish, each taken to every machine type that it fits. Read in November 2026. */

import type { PoolMachine } from "../../lib/plan/nodes/pool";
import { type ExecutorSize, nothing, type Sizing, sparkOverheadMiB, type Yield, yieldOf } from "./sizing";

const gib = 1024;

/** data-on-eks gives cores, heap and overhead in GiB; the request is the cores, as Spark and its operator have it. */
const size = (cores: number, heapGiB: number, overheadGiB: number): ExecutorSize => ({
  cores,
  requestMillis: cores * 1000,
  heapMiB: heapGiB * gib,
  podMiB: (heapGiB + overheadGiB) * gib,
});

/** These leave `spark.executor.cores` out; counted is what the request is meant for, and not Spark's default of one task. */
const emrSize = (cores: number, requestMillis: number, heapMiB: number): ExecutorSize => ({
  cores,
  requestMillis,
  heapMiB,
  podMiB: heapMiB + sparkOverheadMiB(heapMiB),
});

/** Paths are of awslabs/data-on-eks and of aws-samples/aws-analytics-reference-architecture@0a70f907 (EMR on EKS). */
const sizes: Record<string, ExecutorSize> = {
  // data-stacks/spark-on-eks/examples/spark-app-spot-r.yaml
  "data-on-eks, spot: 2 cores, 4g + 2g": size(2, 4, 2),
  // data-stacks/spark-on-eks/examples/yunikorn-gang-scheduling.yaml
  "data-on-eks, gang and NVMe: 4 cores, 15g + 3g": size(4, 15, 3),
  // data-stacks/spark-on-eks/examples/ebs-storage-dynamic-pvc.yaml
  "data-on-eks, EBS: 1 core, 4g + 4g": size(1, 4, 4),
  // data-stacks/spark-on-eks/examples/benchmark/tpcds-benchmark-1t-ebs.yaml
  "data-on-eks, TPC-DS on EBS: 5 cores, 20g + 6g": size(5, 20, 6),
  // analytics/terraform/spark-k8s-operator/examples/benchmark/tpcds-benchmark-1t-r8g.yaml
  "data-on-eks, TPC-DS on Graviton: 4 cores, 6g + 2g": size(4, 6, 2),
  // website/docs/benchmarks/spark-celeborn-benchmark.md
  "data-on-eks, TPC-DS with Celeborn: 14 cores, 100g + 20g": size(14, 100, 20),
  // core/src/emr-eks-platform/resources/k8s/emr-eks-config/shared.json
  "EMR on EKS, shared: 4 cores, 10400m": emrSize(4, 3800, 10_400),
  // core/src/emr-eks-platform/resources/k8s/emr-eks-config/critical.json
  "EMR on EKS, critical: 8 cores, 20800m": emrSize(8, 7700, 20_800),
};

export const published: Record<string, Sizing> = Object.fromEntries(
  Object.entries(sizes).map(([name, one]) => [name, (node: PoolMachine) => yieldOf(one, node)]),
);

/** For each machine type the published size with the most task slots on it, and of those the one with the most heap. */
export const bestPublished: Sizing = (node) =>
  Object.values(sizes)
    .map((one) => yieldOf(one, node))
    .reduce<Yield>((best, one) => (isBetter(one, best) ? one : best), nothing);

function isBetter(one: Yield, other: Yield): boolean {
  return one.slots === other.slots ? one.heapMiB > other.heapMiB : one.slots > other.slots;
}
