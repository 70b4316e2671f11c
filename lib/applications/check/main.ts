/** Looks at what an application runs: is there anything, of which kind, and do its other arguments go with that? */

import { type IssueList, quoted } from "../../plan/issue";
import type { Sound } from "../../plan/structure";
import { fileNameOf, filePhrase, isFile, isLocal } from "../code/local-code";
import { applicationType, applicationTypes } from "./type";

/** As much of an application as says what it runs. */
export interface Main {
  type?: string;
  mainClass?: string;
  /** A text or a local file, or an output of which only the deployment knows what it says. */
  mainApplicationFile?: unknown;
  arguments?: unknown[];
  pythonEnvironment?: unknown;
}

export function checkMain(app: Sound<Main>, issues: IssueList): void {
  const { type, mainApplicationFile: file, mainClass } = app;
  const isMissing = file === undefined || file === "";
  if (isMissing || !isFile(file)) {
    issues.add({
      path: "mainApplicationFile",
      value: file,
      problem: isMissing ? "names nothing to run" : "is no file",
      allowed: filePhrase,
      change: "Say what the application runs.",
    });
    return;
  }
  const resolved = applicationType(app);
  if (resolved === undefined) {
    issues.add({
      path: type === undefined ? "mainApplicationFile" : "type",
      value: type ?? shownFile(file),
      problem: type === undefined ? "does not tell what kind of application it is" : "is no kind of application",
      allowed: quoted(applicationTypes),
      change: "Set type to one of them.",
    });
    return;
  }
  if (resolved !== "Scala" && resolved !== "Java" && mainClass !== undefined) {
    issues.add({
      path: "mainClass",
      value: mainClass,
      problem: `has no meaning for ${resolved === "R" ? "an" : "a"} ${resolved} application`,
      allowed: "a class of a jar",
      change: "Leave mainClass out, or set type.",
    });
  }
  if (resolved === "SQL") checkParameters(app.arguments ?? [], issues);
  if (resolved !== "Python" && app.pythonEnvironment !== undefined) {
    issues.add({
      path: "pythonEnvironment",
      value: shownFile(app.pythonEnvironment),
      problem: `has no meaning for ${resolved === "R" ? "an" : "a"} ${resolved} application`,
      allowed: "an environment of a Python application",
      change: "Leave pythonEnvironment out.",
    });
  }
}

/** Statements name them: https://spark.apache.org/docs/latest/sql-ref-name-resolution.html, as named parameter markers. */
function checkParameters(given: readonly unknown[], issues: IssueList): void {
  given.forEach((value, index) => {
    if (typeof value !== "string" || /^[A-Za-z_]\w*=/.test(value)) return;
    issues.add({
      path: `arguments[${index}]`,
      value,
      problem: "gives no parameter of a SQL application a value",
      allowed: "name=value, which statements use as :name",
      change: "Name the parameter.",
    });
  });
}

function shownFile(file: unknown): unknown {
  if (isLocal(file)) return fileNameOf(file);
  return typeof file === "string" ? file : "(known after deployment)";
}
