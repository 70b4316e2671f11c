/** The Spark configuration that the plan sets, each key with the reason for it. */

import type { PlatformPlan } from "../../plan/platform";
import type { ConfigurationEntry } from "../../plan/spark/configuration";
import { oldestSparkMinor } from "../../plan/spark/versions";
import type { Section } from "./section";

/** Who sets a key; all other sources are references. */
const SETTERS = ["plan", "cluster", "user"];

/** Says nothing of the version: all that the library supports can do with the entry. */
const WITH_EVERY_VERSION = [oldestSparkMinor, "any"];

const DEFERRED = { eventLogUri: "(event-log storage of the cluster)" } as const;

export function configurationSection({ configuration }: PlatformPlan): Section {
  const sources = configuration.map(({ source }) => source);
  const references = [...new Set(sources.filter((source) => !SETTERS.includes(source)))];
  return {
    id: "configuration",
    title: "Spark configuration",
    layout: "settings",
    columns: [{ title: "Key" }, { title: "Value", prose: true }, { title: "Reason", prose: true }],
    rows: configuration.map((entry) => [entry.key, valueText(entry), reasonText(entry, references)]),
    notes: references.map((reference, index) => `[${index + 1}] ${reference}`),
  };
}

function valueText({ value }: ConfigurationEntry): string {
  return typeof value === "string" ? value : DEFERRED[value.deferred];
}

/** References stand below the table: many are addresses, which break badly. */
function reasonText({ reason, source, since }: ConfigurationEntry, references: string[]): string {
  const index = references.indexOf(source);
  return [
    reason,
    ...(WITH_EVERY_VERSION.includes(since) ? [] : [`Needs Spark ${since}.`]),
    ...(index < 0 ? [] : [`[${index + 1}]`]),
  ].join(" ");
}
