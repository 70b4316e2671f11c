/** Reads a `spark-defaults.conf` as Spark does, which leaves it to java.util.Properties. */

import type { Finding } from "./finding";

export interface Defaults {
  conf: Record<string, string>;
  /** What Spark would read otherwise than it looks. */
  findings: Finding[];
  /** The line on which a key stands, from 1; of several the last, which is the one that counts. */
  lineOf: Record<string, number>;
}

interface Line {
  /** Of its first part, from 1. */
  number: number;
  text: string;
}

/**
 * Keys that do not start with `spark.` are read too: spark-submit drops them, and {@link checkConfiguration} says so.
 * https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/Properties.html#load(java.io.Reader)
 */
export function parseDefaults(text: string): Defaults {
  const conf = new Map<string, string>();
  const lineOf = new Map<string, number>();
  const findings: Finding[] = [];
  for (const line of logicalLines(text)) {
    const pair = readLine(line.text);
    if (pair === undefined) {
      findings.push(unreadable(line));
      continue;
    }
    const { key, value, hasSeparator } = pair;
    const before = lineOf.get(key);
    if (before !== undefined) findings.push(duplicate(key, value, line.number, before));
    if (!hasSeparator) findings.push(withoutValue(key, line.number));
    conf.set(key, trimSpaces(value));
    lineOf.set(key, line.number);
  }
  return { conf: Object.fromEntries(conf), findings, lineOf: Object.fromEntries(lineOf) };
}

/** Lines without comments and blank ones; a line that ends with an odd number of backslashes goes on in the next. */
function logicalLines(text: string): Line[] {
  const lines: Line[] = [];
  const parts = text.split(/\r\n|\n|\r/);
  let open: Line | undefined;
  for (const [index, raw] of parts.entries()) {
    const part = raw.replace(/^[ \t\f]+/, "");
    const isLast = index === parts.length - 1;
    if (isLast && raw === "" && open !== undefined) {
      lines.push(open);
      break;
    }
    // A line that holds nothing but the backslash has not begun yet.
    const begins = open === undefined || open.text === "";
    if (begins && (part === "" || /^[#!]/.test(part))) {
      open = undefined;
      continue;
    }
    const goesOn = trailingBackslashes(part) % 2 === 1;
    const line: Line = begins || open === undefined ? { number: index + 1, text: "" } : open;
    line.text += goesOn ? part.slice(0, -1) : part;
    open = goesOn && !isLast ? line : undefined;
    if (open === undefined) lines.push(line);
  }
  return lines;
}

function trailingBackslashes(text: string): number {
  let start = text.length;
  while (text[start - 1] === "\\") start--;
  return text.length - start;
}

/** @returns undefined for a \u that four hexadecimal digits do not follow: Properties throws */
function readLine(text: string): { key: string; value: string; hasSeparator: boolean } | undefined {
  let end = 0;
  while (end < text.length && !/[=: \t\f]/.test(text[end]!)) end += text[end] === "\\" ? 2 : 1;
  end = Math.min(end, text.length);
  const separator = /^[ \t\f]*[=:]?[ \t\f]*/.exec(text.slice(end))![0];
  const key = unescape(text.slice(0, end));
  const value = unescape(text.slice(end + separator.length));
  return key === undefined || value === undefined ? undefined : { key, value, hasSeparator: separator !== "" };
}

const escaped: Record<string, string> = { t: "\t", n: "\n", r: "\r", f: "\f" };

function unescape(text: string): string | undefined {
  if (/(?<!\\)(\\\\)*\\u(?![0-9a-fA-F]{4})/.test(text)) return undefined;
  return text.replace(/\\(u([0-9a-fA-F]{4})|[^]|$)/g, (_, letter: string, code?: string) =>
    code === undefined ? (escaped[letter] ?? letter) : String.fromCharCode(parseInt(code, 16)),
  );
}

/** Spark trims a value, but for line ends that were written as escapes. */
function trimSpaces(value: string): string {
  const isTrimmed = (index: number) => value.charCodeAt(index) <= 32 && !/[\r\n]/.test(value[index]!);
  let [start, end] = [0, value.length];
  while (start < end && isTrimmed(start)) start++;
  while (start < end && isTrimmed(end - 1)) end--;
  return value.slice(start, end);
}

function duplicate(key: string, value: string, line: number, before: number): Finding {
  return {
    level: "warning",
    key,
    path: `line ${line}: ${key}`,
    value,
    problem: `is set again: line ${before} set ${key} before, and only the last counts`,
    allowed: "each key once",
    change: `Remove line ${before} or line ${line}.`,
  };
}

function withoutValue(key: string, line: number): Finding {
  return {
    level: "warning",
    key,
    path: `line ${line}`,
    value: key,
    problem: "is a key without a value, which Spark reads as an empty text",
    allowed: "a key and a value with spaces or = between them",
    change: "Add a value, or remove the line.",
  };
}

function unreadable({ number, text }: Line): Finding {
  return {
    level: "error",
    key: "",
    path: `line ${number}`,
    value: text,
    problem: "holds \\u without four hexadecimal digits, and Spark does not start",
    allowed: "\\u with four hexadecimal digits; a backslash itself is written \\\\",
    change: "Write \\\\ in place of \\.",
  };
}
