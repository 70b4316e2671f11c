/** Looks at the files that an application brings from this machine: are they there, and is there a way into the cluster? */

import type { IssueList } from "../../plan/issue";
import { localFilesOf, type NamedFiles } from "../code/files";
import { fileNameOf, isText, problemWith, readLocal } from "../code/local-code";

/** What all files in one ConfigMap may have together: 1 MiB is its limit, and names and labels are counted too. */
const mostConfigMapBytes = 900 * 1024;

/** Names that Spark's lists, which commas and `#` divide, and Python's imports can do with. */
const fileNamePattern = /^[A-Za-z0-9_][\w.+-]*$/;

const toStorage =
  "Put it into the image (local:///...) or into object storage that drivers may read, and name its URI; or use a cluster that brings storage.";

/** @param canUpload whether the cluster brings storage that code can be put into; else small text comes by a ConfigMap */
export function checkCode(app: NamedFiles, canUpload: boolean, issues: IssueList): void {
  let total = 0;
  for (const { path, local } of localFilesOf(app)) {
    const value = "file" in local ? local.file : local.fileName;
    const at = "file" in local ? `${path}.file` : `${path}.fileName`;
    const problem = problemWith(local);
    if (problem !== undefined) {
      const change = "Correct the path: it starts at the program's working directory.";
      issues.add({ path: at, value, problem, allowed: "a file of this machine", change });
      continue;
    }
    if (!fileNamePattern.test(fileNameOf(local))) {
      issues.add({
        path: at,
        value,
        problem: "has a name that Spark's lists of files can't carry",
        allowed: 'letters, digits, "_", "-", "+" and "."',
        change: "Rename the file.",
      });
    }
    if (canUpload) continue;
    const code = readLocal(local);
    total += code.content.length;
    if (isText(code) && total <= mostConfigMapBytes) continue;
    issues.add({
      path: at,
      value,
      problem: isText(code)
        ? `brings the local files to ${Math.ceil(total / 1024)} KiB, more than a ConfigMap holds, and the cluster has no storage for code`
        : "is not text, and the cluster has no storage for code that it could be put into",
      allowed: `text files of ${mostConfigMapBytes / 1024} KiB together`,
      change: toStorage,
    });
  }
}
