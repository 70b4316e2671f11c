/** The cluster that a local deployment is on: one that this machine runs, or one that the user named. */

import { homedir } from "node:os";
import { join } from "node:path";

import { type ClusterAccess } from "./control-plane/kubectl";
import { startControlPlane } from "./control-plane/start";
import { type LocalOptions } from "./options";
import { type Progress } from "./progress";
import { ensureTools, toolNames, type Tools, type ToolName } from "./tools";

/** Name of the control plane, of the stack and of the deployment. */
export const localName = "local";

export interface Session {
  access: ClusterAccess;
  tools: Tools<"kubectl" | "helm">;
  /** Whether its nodes are made here and run nothing, so that the scheduler is real and the containers are not. */
  fakeNodes: boolean;
}

export async function openSession(options: LocalOptions, progress: Progress): Promise<Session> {
  if (options.context !== undefined) {
    const tools = await ensureTools(["kubectl", "helm"], progress);
    return { access: { kubeconfig: kubeconfigOf(options), context: options.context }, tools, fakeNodes: false };
  }
  const tools = await ensureTools<ToolName>([...toolNames], progress);
  return { access: await startControlPlane({ name: localName, tools, progress }), tools, fakeNodes: true };
}

export function kubeconfigOf({ kubeconfig }: LocalOptions): string {
  return kubeconfig ?? process.env.KUBECONFIG ?? join(homedir(), ".kube", "config");
}
