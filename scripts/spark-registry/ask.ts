/** Asks the classes in a folder of jars by the programs in ./java. */

import { readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";

import { run } from "../../local/run";

const source = join(__dirname, "java");

/** Compiles the programs. Needs a JDK of 17 or later. */
export async function compile(target: string): Promise<void> {
  const files = (await readdir(source)).map((name) => join(source, name));
  await run("javac", ["-d", target, ...files]);
}

/**
 * What SparkRegistry answers, a JSON value a line.
 * @param classes where the programs were compiled to
 * @param folders of jars
 */
export async function ask(
  classes: string,
  folders: readonly string[],
  question: readonly string[],
  input?: string,
): Promise<unknown[]> {
  const classPath = [classes, ...folders.map((folder) => join(folder, "*"))].join(delimiter);
  // A default of Spark's may hold the name of this machine and its time zone.
  const env = { ...process.env, SPARK_LOCAL_HOSTNAME: "localhost" };
  const args = ["-Xss8m", "-Duser.timezone=UTC", "-cp", classPath, "SparkRegistry", ...question];
  const { stdout } = await run("java", args, { env, input });
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);
}
