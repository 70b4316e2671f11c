/** Checks the structure of plain arguments against a zod schema and says what is wrong in the user's words. */

import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";

import { isOutput, type Issue, type IssueList } from "./issue";

/** What is left of a value without what is wrong in it: any key and any element of a list may be undefined. */
export type Sound<T> = T extends readonly (infer Item)[]
  ? (Sound<Item> | undefined)[]
  : T extends object
    ? { [Key in keyof T]?: Sound<T[Key]> }
    : T;

export interface Structure<T> {
  /** What has the right structure, so that one bad value does not hide what is wrong with another; undefined where all is bad. */
  sound: Sound<T> | undefined;
  /** Whether the value at a path, for example `executors.memory`, is there as it was given, with all that is in it. */
  isWhole: (path: string) => boolean;
}

/**
 * Adds an issue for every place where `value` does not have the structure of `schema`.
 * @typeParam T what the schema describes
 * @param path of `value` as the user writes it; empty for the arguments themselves
 */
export function soundPart<T>(schema: z.ZodType, value: unknown, path: string, issues: IssueList): Structure<T> {
  const found = schema.safeParse(value).error?.issues ?? [];
  found.forEach((issue, index) => addIssues(issue, schema, value, path, issues, index < closeLooks));
  const bad = found.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
  );
  const sound = withoutAll(value, bad);
  const badPaths = bad.map((at) => joinPath(path, at));
  return {
    sound: sound as Sound<T> | undefined,
    isWhole: (at) => !badPaths.some((badPath) => isWithin(badPath, at) || isWithin(at, badPath)),
  };
}

/**
 * Schema of an object of known keys; one that is not known is an issue, since it would otherwise do nothing unnoticed.
 * @param phrase what the object is. @default "an object with the keys ..."
 */
export function strictObject<T extends z.ZodRawShape>(shape: T, phrase?: string) {
  const keys = Object.keys(shape).join(", ");
  const otherwise = phrase ?? `an object with the keys ${keys}`;
  const object = z.strictObject(shape, { error: ({ code }) => (code === "unrecognized_keys" ? keys : otherwise) });
  // An output answers to every key, so it would pass for an object whose keys are all left out.
  return z.preprocess((value) => (isOutput(value) ? "an output" : value), object);
}

/** Schema of a whole number in a range. */
export function wholeNumber(least: number, most: number): z.ZodType<number> {
  const phrase = `a whole number from ${least} to ${most}`;
  return z.number(phrase).refine((value) => Number.isInteger(value) && value >= least && value <= most, phrase);
}

/** Schema of a text that may be an output, of which nothing more can be said before the deployment. */
export function inputText(phrase: string): z.ZodType {
  const isInput = (value: unknown) => typeof value === "string" || isOutput(value) || value instanceof Promise;
  return z.unknown().refine(isInput, phrase);
}

/** `sparkPools` and [1, "labels", "team/x"] make `sparkPools[1].labels["team/x"]`. */
export function joinPath(root: string, parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((path, part) => {
    if (typeof part === "number") return `${path}[${part}]`;
    const key = String(part);
    if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path === "" ? key : `${path}.${key}`;
  }, root);
}

/** Issues of which it is asked whether the value could be left out, since each asks for another look at everything. */
const closeLooks = 100;

function addIssues(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  value: unknown,
  path: string,
  issues: IssueList,
  looksClosely: boolean,
): void {
  if (issue.code === "unrecognized_keys") {
    const known = issue.message.split(", ");
    for (const key of issue.keys) issues.add(unknownKey([...issue.path, key], key, known, value, path));
    return;
  }
  const at = joinPath(path, issue.path) || "args";
  const given = valueAt(value, issue.path);
  const allowed = issue.message.replace(/^Invalid input: expected /, "").replace(/\.$/, "");
  const canBeLeftOut =
    looksClosely &&
    !schema
      .safeParse(without(value, issue.path))
      .error?.issues.some((left) => joinPath(path, left.path) === joinPath(path, issue.path));
  issues.add({ path: at, value: given, allowed, ...complaint(given, at, canBeLeftOut) });
}

function complaint(given: unknown, at: string, canBeLeftOut: boolean): Pick<Issue, "problem" | "change"> {
  if (given === undefined) return { problem: "is missing", change: `Add ${at}.` };
  const orLeaveOut = canBeLeftOut ? ", or leave it out" : "";
  if (isOutput(given)) {
    return {
      problem: "is known only after the deployment, and the plan is made before",
      change: `Give a plain value, for example one of the stack's configuration${orLeaveOut}.`,
    };
  }
  return { problem: "is not what this argument takes", change: `Change it to what is allowed${orLeaveOut}.` };
}

function unknownKey(parts: PropertyKey[], key: string, known: string[], value: unknown, path: string): Issue {
  return {
    path: joinPath(path, parts),
    value: valueAt(value, parts),
    problem: "is given to an argument that is not there",
    allowed: known.join(", "),
    change: suggestion(key, known),
  };
}

/** The name that was probably meant; none where more than half of the letters would have to change. */
function suggestion(key: string, known: string[]): string {
  const nearest = closest(key.slice(0, 40), known);
  return distance(key, nearest) > key.length / 2 ? "Leave it out." : `Did you mean "${nearest}"?`;
}

function valueAt(value: unknown, parts: readonly PropertyKey[]): unknown {
  return parts.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part], value);
}

/** A copy without what lies at `path`; elements of lists keep their places. */
function without(value: unknown, [key, ...rest]: readonly PropertyKey[]): unknown {
  if (key === undefined || typeof value !== "object" || value === null) return undefined;
  const part = (name: PropertyKey, given: unknown) => (name === key ? without(given, rest) : given);
  if (Array.isArray(value)) return value.map((item: unknown, index) => part(index, item));
  const entries = Object.entries(value).map(([name, given]) => [name, part(name, given)] as const);
  return Object.fromEntries(entries.filter(([name, left]) => name !== key || left !== undefined));
}

/** A copy without what lies at any of the paths, made in one go, however many there are; keys and elements keep their places. */
function withoutAll(value: unknown, paths: readonly PropertyKey[][]): unknown {
  if (paths.length === 0) return value;
  if (typeof value !== "object" || value === null || paths.some((path) => path.length === 0)) return undefined;
  const within = new Map<PropertyKey, PropertyKey[][]>();
  for (const [key, ...rest] of paths) {
    const others = within.get(key!);
    if (others === undefined) within.set(key!, [rest]);
    else others.push(rest);
  }
  const part = (name: PropertyKey, given: unknown) => withoutAll(given, within.get(name) ?? []);
  if (Array.isArray(value)) return value.map((item: unknown, index) => part(index, item));
  return Object.fromEntries(Object.entries(value).map(([name, given]) => [name, part(name, given)]));
}

/** Whether a path is another one or leads into it. */
function isWithin(path: string, outer: string): boolean {
  return outer === "" || path === outer || (path.startsWith(outer) && /^[.[]/.test(path.slice(outer.length)));
}
