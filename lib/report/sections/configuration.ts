/** The Spark configuration that the plan sets, each key with the reason for it. */

import type { PlatformPlan } from "../../plan/platform";
import type { ConfigurationEntry } from "../../plan/spark/configuration";
import type { Section } from "./section";

const DEFERRED = { eventLogUri: "(event-log storage of the cluster)" } as const;

export function configurationSection({ configuration }: PlatformPlan): Section {
  const sources = [...new Set(configuration.map(({ source }) => source).filter((source) => source !== "plan"))];
  return {
    id: "configuration",
    title: "Spark configuration",
    layout: "settings",
    columns: [{ title: "Key" }, { title: "Value", prose: true }, { title: "Reason", prose: true }],
    rows: configuration.map((entry) => [entry.key, valueText(entry), reasonText(entry, sources)]),
    notes: sources.map((source, index) => `[${index + 1}] ${source}`),
  };
}

function valueText({ value }: ConfigurationEntry): string {
  return typeof value === "string" ? value : DEFERRED[value.deferred];
}

/** Sources stand below the table: many are addresses, which break badly. */
function reasonText({ reason, source }: ConfigurationEntry, sources: string[]): string {
  return source === "plan" ? reason : `${reason} [${sources.indexOf(source) + 1}]`;
}
