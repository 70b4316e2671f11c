/** Rules about several keys: what does not go together, and what has no effect. */

import type { StorageScheme } from "../../cluster";
import type { KeyFinding } from "./key";
import type { ConfigurationView } from "./view";

/** What is known beside the configuration. */
export interface Surroundings {
  storage?: StorageScheme;
  operator: boolean;
}

export interface Rule {
  level: KeyFinding["level"];
  /** The key to change; the rule speaks only where one of these is set, and once for each that is. */
  keys: readonly string[] | RegExp;
  /** Whether the rule has something to say of the key. */
  when(view: ConfigurationView, key: string, surroundings: Surroundings): boolean;
  /** As the rest of a sentence that starts with the value. */
  problem: string | ((view: ConfigurationView, key: string) => string);
  allowed: string;
  change: string;
  /** A page of documentation, or the class of Spark that decides. */
  source: string;
}

export function applyRule(
  rule: Rule,
  view: ConfigurationView,
  surroundings: Surroundings,
): (KeyFinding & { key: string })[] {
  const { keys } = rule;
  const spoken = view.keys.filter((key) => (keys instanceof RegExp ? keys.test(key) : keys.includes(key)));
  return spoken
    .filter((key) => rule.when(view, key, surroundings))
    .map((key) => ({
      key,
      level: rule.level,
      problem: typeof rule.problem === "string" ? rule.problem : rule.problem(view, key),
      allowed: rule.allowed,
      change: rule.change,
      source: rule.source,
    }));
}
