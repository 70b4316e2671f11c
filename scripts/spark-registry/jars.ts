/** Gets the jars that are asked: Spark's from its Python package, those of connectors and of Celeborn from their Maven artifacts. */

import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { cacheDirectory } from "../../local/paths";
import type { Progress } from "../../local/progress";
import { run } from "../../local/run";

/** Spark's jars of one version, about 460 MB to download once. Needs python3 with pip, and tar. */
export function sparkJars(version: string, progress: Progress): Promise<string> {
  return cached(`pyspark-${version}`, `Jars of Spark ${version}`, progress, async (folder) => {
    // The source package holds what the wheels of other platforms would, and pip builds nothing to download it.
    const options = ["--quiet", "--no-deps", "--no-cache-dir", "--no-binary", ":all:", "--dest", folder];
    await run("python3", ["-m", "pip", "download", ...options, `pyspark==${version}`]);
    const archive = (await readdir(folder)).find((name) => name.endsWith(".tar.gz"));
    if (archive === undefined) throw new Error(`pip downloaded no source package of pyspark ${version}`);
    await run("tar", ["-xzf", archive, "--strip-components=3", `pyspark-${version}/deps/jars`], { cwd: folder });
    await rm(join(folder, archive));
  });
}

/** Artifacts (`group:name:version`) without what they depend on. Needs mvn. */
export function mavenJars(name: string, artifacts: readonly string[], progress: Progress): Promise<string> {
  return cached(name, `Jars of ${name}`, progress, async (folder) => {
    await writeFile(join(folder, "pom.xml"), project);
    for (const artifact of artifacts) {
      const options = [`-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`];
      await run("mvn", ["--quiet", "--batch-mode", "dependency:copy", ...options], { cwd: folder });
    }
  });
}

const project =
  "<project><modelVersion>4.0.0</modelVersion><groupId>registry</groupId><artifactId>registry</artifactId><version>1</version></project>";

/** A folder of the user's cache that appears whole or not at all. */
export async function cached(
  name: string,
  title: string,
  progress: Progress,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const parent = join(cacheDirectory(), "spark-registry");
  const path = join(parent, name);
  await mkdir(parent, { recursive: true });
  if ((await readdir(parent)).includes(name)) return path;
  const partial = await mkdtemp(join(parent, "partial-"));
  try {
    await progress.step(title, () => fill(partial));
    await rename(partial, path);
    return path;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
