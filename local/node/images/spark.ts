/** The layers with Spark, its connector to S3 and the programs that its images begin with. */

import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { connectorProject, getConnector } from "../../connector";
import { type Progress } from "../../progress";
import { run } from "../../run";
import { layer } from "./layers";

/** The newest version that the library plans for. */
export const sparkVersion = "4.3.0";
const sparkMinor = "4.3";

/** Entrypoint and decommissioning. */
const files = join(__dirname, "files");

/** An application for the JVM, since the jar of Spark's own examples is in no package. */
const job = join(__dirname, "jobs", "Pi.java");

/** Where the application is in the image. */
export const piJar = "local:///opt/spark/examples/jars/pi.jar";

export async function sparkLayer(progress: Progress): Promise<string> {
  const key = [sparkVersion, readFileSync(job, "utf8")];
  const title = `Spark ${sparkVersion} (456 MB to download, once)`;
  return layer({ name: `spark-${sparkVersion}`, key, title, progress }, async (root, update) => {
    const home = join(root, "opt", "spark");
    mkdirSync(join(home, "work-dir"), { recursive: true });
    update("downloading it");
    await unpackSpark(home);
    update("compiling an application");
    await compileJob(home);
  });
}

/** The driver copies its application into it. */
const writable = "opt/spark/work-dir";

/** The connector to S3, and the programs that images begin with. */
export async function connectorLayer(progress: Progress): Promise<string> {
  const scripts = readdirSync(files).sort();
  const texts = scripts.map((name) => [name, readFileSync(join(files, name), "utf8")]);
  const project = connectorProject(sparkVersion, sparkMinor);
  const title = `Connector of Spark ${sparkVersion} to S3`;
  return layer({ name: `s3a-${sparkVersion}`, key: [project, texts, writable], title, progress }, async (root) => {
    const home = join(root, "opt", "spark");
    mkdirSync(home, { recursive: true });
    await getConnector(project, home);
    rmSync(join(home, "pom.xml"));
    mkdirSync(join(root, writable));
    chmodSync(join(root, writable), 0o777);
    for (const name of scripts) {
      copyFileSync(join(files, name), join(root, "opt", name));
      chmodSync(join(root, "opt", name), 0o755);
    }
  });
}

/** The Python package's source archive is Spark as it is released, without the examples' jar. */
async function unpackSpark(home: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "pyspark-"));
  try {
    const options = ["--quiet", "--no-deps", "--no-cache-dir", "--no-binary", ":all:", "--dest", folder];
    await run("python3", ["-m", "pip", "download", ...options, `pyspark==${sparkVersion}`]);
    const archive = join(
      folder,
      readdirSync(folder).find((name) => name.endsWith(".tar.gz"))!,
    );
    const top = `pyspark-${sparkVersion}`;
    const parts = ["bin", "sbin", "jars"].map((part) => `${top}/deps/${part}`);
    await run("tar", [
      "-xzf",
      archive,
      "-C",
      folder,
      "--no-same-owner",
      ...parts,
      `${top}/deps/examples/pi.py`,
      `${top}/lib`,
    ]);
    for (const part of ["bin", "sbin", "jars"]) await run("mv", [join(folder, top, "deps", part), home]);
    mkdirSync(join(home, "python"));
    await run("mv", [join(folder, top, "lib"), join(home, "python")]);
    const examples = join(home, "examples", "src", "main", "python");
    mkdirSync(examples, { recursive: true });
    copyFileSync(join(folder, top, "deps", "examples", "pi.py"), join(examples, "pi.py"));
    for (const jar of readdirSync(join(home, "jars"))) {
      // Natives of other systems.
      if (/-(osx|windows|linux-(?!x86_64|aarch_64))[^/]*\.jar$/.test(jar)) rmSync(join(home, "jars", jar));
    }
    await run("chmod", ["-R", "a+rX", home]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compileJob(home: string): Promise<void> {
  const jars = join(home, "examples", "jars");
  const classes = join(jars, "classes");
  mkdirSync(classes, { recursive: true });
  await run("javac", ["--release", "17", "-cp", join(home, "jars", "*"), "-d", classes, job]);
  await run("jar", ["--create", "--file", join(jars, "pi.jar"), "--date", "2000-01-01T00:00:00Z", "-C", classes, "."]);
  rmSync(classes, { recursive: true });
}
