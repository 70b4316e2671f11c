/** kubectl against one control plane, whatever kubeconfig and context the user has chosen elsewhere. */

import { CommandFailed, run } from "../run";

/** A ControlPlane, or any other cluster that a kubeconfig leads to. */
export interface ClusterAccess {
  /** Path of the kubeconfig. */
  kubeconfig: string;
  context: string;
}

export interface KubectlOptions {
  /** Standard input, for `-f -`. */
  input?: string;
}

/** Standard output of kubectl. @throws Error with what kubectl says */
export async function kubectl(
  { kubeconfig, context }: ClusterAccess,
  tools: { kubectl: string },
  args: readonly string[],
  { input }: KubectlOptions = {},
): Promise<string> {
  try {
    const access = [`--kubeconfig=${kubeconfig}`, `--context=${context}`];
    const { stdout } = await run(tools.kubectl, [...access, ...args], { input });
    return stdout;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new Error(`kubectl ${args.join(" ")}: ${error.stderr.trim() || error.reason}`);
  }
}

/** What kubectl prints with `--output=json`, which this adds. */
export async function kubectlJson<T>(
  access: ClusterAccess,
  tools: { kubectl: string },
  args: readonly string[],
  options?: KubectlOptions,
): Promise<T> {
  return JSON.parse(await kubectl(access, tools, [...args, "--output=json"], options)) as T;
}
