/** A configuration as Spark will read it: what is set, and the version's own value for the rest. */

import type { SparkMinor } from "../registry/minors";
import { findKey } from "../registry/spark-keys";
import { parseValue } from "./value";

export class ConfigurationView {
  constructor(
    private readonly conf: Readonly<Record<string, string>>,
    readonly version: SparkMinor,
  ) {}

  get keys(): string[] {
    return Object.keys(this.conf);
  }

  isSet(name: string): boolean {
    return Object.hasOwn(this.conf, name);
  }

  /** Whether this version of Spark has the key. */
  isKnown(name: string): boolean {
    return findKey(this.version, name) !== undefined;
  }

  /** What is set, else Spark's own value; undefined where there is neither. */
  text(name: string): string | undefined {
    if (this.isSet(name)) return this.conf[name];
    const standard = findKey(this.version, name)?.default;
    const [, other] = /^<value of (\S+)>$/.exec(standard ?? "") ?? [];
    return other === undefined ? standard : this.text(other);
  }

  isOn(name: string): boolean {
    return this.text(name)?.trim().toLowerCase() === "true";
  }

  /** A number, or a time or a size in the unit of the key; undefined where there is none, or none that Spark takes. */
  number(name: string): number | undefined {
    const key = findKey(this.version, name);
    const text = this.text(name);
    const parsed = key === undefined || text === undefined ? undefined : parseValue(key, text, this.version);
    return typeof parsed === "number" ? parsed : undefined;
  }
}
