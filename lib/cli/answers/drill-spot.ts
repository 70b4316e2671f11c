/** `spark-platform drill spot`: takes a spot node with executors away, and says what came of it. */

import { drill, type DrillOptions, NoDrill } from "../../drill/drill";
import type { Surroundings } from "../../drill/drilling";
import { LONGEST_NOTICE_SECONDS, LONGEST_RECOVERY_SECONDS, USUAL_RECOVERY_SECONDS } from "../../drill/limits";
import { IssueList } from "../../plan/issue";
import { isDns1123Label } from "../../plan/names";
import { counted } from "../../report/numbers";
import type { Answer } from "../answer";
import { readRequired, readWhole } from "../options/read";
import { Misuse, Problem } from "../problem";
import type { DrillSpotAnswer } from "../schemas/drill";
import { nodeSection, recomputedSection, timeSection } from "../tables/drill";

export interface DrillSpotOptions {
  namespace?: string[];
  application?: string;
  notice?: string;
  recovery?: string;
  anyCapacity?: true;
  dryRun?: true;
}

/** @throws Misuse with every option that can't be used. */
export function readDrillOptions(options: DrillSpotOptions): DrillOptions {
  const issues = new IssueList();
  const namespaces = readRequired(options.namespace, "--namespace", "a namespace with running applications", issues);
  for (const namespace of namespaces?.filter((name) => !isDns1123Label(name)) ?? []) {
    issues.add({
      path: "--namespace",
      value: namespace,
      problem: "is no name of a namespace",
      allowed: "lower-case letters, digits and -, at most 63",
      change: "Correct it.",
    });
  }
  const noticeSeconds = readWhole(options.notice, "--notice", [0, LONGEST_NOTICE_SECONDS], issues);
  const recoverySeconds = readWhole(options.recovery, "--recovery", [1, LONGEST_RECOVERY_SECONDS], issues);
  if (namespaces === undefined || issues.length > 0) throw new Misuse(issues.all);
  return {
    namespaces,
    application: options.application,
    noticeSeconds,
    recoverySeconds: recoverySeconds ?? USUAL_RECOVERY_SECONDS,
    anyCapacity: options.anyCapacity === true,
    dryRun: options.dryRun === true,
  };
}

/** @throws Problem where there is nothing to drill, or the drill was ended. */
export async function drillSpot(options: DrillOptions, surroundings: Surroundings): Promise<Answer<DrillSpotAnswer>> {
  try {
    return answerOf(await drill(options, surroundings));
  } catch (error) {
    if (error instanceof NoDrill) throw new Problem([error.message, ...error.details].join("\n  "));
    throw error;
  }
}

function answerOf(data: DrillSpotAnswer): Answer<DrillSpotAnswer> {
  const isPlan = data.outcome === "planned";
  return {
    data,
    summary: [verdict(data), ...data.notes],
    sections: [nodeSection(data), ...(isPlan ? [] : [timeSection(data), recomputedSection(data)])],
    next: nextOf(data),
    failed: data.outcome === "executors-missing" || data.outcome === "driver-lost",
  };
}

function verdict({
  outcome,
  application: { name },
  executors: { before, after },
  seconds,
  node,
}: DrillSpotAnswer): string {
  const at = `${Math.round(seconds.recovered ?? 0)} s after the notice`;
  switch (outcome) {
    case "planned":
      return `A drill would take ${node.name} away from ${name}, which has ${counted(before, "executor")}. Nothing was touched.`;
    case "recovered":
      return `Recovered: ${name} has ${after} of ${counted(before, "executor")} ${at}.`;
    case "finished":
      return `Finished: ${name} came to its end ${at}, before it had ${counted(before, "executor")} again.`;
    case "executors-missing":
      return `Not recovered: ${name} has ${after} of ${counted(before, "executor")}.`;
    case "driver-lost":
      return `Not recovered: the driver of ${name} is lost, and the application with it.`;
  }
}

function nextOf({ outcome, endMachineCommand, application, newNodes }: DrillSpotAnswer): string[] {
  if (outcome === "planned") return [];
  return [
    ...(endMachineCommand === undefined ? [] : [`${endMachineCommand}  # the machine is still there`]),
    ...(outcome === "executors-missing" && newNodes.length === 0
      ? [`kubectl --namespace ${application.namespace} get events --field-selector reason=FailedScheduling`]
      : []),
  ];
}
