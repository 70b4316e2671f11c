/** Runs the job that writes Parquet, and kills its JVM in the middle. */

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { run } from "../../../local/run";
import { waitUntil } from "../../../local/wait";
import { opened } from "../spark-drill/scenario";

export const TASKS = 6;
export const ROWS = TASKS * 10_000;

/** Two run at once, so that two tasks are done when two others are in the middle. */
const CORES = 2;

const WAIT_MS = 1_500_000;

export interface Writer {
  /** Writes all rows, and returns how many there are and how many differ. */
  write(target: string, mode: "overwrite" | "append"): Promise<string>;
  /** Kills the JVM once two tasks are done and two have most of their file written. */
  writeAndDie(target: string, mode: "overwrite" | "append"): Promise<void>;
  /** What Spark reads there. */
  read(target: string): Promise<string>;
  remove(): Promise<void>;
}

/** @param jars folders of released jars */
export async function writerOf(jars: readonly string[], configuration: Record<string, string>): Promise<Writer> {
  const folder = await mkdtemp(join(tmpdir(), "spark-storage-"));
  const classPath = jars.map((path) => join(path, "*")).join(":");
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await run("javac", ["-cp", classPath, "-d", folder, join(__dirname, "WriteJob.java")]);
  } catch (error) {
    await remove();
    throw error;
  }
  const settings = {
    "spark.master": `local[${CORES}]`,
    "spark.app.name": "write",
    "spark.local.dir": folder,
    "spark.ui.enabled": "false",
    // Small, so that a file of a few megabytes has parts that are there before it is closed.
    "spark.hadoop.parquet.block.size": "1048576",
    "spark.hadoop.fs.s3a.multipart.size": "5M",
    ...configuration,
  };
  const command = (...args: readonly string[]) => [
    ...opened,
    "-Xmx1g",
    ...["-cp", `${folder}:${classPath}`],
    ...Object.entries(settings).map(([key, value]) => `-D${key}=${value}`),
    ...["WriteJob", ...args],
  ];
  const answer = async (...args: readonly string[]) => {
    const { stdout } = await run("java", command(...args), { cwd: folder, env: environment });
    const [, text] = /^read (.*)$/m.exec(stdout) ?? [];
    if (text === undefined) throw new Error(`the job did not say what it read:\n${stdout}`);
    return text;
  };
  return {
    write: (target, mode) => answer("write", target, mode, String(TASKS), folder),
    read: (target) => answer("read", target),
    async writeAndDie(target, mode) {
      const marks = join(folder, "marks");
      await mkdir(marks);
      const job = spawn("java", command("write", target, mode, String(CORES), marks), {
        cwd: folder,
        env: environment,
        stdio: "ignore",
      });
      const ended = new Promise((resolve) => job.on("exit", resolve));
      try {
        const isInTheMiddle = async () => job.exitCode !== null || (await readdir(marks)).length === CORES;
        if (!(await waitUntil(isInTheMiddle, { timeoutMs: WAIT_MS }))) throw new Error("no task came to the middle");
        if (job.exitCode !== null) throw new Error(`the job ended by itself with ${job.exitCode}`);
      } finally {
        job.kill("SIGKILL");
        await ended;
        await rm(marks, { recursive: true });
      }
    },
    remove,
  };
}

const environment = { ...process.env, SPARK_LOCAL_HOSTNAME: "localhost", SPARK_LOCAL_IP: "127.0.0.1" };
