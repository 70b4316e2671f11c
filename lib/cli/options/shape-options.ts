/** Reads the options that describe a pod. */

import type { ShapeWish } from "../../plan/executors/choose-shape";
import { memoryWith, type PodKind } from "../../plan/executors/memory";
import type { PodShape } from "../../plan/executors/shape";
import { wishedMemory } from "../../plan/executors/wished-memory";
import type { IssueList } from "../../plan/issue";
import type { SparkRole } from "../../plan/nodes/pool";
import { inOptions } from "./rename";
import { readCpu, readMemoryOrNone, readOneOf, readRequired, readWhole } from "./read";

/** As commander hands them over. */
export interface ShapeOptions {
  cores?: string;
  memory?: string;
  kind?: string;
  offHeap?: string;
  pysparkMemory?: string;
  role?: string;
}

export interface ExactShapeOptions extends ShapeOptions {
  requestCores?: string;
  overhead?: string;
}

export const shapeOptionNames: readonly (keyof ShapeOptions)[] = [
  "cores",
  "memory",
  "kind",
  "offHeap",
  "pysparkMemory",
  "role",
];

const roles: readonly SparkRole[] = ["executor", "driver"];
const kinds: readonly PodKind[] = ["jvm", "pyspark", "off-heap"];
const mostCores = 1024;

export function readRole(options: ShapeOptions, issues: IssueList): SparkRole {
  const role = readOneOf(options.role, "--role", roles, issues) ?? "executor";
  if (role === "driver") {
    refuseForDriver(options.offHeap, "--off-heap", issues);
    refuseForDriver(options.pysparkMemory, "--pyspark-memory", issues);
  }
  return role;
}

/** What is wished for a pod; the rest is chosen. */
export function readWish(options: ShapeOptions, role: SparkRole, issues: IssueList): ShapeWish {
  return {
    ...readMemoryWish(options, issues),
    // A driver plans and collects; its tasks run elsewhere.
    cores: readCores(options, issues) ?? (role === "driver" ? 1 : undefined),
  };
}

/**
 * A pod as it is; what is left out is what Spark takes then.
 * @returns undefined when an issue was added
 */
export function readShape(options: ExactShapeOptions, issues: IssueList): PodShape | undefined {
  const before = issues.length;
  readRequired(options.cores, "--cores", `a whole number from 1 to ${mostCores}`, issues);
  readRequired(options.memory, "--memory", "the heap, such as 10g", issues);
  if (options.memory === "auto") {
    issues.add({
      path: "--memory",
      value: "auto",
      problem: "leaves open what is to be explained",
      allowed: "the heap, such as 10g",
      change: "Give the heap, or ask `npx spark-platform size` for the best one.",
    });
  }
  const cores = readCores(options, issues);
  const { kind, heapMiB, offHeapMiB, pysparkMiB } = readMemoryWish(options, issues);
  const cpuRequestMillis = readCpu(options.requestCores, "--request-cores", issues);
  const overheadMiB = readMemoryOrNone(options.overhead, "--overhead", issues);
  if (offHeapMiB === "auto") {
    readRequired(undefined, "--off-heap", "the amount that the pod has, such as 20g", issues);
  }
  if (cores === undefined || heapMiB === undefined || offHeapMiB === "auto" || issues.length > before) return undefined;
  const byFactor = memoryWith(heapMiB, offHeapMiB ?? 0, { kind, pysparkMiB });
  const memory = {
    ...byFactor,
    ...(overheadMiB !== undefined && {
      overheadMiB,
      memoryMiB: byFactor.memoryMiB - byFactor.overheadMiB + overheadMiB,
    }),
  };
  return { cores, cpuRequestMillis: cpuRequestMillis ?? cores * 1000, ...memory };
}

function readMemoryWish({ kind, memory, offHeap, pysparkMemory }: ShapeOptions, issues: IssueList) {
  const podKind = readOneOf(kind, "--kind", kinds, issues);
  return inOptions(issues, (found) => wishedMemory({ kind: podKind, memory, offHeap, pysparkMemory }, "pod", found));
}

function readCores({ cores }: ShapeOptions, issues: IssueList): number | undefined {
  return readWhole(cores, "--cores", [1, mostCores], issues);
}

/** Spark gives a driver's pod neither off-heap nor PySpark memory. */
function refuseForDriver(text: string | undefined, option: string, issues: IssueList): void {
  if (text === undefined) return;
  issues.add({
    path: option,
    value: text,
    problem: "is no part of a driver's pod: Spark gives it to executors only",
    allowed: "nothing with --role driver",
    change: "Leave it out.",
  });
}
