/** How a command reaches a cluster, and how it is ended. */

import type { Command } from "commander";

import type * as clientModule from "../../cluster-api/client";
import { Problem } from "../problem";

export interface AccessOptions {
  kubeconfig?: string;
  context?: string;
}

export function addAccessOptions(command: Command): Command {
  return command
    .option("--kubeconfig <file>", "kubeconfig (default: $KUBECONFIG, ~/.kube/config, or the pod's service account)")
    .option("--context <name>", "context of the kubeconfig (default: its current one)");
}

export async function connected({ kubeconfig, context }: AccessOptions) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not needed for --help
  const { connect } = require("../../cluster-api/client") as typeof clientModule;
  try {
    return await connect({ kubeconfig, context });
  } catch (error) {
    throw new Problem((error as Error).message, ["pass --kubeconfig and --context", "or set KUBECONFIG"]);
  }
}

/** The first Ctrl-C, or SIGTERM from Kubernetes, ends the work in an orderly way; a second one ends it at once. */
export async function untilSignal<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  process.once("SIGINT", abort).once("SIGTERM", abort);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", abort).off("SIGTERM", abort);
  }
}
