/** Puts the Spark configuration of a platform together: every key with its value, its reason and where that comes from. */

import { allocationEntries } from "./allocation";
import type { ConfigurationEntry } from "./configuration";
import type { ConfigurationContext } from "./context";
import { decommissionEntries } from "./decommission";
import { observabilityEntries } from "./observability";
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
  const planned = [
    ...sizingEntries(context),
    ...allocationEntries(context),
    ...decommissionEntries(context),
    ...observabilityEntries(context),
    ...storageEntries(context),
  ];
  const entries = new Map(planned.map((entry) => [entry.key, entry]));
  for (const [key, value] of Object.entries(sparkConf)) {
    const own = entries.get(key);
    entries.set(key, {
      key,
      value,
      reason:
        own === undefined ? "Set in sparkConf." : `Set in sparkConf in place of ${show(own.value)}: ${own.reason}`,
      source: "user",
    });
  }
  return [...entries.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function show(value: ConfigurationEntry["value"]): string {
  return typeof value === "string" ? JSON.stringify(value) : "the cluster's own storage";
}
