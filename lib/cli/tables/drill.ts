/** A drill as tables: what is on the node, when what happened, what Spark ran again. */

import { counted, gib } from "../../report/numbers";
import type { Section } from "../../report/sections/section";
import type { DrillSpotAnswer } from "../schemas/drill";

export function nodeSection({ node, pods, noticeSeconds }: DrillSpotAnswer): Section {
  const facts = [node.machineType, node.zone, node.spotLabel ?? "not known to be spot"];
  return {
    id: "node",
    title: `The node ${node.name}`,
    intro: `${facts.filter((fact) => fact !== undefined).join(", ")}; ${noticeSeconds} s of notice.`,
    columns: [{ title: "Pod", names: true }, { title: "Namespace" }, { title: "What" }, { title: "Application" }],
    rows: pods.map(({ name, namespace, role, application = "" }) => [name, namespace, role, application]),
  };
}

export function timeSection({ outcome, seconds, lost, replacements, newNodes, node }: DrillSpotAnswer): Section {
  const rows: [number | undefined, string][] = [
    [0, "notice: the node is cordoned, its pods are evicted"],
    ...lost.map(({ name, goneSeconds, inTime }): [number | undefined, string] => [
      goneSeconds,
      `${name} gone, ${inTime ? "within the notice" : "cut off"}`,
    ]),
    [seconds.loss, "loss: what was left is cut off"],
    [node.goneSeconds, `${node.name} gone`],
    ...newNodes.map(({ name, spot, seconds: came }): [number, string] => [came, `${name} came${spot ? ", spot" : ""}`]),
    ...replacements
      .flatMap(({ name, node: on, onNewNode, boundSeconds, runningSeconds }) => [
        [boundSeconds, `${name} bound to ${on ?? "no node"}${onNewNode === true ? ", which is new" : ""}`] as const,
        [runningSeconds, `${name} runs`] as const,
      ])
      .map(([at, what]): [number | undefined, string] => [at, what]),
    [seconds.recovered, outcome],
  ];
  const happened = rows.flatMap(([at, what]) => (at === undefined ? [] : [{ at, what }]));
  return {
    id: "times",
    title: "When",
    columns: [
      { title: "Second", align: "right" },
      { title: "What", names: true },
    ],
    rows: happened.sort((a, b) => a.at - b.at).map(({ at, what }) => [tenths(at), what]),
  };
}

export function recomputedSection({ recomputed }: DrillSpotAnswer): Section {
  const common = { id: "recomputed", title: "What Spark ran again" };
  const columns: Section["columns"] = [
    { title: "Stage" },
    { title: "Name", names: true },
    { title: "Tasks again", align: "right" },
    { title: "Task-seconds", align: "right" },
  ];
  if ("unknown" in recomputed) return { ...common, columns, rows: [], notes: [`Not known: ${recomputed.unknown}.`] };
  const { stages, failedTasks, failedTaskSeconds, executors, shuffleBytes, shuffleBytesAgain } = recomputed;
  const { before, after } = recomputed.cachedPartitions;
  return {
    ...common,
    intro: `${counted(recomputed.tasks, "task")}, ${tenths(recomputed.taskSeconds)} task-seconds, as far as the application has got.`,
    columns,
    rows: stages.map(({ stageId, attemptId, name, tasks, taskSeconds }) => [
      attemptId === 0 ? String(stageId) : `${stageId}, attempt ${attemptId + 1}`,
      name,
      String(tasks),
      tenths(taskSeconds),
    ]),
    notes: [
      `${counted(failedTasks, "task")} failed for the loss, after ${tenths(failedTaskSeconds)} task-seconds.`,
      `The lost executors had written ${size(shuffleBytes)} of shuffle data; ${size(shuffleBytesAgain)} were written again.`,
      ...(before === 0 && after === 0 ? [] : [`Cached partitions: ${before} before, ${after} after.`]),
      ...executors.map(({ id, reason }) =>
        `Executor ${id}: ${reason ?? "Spark has not removed it"}.`.replace("..", "."),
      ),
    ],
  };
}

function tenths(seconds: number): string {
  return seconds.toFixed(1);
}

function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)}\u00a0KiB` : gib(Math.round(bytes / 1024 / 1024));
}
