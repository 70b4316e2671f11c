/** Tells whether a text is a kubeconfig and whether the context that is asked for is in it. */

import { parse } from "yaml";

import { type IssueList, quoted } from "../../plan/issue";

/** What the check looks at; everything else is kubectl's affair. */
interface Kubeconfig {
  kind?: unknown;
  "current-context"?: unknown;
  contexts?: unknown;
  clusters?: unknown;
}

/** Adds an issue for everything that would keep `context` of this kubeconfig from being used. */
export function checkKubeconfig(text: string, context: string | undefined, issues: IssueList): void {
  const config = parseMap(text);
  const problem = config === undefined ? "is neither a kubeconfig nor the path of one" : structureProblem(config);
  if (config === undefined || problem !== undefined) addIssue(excerpt(text), problem ?? "is not a kubeconfig", issues);
  else checkContext(config, context, issues);
}

/** Adds an issue for what is not even text. */
export function addNoKubeconfig(value: unknown, issues: IssueList): void {
  // An object may be a kubeconfig that was parsed, with its credentials.
  addIssue(typeof value === "object" ? "(an object)" : value, "is not text", issues);
}

function addIssue(value: unknown, problem: string, issues: IssueList): void {
  issues.add({
    path: "kubeconfig",
    value,
    problem,
    allowed: "the content of a kubeconfig, or the path of a file that holds one",
    change: "Run `kubectl config view --raw --minify` and give what it prints, or leave kubeconfig out.",
  });
}

function checkContext(config: Kubeconfig, context: string | undefined, issues: IssueList): void {
  const known = namesOf(config.contexts);
  const wanted = context ?? config["current-context"];
  if (typeof wanted === "string" && known.includes(wanted)) return;
  issues.add({
    path: "context",
    value: context,
    problem:
      context === undefined ? "leaves the choice to current-context, which is not set" : "is not in the kubeconfig",
    allowed: quoted(known),
    change: "Name one of the kubeconfig's contexts; `kubectl config get-contexts` lists them.",
  });
}

function structureProblem(config: Kubeconfig): string | undefined {
  if (config.kind !== "Config") return 'is not a kubeconfig: its kind is not "Config"';
  if (namesOf(config.clusters).length === 0) return "is a kubeconfig without a cluster";
  if (namesOf(config.contexts).length === 0) return "is a kubeconfig without a context";
  return undefined;
}

function parseMap(text: string): Kubeconfig | undefined {
  try {
    const value: unknown = parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function namesOf(entries: unknown): string[] {
  if (!Array.isArray(entries)) return [];
  return entries
    .map((entry: unknown) => (entry as { name?: unknown } | null)?.name)
    .filter((name) => typeof name === "string");
}

/** A kubeconfig holds credentials: an error shows no more of it than can tell the user which text is meant. */
function excerpt(text: string): string {
  return text.includes("\n") ? `(a text of ${text.split("\n").length} lines)` : text.slice(0, 60);
}
