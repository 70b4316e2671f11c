/** Finds out whether a released Spark can be asked on this machine. */

import { parseVersion } from "../../local/tools/version";
import { which } from "../../local/tools/find";
import type { Progress } from "../../local/progress";
import { run } from "../../local/run";
import { messageOf } from "../../local/user-error";
import { sparkMinors, type SparkMinor } from "../../lib/plan/spark/registry/minors";
import { sparkJars } from "./jars";
import { sparkVersions } from "./versions";

/** The version whose classes the end-to-end tests ask. */
export const askedMinor: SparkMinor = sparkMinors[sparkMinors.length - 1]!;

/** The folder of its jars, which are downloaded where they are not in the cache (about 460 MB, once); or why there is none. */
export async function findSpark(progress: Progress): Promise<{ jars: string } | { missing: string }> {
  for (const program of ["java", "javac", "python3", "tar"]) {
    if ((await which(program)) === undefined) return { missing: `${program} is not on PATH` };
  }
  try {
    const { stdout } = await run("javac", ["-version"]);
    const version = parseVersion(stdout);
    if (version === undefined || version.major < 17)
      return { missing: `javac is ${stdout.trim()}; usable: 17 or later` };
    return { jars: await sparkJars(sparkVersions[askedMinor], progress) };
  } catch (error) {
    return { missing: messageOf(error) };
  }
}
