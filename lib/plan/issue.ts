/** What is wrong with an argument, in the user's words, and the error that carries every issue at once. */

import { inspect } from "node:util";

export interface Issue {
  /** Path of the argument as the user writes it, for example `sparkPools[1].maxNodes`. */
  path: string;
  /** The value that was given. */
  value: unknown;
  /** What is wrong with it, as the rest of a sentence that starts with the value: "does not fit m7i.xlarge: …". */
  problem: string;
  /** What is allowed, as a phrase: "a whole number from 1 to 1000". */
  allowed: string;
  /** What to change, as a sentence: "Use memory \"auto\", or a machine with more than 16 GiB." */
  change: string;
}

/** Every issue found in one look at the arguments. Raised before any resource exists. */
export class InvalidArguments extends Error {
  constructor(
    /** What was being planned, for example `EksCluster "analytics"`. */
    readonly subject: string,
    readonly issues: readonly Issue[],
  ) {
    super(describeIssues(subject, issues));
    this.name = "InvalidArguments";
  }
}

/** Collects issues while arguments are looked at, and raises them together. */
export class IssueList {
  private readonly found: Issue[] = [];

  add(issue: Issue): void {
    this.found.push(issue);
  }

  get length(): number {
    return this.found.length;
  }

  get all(): readonly Issue[] {
    return this.found;
  }

  /** @throws InvalidArguments when anything was found. */
  raise(subject: string): void {
    if (this.found.length > 0) throw new InvalidArguments(subject, this.found);
  }
}

/** One line per issue: path, value, what is wrong, what is allowed, what to change. */
export function describeIssue({ path, value, problem, allowed, change }: Issue): string {
  return `${path}: ${show(value)} ${problem}. Allowed: ${allowed}. ${change}`;
}

function describeIssues(subject: string, issues: readonly Issue[]): string {
  const count = issues.length === 1 ? "1 problem" : `${issues.length} problems`;
  const lines = issues.map((issue) => `  - ${describeIssue(issue)}`);
  return [`${subject} has ${count}; nothing of it was created.`, ...lines].join("\n");
}

const longestText = 120;

/** One line, whatever the value is: nothing that a user gives may keep the message from being written. */
export function show(value: unknown): string {
  if (value === undefined) return "(not given)";
  if (isOutput(value)) return "(an output)";
  const text = textOf(value);
  return text.length > longestText ? `${text.slice(0, longestText - 3)}...` : text;
}

/** Whether a value is a pulumi.Output; the plan knows of it only to say that it can't be planned with. */
export function isOutput(value: unknown): boolean {
  return typeof value === "object" && value !== null && "__pulumiOutput" in value;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return inspect(value);
  if ("__pulumiType" in value) return `(a resource of type ${String(value.__pulumiType)})`;
  try {
    return JSON.stringify(value) ?? inspect(value);
  } catch {
    // A cycle, a BigInt, or a toJSON that throws.
    return inspect(value, { depth: 1, compact: true, breakLength: Infinity });
  }
}

/** Names as a phrase for {@link Issue.allowed}: `"native", "karpenter"`. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(", ");
}
