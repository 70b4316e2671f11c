/** Says what the plan finds wrong with its arguments in the names of the options that they came from. */

import { type Issue, IssueList } from "../../plan/issue";

/** How options are called for what the plan calls otherwise; the last name of a path counts. */
const optionOf: Record<string, string> = {
  machines: "--machine",
  kubernetesVersion: "--kubernetes",
  maxPods: "--max-pods",
  offHeap: "--off-heap",
  pysparkMemory: "--pyspark-memory",
};

/** @returns what `look` returns; what it finds is added to `issues` */
export function inOptions<T>(issues: IssueList, look: (found: IssueList) => T): T {
  const found = new IssueList();
  const result = look(found);
  for (const issue of found.all) issues.add({ ...issue, path: optionNamed(issue) });
  return result;
}

function optionNamed({ path }: Issue): string {
  const name = path.replace(/\[.*$/, "").replace(/^.*\./, "");
  return optionOf[name] ?? `--${name}`;
}
