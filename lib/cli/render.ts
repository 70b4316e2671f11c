/** `spark-platform render`: a program's manifests as files, for Argo CD, Flux, kubectl and reviewers. */

import { resolve } from "node:path";

import {
  chartsOf,
  describeGap,
  type Gap,
  type Manifest,
  renderCharts,
  renderingOf,
  writeManifests,
} from "../rendering";
import { counted } from "../report/numbers";
import { Problem } from "./problem";
import { type ProgramRun, runProgram, type RunOptions } from "./run-program";

export interface RenderOptions extends RunOptions {
  out: string;
  /** @default helm on PATH */
  helm?: string;
  /** Leaves charts out. */
  skipCharts?: boolean;
  /** Writes placeholders for values that manifests can't hold. */
  placeholders?: boolean;
}

/**
 * Writes a program's manifests, all or none.
 * @returns what to tell the user.
 */
export async function render(program: string, options: RenderOptions): Promise<string> {
  // The path is the user's, the program may run elsewhere.
  const directory = resolve(options.out);
  const run = await runProgram(program, options);
  const { manifests, gaps } = renderingOf(run.recording);
  if (gaps.length > 0 && options.placeholders !== true) refuseGaps(gaps);
  const all = [...manifests, ...(await chartManifests(run, options))];
  const { written, removed } = await writeManifests(all, directory);
  const cleaned = removed.length > 0 ? `, and removed ${removed.length} of an earlier run` : "";
  return [
    ...run.remarks,
    `Wrote ${counted(written.length, "manifest")} into ${options.out}${cleaned}.`,
    ...(gaps.length > 0 ? ["Placeholders stand in for these:", ...gaps.map(listed)] : []),
    ...secretRemarks(all),
    "",
    "Next:",
    `  kubectl apply --server-side --filename ${options.out}`,
    "    (once more if it says that it does not know a kind: its definition was only just applied)",
    "  or commit the directory and point Argo CD or Flux at it",
  ].join("\n");
}

function refuseGaps(gaps: readonly Gap[]): never {
  throw new Problem(
    [
      `${counted(gaps.length, "value")} can't be written into manifests; nothing was written.`,
      ...gaps.map(listed),
    ].join("\n"),
    ["deploy the program with `pulumi up`, which knows them", "or pass --placeholders and fill them in yourself"],
  );
}

async function chartManifests(
  { recording, directory, plans }: ProgramRun,
  options: RenderOptions,
): Promise<Manifest[]> {
  if (options.skipCharts === true) return [];
  const { helm } = options;
  const kubernetesVersion = plans[0]?.cluster.kubernetesVersion;
  const { manifests, notRendered } = await renderCharts(chartsOf(recording), { helm, directory, kubernetesVersion });
  if (notRendered.length === 0) return manifests;
  throw new Problem(
    [
      `${counted(notRendered.length, "chart")} could not be rendered; nothing was written.`,
      ...notRendered.map(
        ({ chart, why }) => `  - ${chart.resource} (${chart.chart} ${chart.version ?? "latest"}): ${why}`,
      ),
    ].join("\n"),
    [
      "install helm, or give its path with --helm",
      "or pass --skip-charts and render them yourself, with the values that `npx spark-platform preview` writes:",
      ...notRendered.map(({ command }) => `  ${command}`),
    ],
  );
}

function secretRemarks(manifests: readonly Manifest[]): string[] {
  const secrets = manifests.filter(({ kind }) => kind === "Secret").map(({ metadata }) => metadata.name);
  return secrets.length === 0 ? [] : [`These hold secrets in plain text, keep them out of git: ${secrets.join(", ")}.`];
}

function listed(gap: Gap): string {
  return `  - ${describeGap(gap)}`;
}
