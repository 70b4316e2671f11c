/** Reads a file of Spark configuration: spark-defaults.conf, or a mapping of keys to values in YAML or JSON. */

import { readFileSync } from "node:fs";

import { type Document, isMap, isScalar, LineCounter, parseDocument, type Scalar } from "yaml";

import { type Defaults, parseDefaults } from "../../plan/spark/check/defaults";
import { Misuse, Problem } from "../problem";
import { standardInput, type Streams } from "../streams";

const mapping = /\.(ya?ml|json)$/;

/** @param file `-` for the standard input */
export function readConfiguration(file: string, streams: Streams): Defaults {
  const text = textOf(file, streams);
  return mapping.test(file) ? readMapping(file, text) : parseDefaults(text);
}

function textOf(file: string, streams: Streams): string {
  try {
    return file === "-" ? standardInput(streams) : readFileSync(file, "utf8");
  } catch (error) {
    throw new Misuse([
      {
        path: "file",
        value: file,
        problem: `can't be read: ${(error as Error).message}`,
        allowed: "a file in the syntax of spark-defaults.conf, or - for the standard input",
        change: "Correct the path.",
      },
    ]);
  }
}

function readMapping(file: string, text: string): Defaults {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) throw new Problem(`${file}: ${broken.message}`);
  const read: Defaults = { conf: {}, findings: [], lineOf: {} };
  for (const [key, value, line] of entriesOf(file, document, lines)) {
    read.conf[key] = value;
    read.lineOf[key] = line;
  }
  return read;
}

function entriesOf(file: string, { contents }: Document.Parsed, lines: LineCounter): [string, string, number][] {
  if (!isMap(contents)) throw new Problem(`${file} holds no mapping of Spark's keys to values.`);
  return contents.items.map(({ key, value }) => {
    if (!isScalar(key) || (value !== null && !isScalar(value)))
      throw new Problem(`${file}: each key takes one value; nothing may be nested.`);
    const { line } = lines.linePos(key.range?.[0] ?? 0);
    return [scalarText(key), value === null ? "" : scalarText(value), line];
  });
}

/** As it is written where YAML makes a number or a boolean of it: 1.0 stays 1.0. */
function scalarText({ value, source = "" }: Scalar): string {
  return typeof value === "string" ? value : source;
}
