/** Deploys this repository's program with the real Pulumi engine: its CLI, a back end of local files, the Automation API. */

import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

import { type ConfigMap, LocalWorkspace, PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { version as kubernetesPlugin } from "@pulumi/kubernetes/package.json";

import { run } from "../run";
import { messageOf } from "../user-error";
import { finishKilledUpdate } from "./recovery";

const repository = resolve(__dirname, "../..");

export interface EngineDeployment {
  /** Name of the stack. */
  stack: string;
  config: Record<string, string>;
  /** Where the stack's state lives, one folder a deployment. */
  stateDirectory: string;
  /** Runs in this process. @default this repository's root program, in a process of its own */
  program?: PulumiFn;
}

/** Whether this machine has the engine, or why it has not and how to get it. */
export type EngineSearch = { command: PulumiCommand } | { missing: string };

/** Finds the Pulumi CLI with its Kubernetes provider, or installs what is missing from the official releases. */
export async function findEngine(): Promise<EngineSearch> {
  const command = (await installed()) ?? (await install());
  if (command === undefined) {
    return {
      missing:
        "the Pulumi CLI is not on PATH and its official release is not reachable (install it from pulumi.com/docs/install)",
    };
  }
  try {
    await ensureKubernetesPlugin(command);
  } catch (error) {
    return {
      missing: `Pulumi's kubernetes provider ${kubernetesPlugin} can't be had (pulumi plugin install resource kubernetes ${kubernetesPlugin}): ${messageOf(error)}`,
    };
  }
  return { command };
}

/** @returns how many resources were created, updated, deleted and left the same */
export async function engineUp(
  command: PulumiCommand,
  deployment: EngineDeployment,
  onOutput: (text: string) => void,
): Promise<Record<string, number>> {
  const stack = await openStack(command, deployment);
  const { summary } = await stack.up({ onOutput, color: "never" });
  return summary.resourceChanges ?? {};
}

export async function engineDestroy(
  command: PulumiCommand,
  deployment: EngineDeployment,
  onOutput: (text: string) => void,
): Promise<void> {
  const stack = await openStack(command, deployment);
  await stack.destroy({ onOutput, color: "never" });
}

/** Shows the resource that the engine works on, of all that it prints. */
export function engineProgress(update: (detail: string) => void): (text: string) => void {
  return (text) => {
    const operation = text.split("\n").findLast((line) => /^ [+~-]/.test(line));
    if (operation !== undefined) update(operation.trim());
  };
}

/** The stack, made when it is not there, free of what a killed update leaves behind. */
export async function openStack(command: PulumiCommand, deployment: EngineDeployment): Promise<Stack> {
  const { stack: stackName, stateDirectory, program } = deployment;
  mkdirSync(stateDirectory, { recursive: true });
  const options = {
    pulumiCommand: command,
    envVars: {
      PULUMI_BACKEND_URL: `file://${stateDirectory}`,
      PULUMI_CONFIG_PASSPHRASE: process.env.PULUMI_CONFIG_PASSPHRASE ?? "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    },
  };
  const stack =
    program === undefined
      ? await LocalWorkspace.createOrSelectStack({ stackName, workDir: repository }, options)
      : await LocalWorkspace.createOrSelectStack({ stackName, projectName: "spark-platform", program }, options);
  await stack.setAllConfig(configMap(deployment.config));
  // Nobody else uses this back end of one machine.
  await stack.cancel().catch(() => undefined);
  await finishKilledUpdate(stack);
  return stack;
}

function configMap(config: Record<string, string>): ConfigMap {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, { value, secret: key.endsWith(":kubeconfig") }]),
  );
}

async function installed(): Promise<PulumiCommand | undefined> {
  for (const root of [undefined, join(homedir(), ".pulumi")]) {
    try {
      return await PulumiCommand.get(root === undefined ? {} : { root });
    } catch {
      continue;
    }
  }
  return undefined;
}

async function install(): Promise<PulumiCommand | undefined> {
  try {
    await fetch("https://get.pulumi.com/", { method: "HEAD", signal: AbortSignal.timeout(5_000) });
    return await PulumiCommand.install();
  } catch {
    return undefined;
  }
}

async function ensureKubernetesPlugin(command: PulumiCommand): Promise<void> {
  const { stdout } = await run(command.command, ["plugin", "ls", "--json"]);
  const plugins = JSON.parse(stdout) as { name: string; kind: string; version?: string }[];
  const found = plugins.some(
    ({ name, kind, version }) => name === "kubernetes" && kind === "resource" && version === kubernetesPlugin,
  );
  if (!found)
    await run(command.command, ["plugin", "install", "resource", "kubernetes", kubernetesPlugin], {
      timeoutMs: 300_000,
    });
}
