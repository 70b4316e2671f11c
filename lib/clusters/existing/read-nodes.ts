/** Reads the pools of a living cluster through kubectl, so that nobody has to type what the nodes report. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { withHome } from "./kubeconfig-file";
import { groupNodes, type KubernetesDaemonSet, type KubernetesNode, type NodesRead, type ServerVersion } from "./nodes";

export interface ReadNodesArgs {
  /** Content or path of a kubeconfig. @default the ambient one */
  kubeconfig?: string;
  /** Context of the kubeconfig. @default its current context */
  context?: string;
}

/** A large cluster's node list is tens of megabytes of JSON. */
const MOST_OUTPUT_BYTES = 512 * 1024 * 1024;
const TIMEOUT_SECONDS = 60;

/**
 * Reads nodes, DaemonSets and version of a living cluster and groups the nodes into pools for {@link ExistingCluster}.
 * It runs `kubectl` while the program runs, so a preview sees what the cluster is at that moment: a pool that scaled to zero is
 * not seen at all. For a plan that does not move with the cluster, print the result once and write it into the program.
 *
 * @example
 * const { nodes, kubernetesVersion, daemonSets } = readNodes({ context: "prod" });
 * new ExistingCluster("shared", { context: "prod", nodes, kubernetesVersion, daemonSets });
 *
 * @throws pulumi.ResourceError of one line when kubectl is missing or the API server does not answer.
 */
export function readNodes({ kubeconfig, context }: ReadNodesArgs = {}): NodesRead {
  return withKubeconfigFile(kubeconfig, (path) => {
    const flags = [
      ...(path === undefined ? [] : ["--kubeconfig", path]),
      ...(context === undefined ? [] : ["--context", context]),
      `--request-timeout=${TIMEOUT_SECONDS}s`,
      "--output=json",
    ];
    const nodes = kubectl<{ items: KubernetesNode[] }>("get nodes", flags);
    const daemonSets = kubectl<{ items: KubernetesDaemonSet[] }>("get daemonsets --all-namespaces", flags);
    const version = kubectl<{ serverVersion?: ServerVersion }>("version", flags);
    return groupNodes(nodes.items, daemonSets.items, version.serverVersion);
  });
}

function kubectl<T>(command: string, flags: string[]): T {
  try {
    const output = execFileSync("kubectl", [...command.split(" "), ...flags], {
      encoding: "utf8",
      maxBuffer: MOST_OUTPUT_BYTES,
      timeout: (TIMEOUT_SECONDS + 5) * 1000,
      stdio: ["ignore", "pipe", "pipe"],
      // Programs set KUBECONFIG and PATH for themselves.
      env: process.env,
    });
    return JSON.parse(output) as T;
  } catch (error) {
    throw new pulumi.ResourceError(kubectlProblem(error, command), undefined, true);
  }
}

function kubectlProblem(error: unknown, command: string): string {
  const { code, stderr, message } = error as { code?: string; stderr?: string; message?: string };
  if (code === "ENOENT") {
    return "readNodes: kubectl is not on PATH. Install it, or write the pools into the program by hand.";
  }
  const lines = (stderr || message || "no reason given").trim().split("\n");
  // kubectl retries discovery and logs each attempt; the last line is the one for people.
  const reason =
    lines
      .at(-1)
      ?.trim()
      .replace(/[.?!]?$/, ".") ?? "";
  return `readNodes: "kubectl ${command}" failed: ${reason} Check kubeconfig and context with "kubectl get nodes".`;
}

function withKubeconfigFile<T>(kubeconfig: string | undefined, use: (path: string | undefined) => T): T {
  if (kubeconfig === undefined || !kubeconfig.includes("\n")) return use(kubeconfig && withHome(kubeconfig));
  const directory = mkdtempSync(join(tmpdir(), "kubeconfig-"));
  try {
    const path = join(directory, "config");
    writeFileSync(path, kubeconfig, { mode: 0o600 });
    return use(path);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
