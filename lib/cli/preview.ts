/** `spark-platform preview`: what a program would deploy, as tables, as a page with a picture, and as manifests. */

import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import {
  chartsOf,
  describeGap,
  renderCharts,
  renderingOf,
  valuesFileName,
  valuesYaml,
  writeManifests,
} from "../rendering";
import { planPage, planTables, resourceTable } from "../report";
import { wrapped } from "../report/columns";
import { counted } from "../report/numbers";
import { runProgram, type RunOptions } from "./run-program";

export interface PreviewOptions extends RunOptions {
  out: string;
  /** @default helm on PATH */
  helm?: string;
  /** @default false */
  color?: boolean;
  /** Columns of the terminal. @default 100 */
  width?: number;
}

/**
 * Runs a program with nothing but this process: no engine, no cloud, no network. Charts that would have to be downloaded are
 * listed only.
 * @returns what to tell the user.
 */
export async function preview(program: string, options: PreviewOptions): Promise<string> {
  const { out, helm, color = false, width = 100 } = options;
  // The path is the user's, the program may run elsewhere.
  const target = resolve(out);
  const { recording, directory, plans, remarks } = await runProgram(program, options);
  const { manifests, gaps } = renderingOf(recording);
  const kubernetesVersion = plans[0]?.cluster.kubernetesVersion;
  const charts = await renderCharts(chartsOf(recording), { helm, directory, kubernetesVersion, localOnly: true });
  const { written } = await writeManifests([...manifests, ...charts.manifests], join(target, "manifests"));
  const pages = plans.map((plan) => ({ name: plans.length === 1 ? "plan.html" : `plan-${plan.name}.html`, plan }));
  await mkdir(join(target, "charts"), { recursive: true });
  await Promise.all(
    charts.notRendered.map(({ chart }) => writeFile(join(target, "charts", valuesFileName(chart)), valuesYaml(chart))),
  );
  await Promise.all(pages.map(({ name, plan }) => writeFile(join(target, name), planPage(plan, recording.resources))));
  return [
    ...plans.map((plan) => `${planTables(plan, { color, width })}\n`),
    `${resourceTable(recording.resources, { color, width })}\n`,
    ...remarks.map((remark) => `${wrapped(remark, width)}\n`),
    ...charts.notRendered.map(
      ({ chart, why, command }) =>
        `Chart ${chart.resource} was not rendered: ${why}. In ${join(out, "charts")}:\n  ${command}\n`,
    ),
    `${counted(written.length, "manifest")} in ${join(out, "manifests")}${gaps.length > 0 ? ", with placeholders for these:" : "."}`,
    ...gaps.map((gap) => `  - ${describeGap(gap)}`),
    ...pages.map(({ name }) => `Open ${join(out, name)} in a browser to see how pods fill the nodes.`),
  ].join("\n");
}
