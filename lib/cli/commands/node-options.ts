/** Options of every command that asks about a node: what it is, and all that decides what its kubelet leaves. */

import type { Command } from "commander";

/** As commander hands them over: texts, read and checked together later. */
export interface NodeOptions {
  cloud?: string;
  machine?: string[];
  autoscaler?: string;
  os?: string;
  kubernetes?: string;
  hardened?: true;
  maxPods?: string;
  disk?: string;
  daemonsetCpu?: string;
  daemonsetMemory?: string;
  capacityCpu?: string;
  capacityMemory?: string;
}

/** In the order in which people name them. */
export const nodeOptionNames: readonly (keyof NodeOptions)[] = [
  "cloud",
  "machine",
  "autoscaler",
  "os",
  "kubernetes",
  "hardened",
  "maxPods",
  "disk",
  "daemonsetCpu",
  "daemonsetMemory",
  "capacityCpu",
  "capacityMemory",
];

export function addNodeOptions(command: Command): Command {
  return command
    .option("--cloud <cloud>", "aws, gcp or azure (default: the one that has the machine type)")
    .option("--machine <type>", "machine type; given again, a pool of several", again)
    .option(
      "--autoscaler <name>",
      "cluster-autoscaler, karpenter, auto-mode, native or auto-provisioning (default: the cloud's usual one)",
    )
    .option("--os <name>", "operating system of the nodes (default: the cloud's usual one)")
    .option("--kubernetes <version>", "minor version of Kubernetes, such as 1.35")
    .option("--hardened", "the cluster has Azure's node hardening")
    .option("--max-pods <n>", "pods that a node admits and reserves memory for (default: few, for Spark)")
    .option("--disk <GiB>", "root disk of a node (default: 100)")
    .option("--daemonset-cpu <amount>", "CPU of all DaemonSets on a node; 0 for none (default: the cloud's usual ones)")
    .option("--daemonset-memory <amount>", "memory of all DaemonSets on a node; 0 for none (default: as above)")
    .option("--capacity-cpu <amount>", "status.capacity.cpu of a real node")
    .option("--capacity-memory <amount>", "status.capacity.memory of a real node, such as 64422252Ki");
}

/** What is wished for a pod. */
export function addShapeOptions(command: Command): Command {
  return command
    .option("--cores <n>", "task slots of an executor (default: the best number)")
    .option("--memory <amount>", "heap, such as 10g, or auto (default: auto)")
    .option("--kind <kind>", "jvm, pyspark or off-heap (default: jvm)")
    .option("--off-heap <amount>", "off-heap memory, such as 4g, or auto")
    .option("--pyspark-memory <amount>", "spark.executor.pyspark.memory");
}

export function again(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}
