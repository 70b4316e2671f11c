/** Tools that are Python packages, each in a virtual environment of its own in the cache, by version. */

import { access, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { withLock } from "../../local/lock";
import { cacheDirectory } from "../../local/paths";
import type { Progress } from "../../local/progress";
import { run } from "../../local/run";
import { which } from "../../local/tools/find";
import { messageOf } from "../../local/user-error";

const tools = {
  /** Answers AWS' APIs on this machine. */
  moto: { requirement: "moto[server]==5.2.5", version: "5.2.5" },
  /** Judges infrastructure by rules of its own. */
  checkov: { requirement: "checkov==3.3.30", version: "3.3.30" },
  /** A client of Spark Connect with no Spark of its own; the newest there is, which servers of later minors understand. */
  "pyspark-client": { requirement: "pyspark-client==4.2.0", version: "4.2.0" },
  /** Packs a virtual environment of Python. */
  "venv-pack": { requirement: "venv-pack==0.2.0", version: "0.2.0" },
};

export type PythonTool = keyof typeof tools;

/** The folder of a tool's programs, which is filled where it is empty (a minute, once); or why there is none. */
export async function findPythonTool(
  tool: PythonTool,
  progress: Progress,
): Promise<{ bin: string } | { missing: string }> {
  if ((await which("python3")) === undefined) return { missing: "python3 is not on PATH" };
  const { requirement, version } = tools[tool];
  const folder = join(cacheDirectory(), "python", `${tool}-${version}`);
  // Written last, so that what was interrupted is begun again.
  const complete = join(folder, "complete");
  const install = async (): Promise<void> => {
    if (await exists(complete)) return;
    await progress.step(`Installing ${tool} ${version} into the cache`, async () => {
      await rm(folder, { recursive: true, force: true });
      await run("python3", ["-m", "venv", folder]);
      await run(join(folder, "bin/python"), ["-m", "pip", "install", "--quiet", requirement]);
      await writeFile(complete, "");
    });
  };
  try {
    if (!(await exists(complete))) await withLock(`${folder}.lock`, install);
    return { bin: join(folder, "bin") };
  } catch (error) {
    return { missing: messageOf(error) };
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
