/** Runs a real Spark job of three executors, takes one away, and keeps what the UI answered before and after. */

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { run } from "../../../local/run";
import { waitUntil } from "../../../local/wait";

export interface Scenario {
  name: string;
  /** When executor 1 is taken: between the first action and the second, while maps run, or while reduces run. */
  when: "between-jobs" | "in-maps" | "in-reduces";
  /** SIGKILL as when a machine is gone; SIGPWR is what Spark answers by decommissioning. */
  signal: "SIGKILL" | "SIGPWR";
  conf?: Record<string, string>;
  /** @default 3 */
  executors?: number;
}

export interface RunOptions {
  /** Folders of jars besides Spark's. @default none */
  moreJars?: readonly string[];
  /** Called before the job ends; it then ends by itself, and is not killed. @default it is killed */
  atEnd?: () => Promise<void>;
}

/** Answers of the UI by the path behind the application's. */
export type Answers = Record<string, unknown>;

export interface Recorded {
  before: Answers;
  after: Answers;
  /** What the tasks wrote themselves: each says that it began to work. */
  ran: {
    kind: "map" | "reduce";
    stageId: number;
    attemptId: number;
    partition: number;
    taskId: number;
    executor: string;
  }[];
}

export const scenarios: readonly Scenario[] = [
  { name: "killed-between-jobs", when: "between-jobs", signal: "SIGKILL" },
  { name: "killed-in-maps", when: "in-maps", signal: "SIGKILL" },
  { name: "killed-in-reduces", when: "in-reduces", signal: "SIGKILL" },
  {
    name: "decommissioned-between-jobs",
    when: "between-jobs",
    signal: "SIGPWR",
    conf: {
      "spark.decommission.enabled": "true",
      "spark.storage.decommission.enabled": "true",
      "spark.storage.decommission.shuffleBlocks.enabled": "true",
      "spark.storage.decommission.replicationReattemptInterval": "1s",
    },
  },
];

/** Of the executor that is taken, where it is not alone. */
export const TAKEN = "1";

/** Groups that DrillJob makes: numbers by what they leave when divided by a hundred. */
const GROUPS = "100";

const ANSWER_MS = 600_000;

/** Packages that Spark opens to itself (org.apache.spark.launcher.JavaModuleOptions), as far as these jobs need them. */
export const opened =
  "java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar"
    .split(" ")
    .map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`);

/** @param jars folder of a released Spark */
export async function runScenario(scenario: Scenario, jars: string, options: RunOptions = {}): Promise<Recorded> {
  const folder = await mkdtemp(join(tmpdir(), "spark-drill-"));
  try {
    return await runIn(folder, scenario, jars, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runIn(
  folder: string,
  { when, signal, conf = {}, executors = 3 }: Scenario,
  jars: string,
  { moreJars = [], atEnd }: RunOptions,
): Promise<Recorded> {
  const taken = executors === 1 ? "0" : TAKEN;
  const more = moreJars.map((path) => join(path, "*"));
  const [classes, home, marks] = ["classes", "home", "marks"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await Promise.all([classes, home, marks].map((path) => mkdir(path)));
  await symlink(jars, join(home, "jars"));
  await run("javac", ["-cp", join(jars, "*"), "-d", classes, join(__dirname, "DrillJob.java")]);
  const settings = {
    "spark.master": `local-cluster[${executors},1,1024]`,
    "spark.app.name": "drill",
    "spark.executor.memory": "512m",
    "spark.executor.extraClassPath": [classes, ...more].join(":"),
    "spark.local.dir": folder,
    "spark.ui.port": "0",
    ...conf,
  };
  const [mapMillis, reduceMillis] = { "between-jobs": [200, 200], "in-maps": [3000, 200], "in-reduces": [200, 4000] }[
    when
  ];
  const job = spawn(
    "java",
    [
      ...opened,
      "-Xmx512m",
      ...["-cp", [classes, join(jars, "*"), ...more].join(":")],
      ...Object.entries(settings).map(([key, value]) => `-D${key}=${value}`),
      "DrillJob",
      ...[marks, mapMillis, reduceMillis, when === "between-jobs" ? 2 : 1].map(String),
    ],
    {
      cwd: folder,
      env: { ...process.env, SPARK_HOME: home, SPARK_SCALA_VERSION: "2.13", SPARK_LOCAL_HOSTNAME: "localhost" },
      stdio: ["pipe", "pipe", "ignore"],
    },
  );
  const ended = new Promise((resolve) => job.on("exit", resolve));
  const lines = createInterface({ input: job.stdout })[Symbol.asyncIterator]();
  const line = async (start: string): Promise<string[]> => {
    for (;;) {
      const { value, done } = (await lines.next()) as IteratorResult<string, undefined>;
      if (done === true) throw new Error(`the job ended before it said ${start}`);
      if (value.startsWith(start)) return value.split(" ");
    }
  };
  const next = () => void job.stdin.write("\n");
  const counted = async () => {
    const [, groups] = await line("counted");
    if (groups !== GROUPS) throw new Error(`the job counted ${groups} groups instead of ${GROUPS}`);
  };
  try {
    const [, id = "", url = ""] = await line("ready");
    const ui = new Ui(`${url}/api/v1/applications/${id}`);
    await ui.until(async () => (await ui.executors()).length === executors, "all executors");
    next();
    if (when === "between-jobs") await counted();
    if (when === "in-maps") await ui.until(async () => (await ui.completedBy(taken)) >= 2, "two maps on the executor");
    if (when === "in-reduces") await ui.until(async () => (await ui.activeStages()).includes(1), "reduces");
    const before = await ui.answers();
    process.kill(await executorProcess(id, taken), signal);
    if (when === "between-jobs") {
      await ui.until(async () => !(await ui.executors()).includes(taken), "the end of the executor");
      next();
    }
    await counted();
    const after = await ui.answers();
    if (atEnd !== undefined) {
      await atEnd();
      next();
      await ended;
    }
    return { before, after, ran: (await readdir(marks)).map(markOf).sort((a, b) => a.taskId - b.taskId) };
  } finally {
    job.kill("SIGKILL");
  }
}

async function executorProcess(application: string, executor: string): Promise<number> {
  const { stdout } = await run("ps", ["-eo", "pid,args"]);
  const found = stdout
    .split("\n")
    .find(
      (row) => row.includes(application) && row.includes(`--executor-id ${executor} `) && /^\s*\d+ \S*java/.test(row),
    );
  if (found === undefined) throw new Error(`no process of executor ${executor}`);
  return Number(found.trim().split(" ")[0]);
}

function markOf(name: string): Recorded["ran"][number] {
  const [kind, stageId, attemptId, partition, taskId, executor = ""] = name.split("_");
  const numbers = { stageId, attemptId, partition, taskId };
  const read = Object.fromEntries(Object.entries(numbers).map(([key, text]) => [key, Number(text)]));
  return { kind, executor, ...read } as Recorded["ran"][number];
}

class Ui {
  constructor(private readonly url: string) {}

  async get<T>(path: string): Promise<T> {
    const response = await fetch(this.url + path);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return (await response.json()) as T;
  }

  async until(condition: () => Promise<boolean>, what: string): Promise<void> {
    // A busy server closes connections that were about to be used again.
    const holds = () =>
      condition().catch((error: unknown) => {
        if (error instanceof TypeError) return false;
        throw error;
      });
    if (!(await waitUntil(holds, { timeoutMs: ANSWER_MS, intervalMs: 200 }))) throw new Error(`waited for ${what}`);
  }

  async executors(): Promise<string[]> {
    return (await this.get<{ id: string }[]>("/executors")).map(({ id }) => id).filter((id) => id !== "driver");
  }

  async completedBy(executor: string): Promise<number> {
    const all = await this.get<{ id: string; completedTasks: number }[]>("/executors");
    return all.find(({ id }) => id === executor)?.completedTasks ?? 0;
  }

  async activeStages(): Promise<number[]> {
    return (await this.get<{ stageId: number }[]>("/stages?status=active")).map(({ stageId }) => stageId);
  }

  /** All that a drill may ask. */
  async answers(): Promise<Answers> {
    const stages = await this.get<{ stageId: number; attemptId: number; status: string }[]>("/stages");
    const paths = [
      ...["/allexecutors", "/storage/rdd", "/environment"],
      ...stages
        .filter(({ status }) => status !== "SKIPPED" && status !== "PENDING")
        .map(({ stageId, attemptId }) => `/stages/${stageId}/${attemptId}/taskList?offset=0&length=100000`),
    ];
    const answers = await Promise.all(paths.map(async (path) => [path, await this.get(path)] as const));
    return { "/stages": stages, ...Object.fromEntries(answers) };
  }
}
