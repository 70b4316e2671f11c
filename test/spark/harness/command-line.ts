/** `npx spark-platform apps ...`, as its users call it. */

import { resolve } from "node:path";

import { run } from "../../../local/run";
import { namespace } from "../program";
import { type World } from "./world";

const repository = resolve(__dirname, "../../..");
const call = [resolve(repository, "node_modules/tsx/dist/cli.mjs"), resolve(repository, "lib/cli/main.ts"), "apps"];

/** @returns what it prints. @throws Error with what it says, where it fails */
export async function apps({ cluster }: World, command: string, ...args: string[]): Promise<string> {
  const { kubeconfig, context } = cluster.access;
  const options = ["--namespace", namespace, "--kubeconfig", kubeconfig, "--context", context];
  return (await run(process.execPath, [...call, command, ...options, ...args])).stdout;
}
