/** Looks at a Spark configuration as a user wrote it: what is wrong, what does not go together, what is worth knowing. */

import type { StorageScheme } from "../../cluster";
import type { SparkMinor } from "../registry/minors";
import type { Finding } from "./finding";
import { checkKey } from "./key";
import { applyRule } from "./rule";
import { rules } from "./rules/all";
import { ConfigurationView } from "./view";

export interface CheckContext {
  version: SparkMinor;
  /** File system of the data, where it is known. */
  storage?: StorageScheme;
  /** Whether the Spark operator submits the applications. @default false */
  operator?: boolean;
  /** Where a key stands, for the message. @default the key itself */
  pathOf?: (key: string) => string;
}

/** Every finding: in the order of the keys what is wrong with each, then what concerns several. */
export function checkConfiguration(conf: Record<string, string>, context: CheckContext): Finding[] {
  const { version, storage, operator = false, pathOf = (key) => key } = context;
  const view = new ConfigurationView(conf, version);
  const ofEach = Object.entries(conf).flatMap(([key, value]) =>
    checkKey(key, value, version).map((found) => ({ key, ...found })),
  );
  const ofSeveral = rules.flatMap((rule) => applyRule(rule, view, { storage, operator }));
  return [...ofEach, ...ofSeveral].map(({ key, ...found }) => ({ path: pathOf(key), value: conf[key], key, ...found }));
}
