/** A control plane of a test's own, with everything that is needed to deploy onto it. */

import { type ControlPlane, startControlPlane } from "../../local/control-plane/start";
import { stopControlPlane } from "../../local/control-plane/stop";
import { kubectl, kubectlJson } from "../../local/control-plane/kubectl";
import { applyNodes } from "../../local/control-plane/nodes";
import { declare, type Declaration } from "../../local/deploy/deploy";
import { nodesOfPlan } from "../../local/nodes-of-plan";
import { createProgress } from "../../local/progress";
import { ensureTools, sparkOperatorChart, type ToolName, toolNames, type Tools } from "../../local/tools";
import { platformProgram, type ProgramArgs } from "./program";

/** Starting from nothing includes making certificates; building tools comes before the tests. */
export const startTimeoutMs = 300_000;
/** Far more than any case takes, since CI machines are slow at times. */
export const caseTimeoutMs = 240_000;

export interface Environment {
  access: ControlPlane;
  tools: Tools<ToolName>;
  chart: string;
  kubectl: (args: readonly string[], input?: unknown) => Promise<string>;
  get<T>(args: readonly string[]): Promise<T>;
  declare(args?: Partial<ProgramArgs>): Promise<Declaration>;
  /** Declares the platform and makes the nodes of its plan. */
  withNodes(args?: Partial<ProgramArgs>): Promise<Declaration>;
  stop(): Promise<void>;
}

export async function startEnvironment(suite: string): Promise<Environment> {
  const progress = createProgress();
  const tools = await ensureTools<ToolName>([...toolNames], progress);
  const chart = await sparkOperatorChart(progress);
  const name = `e2e-${suite}-${process.pid}`;
  const access = await startControlPlane({ name, tools, progress });
  const declareWith = (args: Partial<ProgramArgs> = {}) =>
    declare(() => platformProgram({ kubeconfig: access.kubeconfig, context: access.context, chart, ...args }), {});
  return {
    access,
    tools,
    chart,
    kubectl: (args, input) => kubectl(access, tools, args, input === undefined ? {} : { input: JSON.stringify(input) }),
    get: (args) => kubectlJson(access, tools, ["get", ...args]),
    declare: declareWith,
    async withNodes(args) {
      const declaration = await declareWith(args);
      await applyNodes(access, tools, nodesOfPlan(declaration.plan));
      return declaration;
    },
    stop: async () => void (await stopControlPlane(name)),
  };
}

/** Names of all objects of the kinds that a deployment may leave behind. */
export async function everything({ kubectl: run }: Environment): Promise<string[]> {
  const kinds =
    "namespaces,customresourcedefinitions,clusterroles,clusterrolebindings,priorityclasses,deployments,configmaps,services,serviceaccounts,roles,rolebindings,resourcequotas,limitranges,secrets";
  const output = await run([
    "get",
    kinds,
    "--all-namespaces",
    "--output=jsonpath={range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name}{'\\n'}{end}",
  ]);
  return output.trim().split("\n").sort();
}
