/** Which machine types are tried with which executors: all of them where that is asked for, else a sample that is always the same. */

import { type CatalogueNode, catalogueNodes } from "../../../bench/shapes/machines";
import { chooseShape, type ShapeWish } from "../../../lib/plan/executors/choose-shape";
import { memoryWith, minHeapMiB } from "../../../lib/plan/executors/memory";
import { type Trial } from "./trial";

/** Set to `full`, every machine type of the catalogue is tried; that takes minutes. */
const isFull = process.env.SPARK_PLATFORM_E2E === "full";

const sampleSize = 90;
const kindsSampleSize = 20;

/** More nodes at once only make the control plane slow. */
const batchSize = 150;

/** The best executor of every machine type, in batches of one size. */
export function batches(): { title: string; trials: Trial[] }[] {
  const nodes = isFull ? catalogueNodes() : sample(catalogueNodes(), sampleSize);
  const trials = nodes.map((node) => trialOf(node, "best", { kind: "jvm" }));
  return Array.from({ length: Math.ceil(trials.length / batchSize) }, (_, index) => {
    const batch = trials.slice(index * batchSize, (index + 1) * batchSize);
    return { title: `${batch[0]!.name} to ${batch.at(-1)!.name} (${batch.length})`, trials: batch };
  });
}

/** Other executors, each on the same few machine types. */
export function otherKinds(): Trial[] {
  const wishes: Record<string, ShapeWish> = {
    pyspark: { kind: "pyspark" },
    "off-heap": { kind: "off-heap", offHeapMiB: "auto" },
    narrow: { kind: "jvm", cores: 1 },
  };
  const nodes = sample(catalogueNodes(), kindsSampleSize);
  return Object.entries(wishes).flatMap(([title, wish]) => nodes.map((node) => trialOf(node, title, wish)));
}

function trialOf(node: CatalogueNode, title: string, wish: ShapeWish): Trial {
  const name = `${node.cloud}.${node.machine.name}.${title}`.toLowerCase().replace(/[^a-z0-9.-]/g, "-");
  return { name, node, shape: chooseShape([node], wish) ?? leastShape };
}

/** Where the plan has no executor for a machine type, not even the smallest may fit it. */
const leastShape = { cores: 1, cpuRequestMillis: 1, ...memoryWith(minHeapMiB, 0, { kind: "jvm" }) };

/** Evenly over clouds, memory per vCPU and sizes, the first and the last included. */
function sample(nodes: readonly CatalogueNode[], size: number): CatalogueNode[] {
  const ratio = ({ machine }: CatalogueNode) => machine.memoryMiB / machine.vcpu;
  const sorted = [...nodes].sort(
    (a, b) => a.cloud.localeCompare(b.cloud) || ratio(a) - ratio(b) || a.machine.vcpu - b.machine.vcpu,
  );
  const step = (sorted.length - 1) / (size - 1);
  return Array.from({ length: Math.min(size, sorted.length) }, (_, index) => sorted[Math.round(index * step)]!);
}
