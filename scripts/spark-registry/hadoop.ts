/** Keys of Hadoop's connectors to object stores: from core-default.xml, and from the texts in the connectors' classes. */

import { z } from "zod";

import type { Entry } from "./facts";

/** Connectors that are asked; the third, of Google, puts its keys together at run time. */
export function connectorsOf(hadoop: string): string[] {
  return [`org.apache.hadoop:hadoop-aws:${hadoop}`, `org.apache.hadoop:hadoop-azure:${hadoop}`];
}

/** What looks like a key in the connectors' classes. */
export const connectorKeys = String.raw`fs\.(s3a|azure)(\.[A-Za-z0-9_-]+)+`;

/** @param jars names of Spark's jars, one of which is Hadoop's client */
export function hadoopVersion(jars: readonly string[]): string {
  const version = jars.flatMap((name) => /^hadoop-client-api-(.+)\.jar$/.exec(name)?.[1] ?? [])[0];
  if (version === undefined) throw new Error("there is no hadoop-client-api among Spark's jars");
  return version;
}

/**
 * @param coreDefault text of core-default.xml
 * @param constants texts in the classes of the connectors
 */
export function hadoopEntries(coreDefault: unknown, constants: readonly unknown[]): Entry[] {
  const defaults = new Map(propertiesOf(z.string().parse(coreDefault)));
  const named = constants.map((text) => z.string().parse(text)).filter((name) => !isPrefix(name, constants));
  return [...new Set([...defaults.keys(), ...named])].sort().map((name) => {
    const standard = defaults.get(name) ?? "";
    return {
      name: `spark.hadoop.${name}`,
      default: standard === "" ? "<undefined>" : standard,
      since: "",
      public: defaults.has(name),
      alternatives: [],
      type: /^(true|false)$/.test(standard) ? "boolean" : "string",
      min: undefined,
      max: undefined,
      above: undefined,
      below: undefined,
    };
  });
}

function isPrefix(name: string, others: readonly unknown[]): boolean {
  return others.some((other) => typeof other === "string" && other.startsWith(`${name}.`)) && !name.includes("key");
}

/** Name and value of each property of the connectors; a long value may go over several lines. */
function propertiesOf(xml: string): [string, string][] {
  const properties = xml.replace(/<!--[^]*?-->/g, "").matchAll(/<property>([^]*?)<\/property>/g);
  return Array.from(properties, ([, body = ""]): [string, string] => [
    /<name>([^<]*)<\/name>/.exec(body)?.[1]?.trim() ?? "",
    (/<value>([^<]*)<\/value>/.exec(body)?.[1] ?? "").replace(/\s+/g, " ").trim(),
  ]).filter(([name]) => /^fs\.(s3a|azure)\./.test(name));
}
