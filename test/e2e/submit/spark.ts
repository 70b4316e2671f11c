/** The submitter of a SparkSubmitJob with a real spark-submit, on this machine in place of a pod. */

import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Manifest } from "../../../lib/rendering";
import type { Environment } from "../environment";

/** Where pods find the API server, and their scripts Spark. */
const inCluster = { master: "k8s://https://kubernetes.default.svc", spark: "/opt/spark/bin/spark-submit" };

export interface Run {
  /** All that it has said so far. */
  said: () => string;
  /** Its exit code. */
  ended: Promise<number | null>;
  stop: () => void;
}

/** A Job of the cluster whose pod is played here. */
export interface PlayedJob {
  name: string;
  uid: string;
  namespace: string;
}

/** Runs a submitter's container as its service account, with its files, environment and arguments. */
export class Submitter {
  constructor(
    private readonly environment: Environment,
    private readonly jars: string,
    private readonly folder: string,
  ) {}

  /**
   * @param files the ConfigMap that the container has mounted
   * @param container as the Job has it
   */
  async run(files: Manifest, container: { args: string[] }, account: string, job: PlayedJob): Promise<Run> {
    const directory = join(this.folder, job.name);
    mkdirSync(directory, { recursive: true });
    const server = await this.server();
    const here = (text: string) =>
      text
        .replaceAll("/tmp/", `${directory}/made-`)
        .replaceAll("/etc/spark-submit", directory)
        .replaceAll(inCluster.master, `k8s://${server}`)
        .replaceAll(inCluster.spark, this.sparkSubmit())
        .replace(/sleep \d+/g, "sleep 1");
    for (const [name, text] of Object.entries(files.data as Record<string, string>)) {
      writeFileSync(join(directory, name), here(text));
    }
    const [shell = "", ...args] = container.args.map(here);
    const child = spawn(shell, args, {
      env: {
        PATH: process.env.PATH,
        KUBECONFIG: await this.kubeconfigOf(account, job.namespace),
        POD_NAMESPACE: job.namespace,
        JOB_NAME: job.name,
        JOB_UID: job.uid,
        // Of the container; here it also keeps the machine's memory.
        _JAVA_OPTIONS: "-Xmx256m",
      },
      detached: true,
    });
    return watched(child);
  }

  /** A stand-in for the script of the same name: the same class, on the jars of a released Spark. */
  private sparkSubmit(): string {
    const path = join(this.folder, "spark-submit");
    writeFileSync(path, `#!/bin/sh\nexec java -cp '${this.jars}/*' org.apache.spark.deploy.SparkSubmit "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  }

  private async server(): Promise<string> {
    const jsonpath = "--output=jsonpath={.clusters[0].cluster.server}";
    return (await this.environment.kubectl(["config", "view", "--minify", jsonpath])).trim();
  }

  private async kubeconfigOf(account: string, namespace: string): Promise<string> {
    const { kubectl } = this.environment;
    const token = (await kubectl(["create", "token", account, `--namespace=${namespace}`])).trim();
    const own = JSON.parse(await kubectl(["config", "view", "--raw", "--minify", "--output=json"])) as {
      users: { user: object }[];
    };
    own.users[0]!.user = { token };
    const path = join(this.folder, `${account}.kubeconfig`);
    writeFileSync(path, JSON.stringify(own));
    return path;
  }
}

function watched(child: ChildProcess): Run {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => (text += String(part)));
  return {
    said: () => text,
    ended: new Promise((resolve) => child.on("close", resolve)),
    // With the JVM that it has started.
    stop: () => {
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    },
  };
}
