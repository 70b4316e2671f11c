/** The jars that an image of Spark has: Spark's own, and those that its Dockerfile gets, by the Dockerfile's own commands. */

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { sparkDockerfile, type SparkDockerfileArgs } from "../../../lib";
import { CommandFailed, run } from "../../../local/run";
import { opened } from "../spark-drill/scenario";

export interface Connectors {
  /** Names of Spark's module for committers that the repository did not have, where it is a mirror with gaps. */
  missing: string[];
  /** What ConnectorJob prints, a line each. */
  job(args: readonly string[], settings?: Record<string, string>): Promise<string[]>;
  remove(): Promise<void>;
}

/** @param sparkJars folder with the jars of a released Spark. @throws when a jar is not the one that was published */
export async function getConnectors(args: SparkDockerfileArgs, sparkJars: string): Promise<Connectors> {
  const folder = await mkdtemp(join(tmpdir(), "spark-images-"));
  const classes = join(folder, "classes");
  await mkdir(classes);
  await run("javac", ["-cp", join(sparkJars, "*"), "-d", classes, join(__dirname, "ConnectorJob.java")]);
  const missing = await buildStage(sparkDockerfile(args), folder);
  const classPath = [classes, join(folder, "jars", "*"), join(sparkJars, "*")].join(delimiter);
  return {
    missing,
    async job(asked, settings = {}) {
      const properties = Object.entries(settings).map(([key, value]) => `-D${key}=${value}`);
      const options = [...opened, "-Xmx1g", "-cp", classPath, ...properties];
      const env = { ...process.env, SPARK_LOCAL_HOSTNAME: "localhost" };
      const { stdout } = await run("java", [...options, "ConnectorJob", ...asked], { cwd: folder, env });
      return stdout.trim().split("\n");
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Writes the files of the stage and runs its command. @returns modules of Spark that are not there; it goes on without them */
async function buildStage(dockerfile: string, folder: string): Promise<string[]> {
  const [, project = ""] = /COPY <<'POM' pom\.xml\n([^]*?)POM\n/.exec(dockerfile) ?? [];
  const [, sums = ""] = /COPY <<'SHA512SUMS' SHA512SUMS\n([^]*?)SHA512SUMS\n/.exec(dockerfile) ?? [];
  const [, command = ""] = /RUN --mount=\S+ \\\n([^]*?[^\\])\n(?=[A-Z#])/.exec(dockerfile) ?? [];
  const build = async (pom: string, known: string) => {
    await writeFile(join(folder, "pom.xml"), pom);
    await writeFile(join(folder, "SHA512SUMS"), known);
    await run("sh", ["-c", command], { cwd: folder });
  };
  try {
    await build(project, sums);
    return [];
  } catch (error) {
    const module = /spark-hadoop-cloud_[\d.]+/.exec(project)?.[0] ?? "";
    const isGone =
      error instanceof CommandFailed && error.stdout.includes(`find/resolve artifact. org.apache.spark:${module}`);
    if (!isGone) throw error;
    const without = (text: string) =>
      text
        .split("\n")
        .filter((line) => !line.includes(module))
        .join("\n");
    await build(without(project), without(sums));
    return [module];
  }
}
