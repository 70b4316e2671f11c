/** Puts the Spark configuration of a platform together: every key with its value, its reason and where that comes from. */

import { allocationEntries } from "./allocation";
import { committerEntries } from "./committers";
import type { ConfigurationEntry, PlannedEntry } from "../configuration";
import type { ConfigurationContext } from "./context";
import { decommissionEntries } from "./decommission";
import { networkingEntries } from "./networking";
import { observabilityEntries } from "./observability";
import { securityEntries } from "./security";
import { shuffleEntries } from "./shuffle";
import { sinceOf } from "./since";
import { sizingEntries } from "./sizing";
import { storageEntries } from "./storage";

/**
 * Sorted by key, each key once; `sparkConf` wins over what the plan sets.
 * @param sparkConf checked before: holds no key that the plan owns
 */
export function compileConfiguration(
  context: ConfigurationContext,
  sparkConf: Record<string, string>,
): ConfigurationEntry[] {
  const planned: PlannedEntry[] = [
    ...sizingEntries(context),
    ...allocationEntries(context),
    ...decommissionEntries(context),
    ...shuffleEntries(context),
    ...committerEntries(context),
    ...storageEntries(context),
    ...observabilityEntries(context),
    ...networkingEntries(context),
    ...securityEntries(),
  ];
  const entries = new Map(planned.map((entry) => [entry.key, { since: sinceOf(entry.key), ...entry }]));
  for (const [key, value] of Object.entries(sparkConf)) {
    const own = entries.get(key);
    entries.set(key, {
      key,
      value,
      reason:
        own === undefined ? "Set in sparkConf." : `Set in sparkConf in place of ${show(own.value)}: ${own.reason}`,
      source: "user",
      since: sinceOf(key),
    });
  }
  return [...entries.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function show(value: ConfigurationEntry["value"]): string {
  return typeof value === "string" ? JSON.stringify(value) : "the cluster's own storage";
}
