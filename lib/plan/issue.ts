/** What is wrong with an argument, in the user's words, and the error that carries every issue at once. */

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
  return [`${subject} has ${count}; nothing was created.`, ...issues.map((issue) => `  - ${describeIssue(issue)}`)].join(
    "\n",
  );
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === undefined) return "(not given)";
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
