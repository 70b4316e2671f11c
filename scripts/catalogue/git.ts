/** Reads single files of public repositories at a fixed commit, with the ordinary git client. */

import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";

export interface Repository {
  url: string;
  commit: string;
}

/** A reader of the files of `repository`; only what is read is fetched. Needs `git`. */
export function openRepository({ url, commit }: Repository, scratch: string): (path: string) => string {
  const folder = mkdtempSync(join(scratch, "git-"));
  const git = (...args: string[]) =>
    execFileSync("git", args, {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      stdio: ["ignore", "pipe", "inherit"],
    });
  git("init", "--quiet", "--bare");
  git("remote", "add", "origin", url);
  git("config", "remote.origin.promisor", "true");
  git("fetch", "--quiet", "--depth", "1", "--filter", "blob:none", "origin", commit);
  return (path) => git("show", `${commit}:${path}`);
}
