/** Keys that the Spark operator keeps for the fields of its own resource. */

import type { Rule } from "../rule";

const source = "https://github.com/kubeflow/spark-operator";

export const operatorRules: readonly Rule[] = [
  refused(/^spark\.(master|kubernetes\.driver\.master)$/, "is the operator's to set", "Leave it out."),
  refused(/^spark\.submit\.deployMode$/, "is the operator's to set", "Use spec.mode."),
  refused(/^spark\.kubernetes\.namespace$/, "is the namespace of the resource", "Use metadata.namespace."),
  refused(
    /^spark\.kubernetes\.((driver|executor)\.)?container\.image$/,
    "is a field of the resource",
    "Use spec.image, spec.driver.image or spec.executor.image.",
  ),
  refused(
    /^spark\.kubernetes\.authenticate\.(driver|executor)\.serviceAccountName$/,
    "is a field of the resource",
    "Use spec.driver.serviceAccount and spec.executor.serviceAccount.",
  ),
  refused(
    /^spark\.kubernetes\.authenticate\.(.+\.)?oauthToken(File)?$/,
    "would run as somebody else than the service account",
    "Leave it out.",
  ),
];

function refused(keys: RegExp, why: string, change: string): Rule {
  return {
    level: "error",
    keys,
    when: (_view, _key, { operator }) => operator,
    problem: `${why}, and the Spark operator refuses it in sparkConf`,
    allowed: "keys that the operator does not set",
    change,
    source,
  };
}
