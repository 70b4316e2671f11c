/** Structure of the arguments of a platform that only its components look at; the plan looks at all others. */

import { z } from "zod";

import { checkExposure, historyServerShape } from "../addons/history-server/check";
import { mirrors } from "../clusters/common/structure";
import type { IssueList } from "../plan/issue";
import { platformArgumentNames, sparkOperatorKind } from "../plan/platform-structure";
import { inputText, type Sound, soundPart, strictObject } from "../plan/structure";
import type { SparkPlatformArgs } from "./args";

const unknowns = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, z.unknown().optional()]));
const anything = z.unknown().optional();
const text = z.string("text").optional();

const operator = strictObject(
  {
    kind: sparkOperatorKind.optional(),
    chart: strictObject({ repository: text, version: text, path: text }).optional(),
    values: z.record(z.string(), z.unknown(), "an object of the chart's values").optional(),
  },
  "false, or an object with the keys kind, chart, values",
);

const historyServer = strictObject(
  historyServerShape,
  `false, or an object with the keys ${Object.keys(historyServerShape).join(", ")}`,
);

const submitter = strictObject({
  kind: z.enum(["User", "Group", "ServiceAccount"], '"User", "Group" or "ServiceAccount"'),
  name: z.string("text"),
  namespace: text,
});

const dataAccess = strictObject({
  uri: inputText("a URI of object storage, or an output"),
  access: z.enum(["read", "write"], '"read" or "write"'),
  namespaces: z.array(z.string("text"), "a list of namespaces").optional(),
});

/**
 * Adds an issue for every argument that there is not, and for each of those that the plan does not look at.
 * @returns what is right of them
 */
export function soundPlatformArgs(args: SparkPlatformArgs, issues: IssueList): Sound<SparkPlatformArgs> {
  const { operator: askedOperator, historyServer: askedHistoryServer }: Partial<SparkPlatformArgs> = args ?? {};
  const schema = strictObject({
    cluster: anything,
    ...unknowns(platformArgumentNames),
    operator: askedOperator === false ? anything : operator.optional(),
    historyServer: askedHistoryServer === false ? anything : historyServer.optional(),
    pauseImage: text,
    dataAccess: z.array(dataAccess, "a list of { uri, access, namespaces? }").optional(),
    mirrors: mirrors.optional(),
    submitters: z.array(submitter, "a list of { kind, name, namespace? }").optional(),
  });
  const { sound, isWhole } = soundPart<SparkPlatformArgs>(schema, args, "", issues);
  if (sound?.historyServer && sound.historyServer.expose !== undefined) {
    checkExposure(sound.historyServer.expose, "historyServer.expose", isWhole, issues);
  }
  checkNoPlan(args?.cluster, issues);
  return sound ?? {};
}

/** Whatever else is no cluster, the plan refuses; a plan by itself is enough to plan with, but not to deploy to. */
function checkNoPlan(cluster: unknown, issues: IssueList): void {
  if (typeof cluster !== "object" || cluster === null || !("sparkPools" in cluster)) return;
  issues.add({
    path: "cluster",
    value: cluster,
    problem: "is only the plan of a cluster",
    allowed: "an EksCluster, an ExistingCluster or another SparkCluster",
    change: "Give the cluster itself.",
  });
}
