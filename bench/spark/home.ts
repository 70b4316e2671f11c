/** A SPARK_HOME of a released Spark's jars, with a spark-submit that does what Spark's own script does. */

import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Two JVMs as with Spark's own: the launcher says how to start the second. Before its NUL-separated answer it prints a line.
 * https://spark.apache.org/docs/latest/submitting-applications.html
 */
const sparkSubmit = `#!/usr/bin/env bash
# Asked for, although it says nothing of a release.
export SPARK_SCALA_VERSION=2.13
answer=$(mktemp)
java -Xmx128m $SPARK_LAUNCHER_OPTS -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main \\
  org.apache.spark.deploy.SparkSubmit "$@" > "$answer"
command=()
{ read -r _; while IFS= read -r -d '' argument; do command+=("$argument"); done; } < "$answer"
rm "$answer"
exec "\${command[@]}"
`;

/** @param folder where it is made @param submit another script in place of spark-submit's */
export async function sparkHome(folder: string, jars: string, submit = sparkSubmit): Promise<string> {
  const home = join(folder, "home");
  await mkdir(join(home, "bin"), { recursive: true });
  await symlink(jars, join(home, "jars"));
  // By this file Spark tells a release from its own build directory.
  await writeFile(join(home, "RELEASE"), "");
  await writeFile(join(home, "bin", "spark-submit"), submit);
  await chmod(join(home, "bin", "spark-submit"), 0o755);
  return home;
}
