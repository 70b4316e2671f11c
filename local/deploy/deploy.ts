/** Deploys a program onto a cluster, with the real engine or by rendering its manifests and applying them. */

import { applyOrder, chartsOf, type Manifest, renderCharts, renderingOf } from "../../lib/rendering";
import { counted } from "../../lib/report/numbers";
import { recordProgram, type Recording } from "../../lib/testing";
import { type PlatformPlan } from "../../lib/plan/platform";
import { UserError } from "../user-error";

/** Configuration of the program, by key of the project `spark-platform`. */
export type ProgramConfig = Record<string, string>;

/** What a program declares, and the plan of the platform in it. */
export interface Declaration {
  recording: Recording;
  plan: PlatformPlan;
}

/** Runs the program in this process, without an engine. @throws UserError when there is no platform in it */
export async function declare(program: () => unknown, config: ProgramConfig): Promise<Declaration> {
  const recording = await recordProgram(program, { project: "spark-platform", stack: "local", config });
  const platform = recording.resources.find(({ type }) => type.endsWith(":SparkPlatform"));
  if (platform === undefined)
    throw new UserError("The program declares no SparkPlatform, so there is nothing to plan.");
  return { recording, plan: platform.inputs.plan as PlatformPlan };
}

/** Every manifest of a declaration, charts included. @throws UserError that names each chart that can't be rendered */
export async function manifestsOf({ recording, plan }: Declaration, tools: { helm: string }): Promise<Manifest[]> {
  const { kubernetesVersion } = plan.cluster;
  const { manifests, notRendered } = await renderCharts(chartsOf(recording), { helm: tools.helm, kubernetesVersion });
  if (notRendered.length > 0) {
    const lines = notRendered.map(({ chart, why, command }) => `  ${chart.chart}: ${why}\n    ${command}`);
    throw new UserError(`${counted(notRendered.length, "chart")} can't be rendered:\n${lines.join("\n")}`);
  }
  return applyOrder([...renderingOf(recording).manifests, ...manifests]);
}
