/** Options of `submit-args` as arguments of an application, and what is wrong with them. */

import { basename } from "node:path";

import { checkApplication } from "../../applications/check/application";
import { applicationType } from "../../applications/check/type";
import { type Issue, IssueList } from "../../plan/issue";
import type { PlatformPlan } from "../../plan/platform";
import type { RunOptions } from "../run-program";

export interface SubmitArgsOptions extends RunOptions {
  platform?: string;
  namespace?: string;
  mode?: string;
  executorSize?: string;
  name?: string;
  class?: string;
  out?: string;
}

const missingFile: Issue = {
  path: "application",
  value: undefined,
  problem: "is missing",
  allowed: "a jar, a Python or an R file after --",
  change: "For example -- local:///opt/spark/examples/src/main/python/pi.py 100",
};

function sqlFile(file: string): Issue {
  return {
    path: "application",
    value: file,
    problem: "is a file of SQL, and spark-submit runs none in a cluster",
    allowed: "a jar, a Python or an R file",
    change: "Use SparkApplication or SparkSubmitJob, which bring along what runs it.",
  };
}

function localFile(file: string): Issue {
  return {
    path: "application",
    value: file,
    problem: "is a file of this machine, which a driver in the cluster can't open",
    allowed: "a URI that it can open, such as s3a://bucket/job.py, or local:///opt/app/job.py in the image",
    change: "Put the file there, or use SparkApplication or SparkSubmitJob, which bring local files along.",
  };
}

/** What the check calls arguments of an application, by the options of this command. */
const optionOf: Record<string, string> = {
  mainApplicationFile: "application",
  mainClass: "--class",
  type: "application",
  namespace: "--namespace",
  name: "--name",
  "executors.size": "--executor-size",
};

/** @param plan undefined where there is none to look at */
export function checkSubmission(
  application: readonly string[],
  options: SubmitArgsOptions,
  plan: PlatformPlan | undefined,
  issues: IssueList,
): void {
  const [file] = application;
  if (file === undefined) issues.add(missingFile);
  else if (options.mode === "cluster" && !/^[a-z][a-z0-9+.-]*:/i.test(file)) issues.add(localFile(file));
  const args = argsOf(application, options);
  if (applicationType(args) === "SQL") issues.add(sqlFile(args.mainApplicationFile));
  if (plan === undefined) return;
  const found = new IssueList();
  checkApplication(args, { plan, canUpload: false }, found);
  for (const issue of found.all) {
    // That there is no file was said.
    if (file === undefined && issue.path === "mainApplicationFile") continue;
    issues.add({ ...issue, path: optionOf[issue.path] ?? issue.path });
  }
}

/** As arguments of an application. */
export function argsOf([file = "", ...rest]: readonly string[], options: SubmitArgsOptions) {
  const { namespace, executorSize, class: mainClass } = options;
  return {
    name: options.name ?? nameOf(file),
    ...(namespace !== undefined && { namespace }),
    ...(mainClass !== undefined && { mainClass }),
    ...(executorSize !== undefined && { executors: { size: executorSize } }),
    mainApplicationFile: file,
    arguments: [...rest],
  };
}

/** `s3a://bucket/Daily_Report.py` makes `daily-report`. */
function nameOf(file: string): string {
  const name = basename(file)
    .replace(/\.\w+$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  return (
    name
      .replace(/^[^a-z]+/, "")
      .slice(0, 38)
      .replace(/-+$/, "") || "application"
  );
}
