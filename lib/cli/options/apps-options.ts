/** Options that all commands about applications have in common, and the application or schedule that a name means. */

import { distance } from "fastest-levenshtein";

import { Refused } from "../../apps/actions/refused";
import { type App, hasEnded } from "../../apps/application";
import { type AppsApi, findApps, namedApps } from "../../apps/find";
import { hasStatus } from "../../cluster-api/cluster-api";
import { IssueList } from "../../plan/issue";
import { isDns1123Label } from "../../plan/names";
import { Misuse, Problem } from "../problem";

export interface ScopeOptions {
  namespace?: string;
  allNamespaces?: true;
}

/** Which namespaces are meant. */
export type Scope = { all: true } | { all: false; namespace?: string };

/** @throws Misuse with every option that can't be used. */
export function readScope({ namespace, allNamespaces }: ScopeOptions, issues = new IssueList()): Scope {
  if (namespace !== undefined && !isDns1123Label(namespace)) {
    issues.add({
      path: "--namespace",
      value: namespace,
      problem: "is no name of a namespace",
      allowed: "lower-case letters, digits and -, at most 63",
      change: "Correct it.",
    });
  }
  if (namespace !== undefined && allNamespaces === true) {
    issues.add({
      path: "--namespace",
      value: namespace,
      problem: "is given together with --all-namespaces",
      allowed: "one of the two",
      change: "Leave one out.",
    });
  }
  if (issues.length > 0) throw new Misuse(issues.all);
  return allNamespaces === true ? { all: true } : { all: false, namespace };
}

/** As kubectl does: the context's namespace, then `default`. @returns undefined for all */
export function namespaceIn(api: AppsApi, scope: Scope): string | undefined {
  return scope.all ? undefined : (scope.namespace ?? api.namespace ?? "default");
}

export async function appNamed(api: AppsApi, scope: Scope, name: string): Promise<{ app: App; notes: string[] }> {
  const namespace = namespaceIn(api, scope);
  const { apps, notes } = await findApps(api, namespace);
  const found = namedApps(apps, name);
  const alive = found.filter((app) => !hasEnded(app));
  const [only] = alive.length === 1 ? alive : found;
  if (only !== undefined && (found.length === 1 || alive.length === 1)) return { app: only, notes };
  if (only === undefined)
    throw noneNamed(
      "application",
      name,
      namespace,
      apps.map((app) => app.name),
      notes,
    );
  const which = found.map((app) => `  ${app.namespace}: ${app.drivers[0]?.metadata.name ?? app.name}, ${app.state}`);
  throw new Problem(
    [`${found.length} applications are called ${name}; say which by the name of its driver's pod:`, ...which].join(
      "\n",
    ),
  );
}

export function noneNamed(
  what: string,
  name: string,
  namespace: string | undefined,
  known: readonly string[],
  notes: readonly string[],
): Problem {
  const [nearest] = [...known].sort((a, b) => distance(name, a) - distance(name, b));
  const where = namespace === undefined ? "the cluster" : `the namespace ${namespace}`;
  const meant = nearest === undefined ? `there is none` : `did you mean ${nearest}?`;
  return new Problem([`${where} has no ${what} ${name}: ${meant}`, ...notes].join("\n"), [
    ...(namespace === undefined ? [] : ["look in all of them: --all-namespaces, or --namespace NAME"]),
  ]);
}

/** What the cluster refuses, and what can't be done, is the user's to change. */
export async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refused) throw new Problem(error.message, error.next);
    if (hasStatus(error, 401, 403)) {
      throw new Problem((error as Error).message, [
        "add --namespace for one that you may read",
        "or ask for the right",
      ]);
    }
    throw error;
  }
}
