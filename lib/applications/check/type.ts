/** Tells what kind of application it is. */

import type { Sound } from "../../plan/structure";
import type { ApplicationType } from "../args";
import { fileNameOf, isLocal } from "../code/local-code";

export const applicationTypes: readonly ApplicationType[] = ["Scala", "Java", "Python", "R", "SQL"];

const typesByEnding: Record<string, ApplicationType> = { jar: "Scala", py: "Python", r: "R", sql: "SQL" };

/** What tells the kind; values of any kind, as far as they are known before the deployment. */
interface Telling {
  type?: string;
  mainClass?: string;
  mainApplicationFile?: unknown;
}

/** Scala for whatever has a main class or is a jar, else by the file's ending; undefined where nothing tells. */
export function applicationType({ type, mainClass, mainApplicationFile }: Sound<Telling>): ApplicationType | undefined {
  const given = applicationTypes.find((known) => known === type);
  if (given || type !== undefined) return given;
  if (mainClass !== undefined) return "Scala";
  const file = isLocal(mainApplicationFile) ? fileNameOf(mainApplicationFile) : mainApplicationFile;
  const [, ending = ""] = /\.(jar|py|r|sql)$/i.exec(typeof file === "string" ? file : "") ?? [];
  return typesByEnding[ending.toLowerCase()];
}
