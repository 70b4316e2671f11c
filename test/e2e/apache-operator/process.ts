/** The real Apache operator as a process of this machine: with the configuration and the rights that were deployed for its pod. */

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { choosePorts } from "../../../local/control-plane/ports";
import type { Environment } from "../environment";

export interface OperatorProcess {
  /** What it has logged so far. */
  log: () => string;
  stop: () => Promise<void>;
}

interface Kubeconfig {
  users: { name: string; user: object }[];
}

/** @param program Java and the operator's class path */
export async function startOperator(
  environment: Environment,
  program: { java: string; classPath: string },
  { namespace, serviceAccount }: { namespace: string; serviceAccount: string },
): Promise<OperatorProcess> {
  const folder = await mkdtemp(join(tmpdir(), "apache-operator-"));
  const configuration = await environment.get<{ data: Record<string, string> }>([
    "configmap",
    "spark-kubernetes-operator-configuration",
    `--namespace=${namespace}`,
  ]);
  const ports = await choosePorts(["metrics", "probe"], new Set());
  // The last of a property counts.
  const ownPorts = [
    `spark.kubernetes.operator.metrics.port=${ports.metrics}`,
    `spark.kubernetes.operator.health.probePort=${ports.probe}`,
  ];
  const properties = [configuration.data["spark-operator.properties"], ...ownPorts].join("\n");
  const token = await environment.kubectl(["create", "token", serviceAccount, `--namespace=${namespace}`]);
  const kubeconfig = parse(await readFile(environment.access.kubeconfig, "utf8")) as Kubeconfig;
  for (const one of kubeconfig.users) one.user = { token: token.trim() };
  const files = {
    "spark-operator.properties": properties,
    "log4j2.properties": configuration.data["log4j2.properties"] ?? "",
    kubeconfig: stringify(kubeconfig),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });

  const child = spawn(
    program.java,
    [
      "-Xmx512m",
      `-Dlog4j.configurationFile=${join(folder, "log4j2.properties")}`,
      `-Dspark.kubernetes.operator.basePropertyFileName=${join(folder, "spark-operator.properties")}`,
      `-Djava.io.tmpdir=${folder}`,
      "-cp",
      program.classPath,
      "org.apache.spark.k8s.operator.SparkOperator",
    ],
    { cwd: folder, env: { PATH: process.env.PATH, KUBECONFIG: join(folder, "kubeconfig") } },
  );
  let log = "";
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  child.stdout.on("data", (chunk: Buffer) => (log += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  return {
    log: () => log,
    async stop() {
      child.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
