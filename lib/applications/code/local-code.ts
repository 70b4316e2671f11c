/** Reads code that lies on this machine, or in the program, and tells by a digest when it has changed. */

import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";

import { isOutput } from "../../plan/issue";
import type { LocalFile, LocalText } from "../args";

export interface LocalCode {
  fileName: string;
  content: Buffer;
  /** Of the content; 16 of SHA-256's 64 digits, so that paths stay short. */
  digest: string;
}

/** Whether a value is a file of this machine or a text, and not a URI. */
export function isLocal(value: unknown): value is LocalFile | LocalText {
  if (typeof value !== "object" || value === null) return false;
  const { file, text, fileName } = value as Partial<LocalFile & LocalText>;
  return typeof file === "string" || (typeof text === "string" && typeof fileName === "string");
}

/** Whether a value can be a file of an application; a text, or an output of which only the deployment knows what it says, is a URI. */
export function isFile(value: unknown): boolean {
  if (typeof value === "string" || isOutput(value) || value instanceof Promise) return true;
  return isLocal(value) && Object.keys(value).length === ("file" in value ? 1 : 2);
}

/** What files can be, in words. */
export const filePhrase =
  'a URI such as "s3a://bucket/job.py", or a local file: { file: "job.py" } or { text: "SELECT 1", fileName: "job.sql" }';

export function fileNameOf(local: LocalFile | LocalText): string {
  return "file" in local ? basename(local.file) : local.fileName;
}

/** Why a file can't be read, as the rest of a sentence that starts with its path; undefined for one that can. */
export function problemWith(local: LocalFile | LocalText): string | undefined {
  if (!("file" in local)) return undefined;
  try {
    return statSync(local.file).isFile() ? undefined : "is no file";
  } catch (error) {
    const { code = "an error" } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? "is not there" : `can't be read (${code})`;
  }
}

/** @throws where {@link problemWith} finds a problem */
export function readLocal(local: LocalFile | LocalText): LocalCode {
  const content = "file" in local ? readFileSync(local.file) : Buffer.from(local.text, "utf8");
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 16);
  return { fileName: fileNameOf(local), content, digest };
}

/** Whether a ConfigMap can hold it as text. */
export function isText({ content }: Pick<LocalCode, "content">): boolean {
  return !content.includes(0) && Buffer.from(content.toString("utf8"), "utf8").equals(content);
}
