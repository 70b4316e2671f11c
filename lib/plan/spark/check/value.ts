/** Whether Spark takes a value: its own parsers of numbers, times, sizes and words, written again. */

import type { KeyRange, KeyType, SparkKey } from "../registry/key";
import { orderOf, type SparkMinor } from "../registry/minors";

interface Refusal {
  /** As the rest of a sentence that starts with the value. */
  problem: string;
  /** As a phrase. */
  allowed: string;
}

/** @returns undefined for a value that Spark takes, or whose test the registry does not know */
export function refusalOf(key: SparkKey, value: string, version: SparkMinor): Refusal | undefined {
  // Spark puts the value of another key, of the environment or of a system property there before it parses.
  if (/\$\{[^}]*\}/.test(value)) return undefined;
  // Beside a range there may be a number that means "none", such as -1, and Spark's own value always is one that it takes.
  if (value === key.default) return undefined;
  const allowed = allowedBy(key);
  const parsed = parseValue(key, value, version);
  if (parsed === undefined) return { problem: problemOf(key, value), allowed };
  if (typeof parsed === "number" && !isWithin(parsed, key.range)) return { problem: "is out of range", allowed };
  return undefined;
}

/** What Spark makes of a value, a time or a size in the unit of its type. @returns undefined for what it refuses */
export function parseValue(key: SparkKey, value: string, version: SparkMinor): number | boolean | string | undefined {
  const [kind = "", , unit = ""] = key.type.split(" ");
  switch (kind) {
    case "boolean":
      return /^(true|false)$/i.test(trim(value)) ? trim(value).toLowerCase() === "true" : undefined;
    case "int":
      return parseWhole(value, 2n ** 31n);
    case "long":
      return parseWhole(value, 2n ** 63n);
    case "double":
      return parseDouble(value);
    case "decimal":
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,9})?$/i.test(trim(value)) ? Number(value) : undefined;
    case "time":
      return parseTime(value, unit);
    case "bytes":
      return parseBytes(value, unit, version);
    case "word":
      return isWord(key, value) ? value : undefined;
    case "list":
      return key.type === "list" || elementsOf(value).every((one) => parseWhole(one, 2n ** 63n) !== undefined)
        ? value
        : undefined;
    default:
      return value;
  }
}

/** Java's trim: all that is not above the space. */
function trim(value: string): string {
  let [start, end] = [0, value.length];
  while (start < end && value.charCodeAt(start) <= 32) start++;
  while (start < end && value.charCodeAt(end - 1) <= 32) end--;
  return value.slice(start, end);
}

/** A Long has 19 digits; what is far longer needs no look at its value. */
const mostDigits = 1000;

function parseWhole(value: string, limit: bigint): number | undefined {
  const text = trim(value);
  if (!/^[+-]?\d+$/.test(text) || text.length > mostDigits) return undefined;
  const whole = BigInt(text.replace(/^\+/, ""));
  return -limit <= whole && whole < limit ? Number(whole) : undefined;
}

/** Java's Double.parseDouble, which also knows hexadecimal numbers and a letter at the end for the type. */
function parseDouble(value: string): number | undefined {
  const text = trim(value);
  if (/^[+-]?(NaN|Infinity)$/.test(text)) return Number(text.replace(/^[+-](?=NaN)/, ""));
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[df]?$/i.test(text)) return Number(text.replace(/[df]$/i, ""));
  return undefined;
}

const nanosPer: Record<string, bigint> = {
  ns: 1n,
  us: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  min: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

/** JavaUtils.timeStringAs: there is no suffix for nanoseconds, and a time too long for its unit becomes the longest. */
function parseTime(value: string, unit: string): number | undefined {
  const [, digits, suffix] = /^(-?\d+)([a-z]+)?$/.exec(trim(value.toLowerCase())) ?? [];
  const amount = longOf(digits);
  const from = nanosPer[suffix ?? unit];
  const to = nanosPer[unit];
  if (amount === undefined || from === undefined || to === undefined || suffix === "ns") return undefined;
  return Number((amount * from) / to);
}

const bytesPer: Record<string, bigint> = {
  b: 1n,
  k: 2n ** 10n,
  m: 2n ** 20n,
  g: 2n ** 30n,
  t: 2n ** 40n,
  p: 2n ** 50n,
};

/**
 * JavaUtils.byteStringAs, before which ConfigHelpers takes a sign away. A fraction is refused, and so is what overflows. Spark
 * takes Kubernetes' units (`Gi`) and `GiB` from 4.2 on.
 */
function parseBytes(value: string, unit: string, version: SparkMinor): number | undefined {
  const isNegative = value.startsWith("-");
  const pattern = orderOf(version) < orderOf("4.2") ? /^(\d+)([kmgtp]b?|b)?$/ : /^(\d+)([kmgtp](ib?|b)?|b)?$/;
  const [, digits, suffix] = pattern.exec(trim(value.slice(isNegative ? 1 : 0).toLowerCase())) ?? [];
  const amount = longOf(digits);
  const from = bytesPer[suffix?.[0] ?? unit];
  const to = bytesPer[unit];
  if (amount === undefined || from === undefined || to === undefined) return undefined;
  const converted = (amount * from) / to;
  return isLong(converted) ? Number(isNegative ? -converted : converted) : undefined;
}

/** The amount that digits stand for, where it is one that Java's Long holds. */
function longOf(digits = ""): bigint | undefined {
  if (digits === "" || digits.length > mostDigits) return undefined;
  return isLong(BigInt(digits)) ? BigInt(digits) : undefined;
}

function isLong(whole: bigint): boolean {
  return BigInt.asIntN(64, whole) === whole;
}

function isWord({ type, values = [] }: SparkKey, value: string): boolean {
  if (type === "word") return values.includes(value);
  return values.some((word) => word.toUpperCase() === value.toUpperCase());
}

function elementsOf(value: string): string[] {
  return value
    .split(",")
    .map(trim)
    .filter((one) => one !== "");
}

function isWithin(value: number, { least, most, above, below }: KeyRange = {}): boolean {
  return (
    !(least !== undefined && !(value >= least)) &&
    !(most !== undefined && !(value <= most)) &&
    !(above !== undefined && !(value > above)) &&
    !(below !== undefined && !(value < below))
  );
}

/** What is most often mixed up, said by name. */
function problemOf({ type }: SparkKey, value: string): string {
  const isOfUnit = type.startsWith("bytes") || type.startsWith("time");
  if (isOfUnit && /^\s*\d+\.\d+/.test(value)) return "has a fraction, which Spark refuses in sizes and times";
  if (isOfUnit && /\d\s+[a-z]/i.test(value)) return "has a space between number and unit, which Spark refuses";
  if (type.startsWith("bytes") && /\d\s*[kmgtp]i(b)?\s*$/i.test(value)) {
    return "has a unit of Kubernetes, which Spark knows from 4.2 on";
  }
  if (type === "int" || type === "long") return "is no whole number";
  return `is no ${nounOf(type)}`;
}

function nounOf(type: KeyType): string {
  if (type.startsWith("bytes")) return "size";
  if (type.startsWith("time")) return "time";
  if (type.startsWith("word")) return "value of this key";
  if (type === "double" || type === "decimal") return "number";
  return type === "list of long" ? "list of whole numbers" : type;
}

const unitNames: Record<string, string> = {
  ns: "nanoseconds",
  us: "microseconds",
  ms: "milliseconds",
  s: "seconds",
  min: "minutes",
  b: "bytes",
  k: "KiB",
  m: "MiB",
  g: "GiB",
};

/** What a key takes, as a phrase: `true or false`, `a size such as "512m" or "4g" (a bare number counts MiB), at least 1`. */
export function allowedBy({ type, range, values = [] }: SparkKey): string {
  const [kind, , unit = ""] = type.split(" ");
  const plain = unitNames[unit];
  const nouns: Record<string, string> = {
    boolean: "true or false",
    int: "a whole number",
    long: "a whole number",
    double: "a number",
    decimal: "a number",
    time: `a whole number with us, ms, s, m, h or d (without one it counts ${plain})`,
    bytes: `a whole number with b, k, m, g, t or p (without one it counts ${plain})`,
    word: values.join(", "),
    list: type === "list" ? "a list with commas" : "whole numbers with commas",
  };
  return [nouns[kind ?? ""] ?? "a text", ...rangeWords(range, plain)].join(", ");
}

function rangeWords({ least, above, most, below }: KeyRange = {}, unit = ""): string[] {
  const word = (text: string, value: number | undefined) =>
    value === undefined ? [] : [`${text} ${value}${unit === "" ? "" : ` ${unit}`}`];
  return [
    ...word("at least", least),
    ...word("more than", above),
    ...word("at most", most),
    ...word("less than", below),
  ];
}
