/** A real history server with the files and the command of the component's pod, and real applications that write logs for it. */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

import { HistoryServer, type HistoryServerArgs } from "../../../lib";
import { named, recordProgram } from "../../../lib/testing";
import { run } from "../../../local/run";
import { waitUntil } from "../../../local/wait";
import { plan, valuesOf } from "../../plan/fixtures";
import { opened } from "../spark-drill/scenario";

/** Far more than anything here takes. */
const WAIT_MS = 600_000;

export interface Application {
  id: string;
  attempts: { completed: boolean }[];
}

/** A folder with all that a server and its applications need; `close` ends whatever still runs in it. */
export class SparkHistory {
  private readonly running = new Set<ChildProcess>();

  private constructor(
    private readonly jars: string,
    readonly folder: string,
  ) {}

  /** @param jars folder of a released Spark */
  static async open(jars: string): Promise<SparkHistory> {
    const folder = await mkdtemp(join(tmpdir(), "spark-history-"));
    const history = new SparkHistory(jars, folder);
    await Promise.all(["classes", "home", "store", "logs"].map((name) => mkdir(join(folder, name))));
    await symlink(jars, join(folder, "home", "jars"));
    const source = join(__dirname, "HistoryJob.java");
    await run("javac", ["-cp", join(jars, "*"), "-d", join(folder, "classes"), source]);
    return history;
  }

  get logs(): string {
    return join(this.folder, "logs");
  }

  async close(): Promise<void> {
    for (const child of this.running) await end(child);
    await rm(this.folder, { recursive: true, force: true });
  }

  /**
   * The server as its container starts it, but for the paths of the container, the port and the address that the machine gives.
   * @param sparkConf in place of what the component sets; the store is `store` unless it says otherwise
   */
  async serve({ sparkConf = {}, ...args }: Partial<HistoryServerArgs> = {}): Promise<RunningServer> {
    const port = await freePort();
    const recording = await recordProgram(() => {
      new HistoryServer("history", {
        ...{ namespace: "spark-system", logUri: `file://${this.logs}`, ...args },
        sparkConf: {
          "spark.history.ui.port": String(port),
          "spark.history.store.path": join(this.folder, "store"),
          ...sparkConf,
        },
      });
    });
    const { data } = named(recording, "kubernetes:core/v1:ConfigMap", "history-configuration").inputs;
    const { spec } = named(recording, "kubernetes:apps/v1:Deployment", "history-deployment").inputs;
    const { containers } = (spec as { template: { spec: { containers: Container[] } } }).template.spec;
    const { command, env, ...probes } = containers[0]!;
    const properties = join(this.folder, `spark-defaults-${port}.conf`);
    await writeFile(properties, (data as Record<string, string>)["spark-defaults.conf"] ?? "");
    const environment = Object.fromEntries(env.map(({ name, value }) => [name, value]));
    // What spark-class makes of SPARK_DAEMON_MEMORY.
    const java = [...opened, `-Xmx${environment.SPARK_DAEMON_MEMORY}`, "-cp", join(this.jars, "*")];
    const child = this.start([...java, ...command.slice(1, -1), properties], environment);
    const server = new RunningServer(child, port, probes);
    await server.until(async () => (await server.get("/api/v1/version")) !== undefined, "the server");
    return server;
  }

  /** An application with the event log of a planned platform. It stays until `end`. */
  async application(
    work: { jobs: number; tasks: number } = { jobs: 2, tasks: 4 },
    conf: Record<string, string> = {},
  ): Promise<{ id: string; end(): Promise<void> }> {
    const planned = valuesOf(plan());
    const ofLog = Object.entries(planned).filter(([key]) => key.startsWith("spark.eventLog."));
    const settings: Record<string, unknown> = {
      ...Object.fromEntries(ofLog),
      "spark.master": "local[2]",
      "spark.app.name": "history",
      "spark.eventLog.dir": `file://${this.logs}`,
      "spark.local.dir": this.folder,
      "spark.ui.enabled": "false",
      ...conf,
    };
    const child = this.start([
      ...[...opened, "-Xmx1g", "-cp", `${join(this.folder, "classes")}:${join(this.jars, "*")}`],
      ...Object.entries(settings).map(([key, value]) => `-D${key}=${String(value)}`),
      ...["HistoryJob", String(work.jobs), String(work.tasks)],
    ]);
    const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    const line = async (start: string): Promise<string> => {
      for (;;) {
        const { value, done } = (await lines.next()) as IteratorResult<string, undefined>;
        if (done === true) throw new Error(`the application ended before it said ${start}`);
        if (value.startsWith(start)) return value;
      }
    };
    const [, id = ""] = (await line("ready")).split(" ");
    await line("worked");
    return {
      id,
      end: async () => {
        child.stdin?.write("\n");
        await line("ended");
        await exitOf(child);
      },
    };
  }

  private start(args: string[], environment: Record<string, string | undefined> = {}): ChildProcess {
    const child = spawn("java", args, {
      cwd: this.folder,
      env: {
        ...process.env,
        SPARK_HOME: join(this.folder, "home"),
        SPARK_LOCAL_HOSTNAME: "localhost",
        ...environment,
      },
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.running.add(child);
    child.on("exit", () => this.running.delete(child));
    return child;
  }
}

interface Container {
  command: string[];
  env: { name: string; value: string }[];
  livenessProbe: { exec?: { command: string[] } };
}

export class RunningServer {
  constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    readonly probes: Pick<Container, "livenessProbe">,
  ) {}

  /** Undefined where it does not answer, or not with 200. A connection that breaks is tried again: a busy server closes them. */
  async get<T>(path: string, tries = 20): Promise<T | undefined> {
    try {
      const response = await fetch(`http://127.0.0.1:${this.port}${path}`);
      return response.ok ? ((await response.json()) as T) : undefined;
    } catch {
      if (tries === 0 || this.child.exitCode !== null) return undefined;
      await sleep(250);
      return this.get(path, tries - 1);
    }
  }

  async applications(status: "completed" | "running"): Promise<string[]> {
    return ((await this.get<Application[]>(`/api/v1/applications?status=${status}`)) ?? []).map(({ id }) => id);
  }

  async until(condition: () => Promise<boolean>, what: string): Promise<void> {
    const wait = async () => this.child.exitCode !== null || (await condition());
    if (!(await waitUntil(wait, { timeoutMs: WAIT_MS, intervalMs: 250 }))) throw new Error(`waited for ${what}`);
    if (this.child.exitCode !== null) throw new Error(`the server ended before ${what}`);
  }

  /** As a node that is gone ends it. */
  kill(): Promise<void> {
    return end(this.child);
  }
}

async function end(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await exitOf(child);
}

async function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once("exit", resolve));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
