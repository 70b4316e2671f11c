/** Renders charts with `helm template`. */

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { parseAllDocuments, stringify } from "yaml";

import { type ChartRequest, isLocalChart } from "./charts";
import type { Manifest } from "./manifest";
import { withNamespace } from "./scope";

export interface HelmOptions {
  /** The helm program. @default "helm", found on PATH */
  helm?: string;
  /** Where relative paths of charts start. @default the current directory */
  directory?: string;
  /** Kubernetes version that charts see, for example `1.35`. @default the one that helm was built with */
  kubernetesVersion?: string;
  /** Leaves charts alone that would have to be downloaded. @default false */
  localOnly?: boolean;
  /** Seconds that one chart may take. @default 120 */
  timeoutSeconds?: number;
}

export interface ChartsRendering {
  manifests: Manifest[];
  /** Charts that could not be rendered, each with the reason and the command that renders it. */
  notRendered: { chart: ChartRequest; why: string; command: string }[];
}

/** Renders every chart that can be rendered; the others come back with the reason. */
export async function renderCharts(
  charts: readonly ChartRequest[],
  options: HelmOptions = {},
): Promise<ChartsRendering> {
  const rendering: ChartsRendering = { manifests: [], notRendered: [] };
  for (const chart of charts) {
    try {
      refuse(chart, options);
      rendering.manifests.push(...(await renderChart(chart, options)));
    } catch (error) {
      rendering.notRendered.push({ chart, why: (error as Error).message, command: commandLine(chart, options) });
    }
  }
  return rendering;
}

function refuse(chart: ChartRequest, { localOnly = false, directory = process.cwd() }: HelmOptions): void {
  if (chart.withheld.length > 0) {
    throw new Error(`these are secret or known only after a deployment: ${chart.withheld.join(", ")}`);
  }
  if (localOnly && !isLocalChart(chart, directory)) throw new Error("it would have to be downloaded");
}

async function renderChart(chart: ChartRequest, options: HelmOptions): Promise<Manifest[]> {
  const { helm = "helm", timeoutSeconds = 120 } = options;
  const scratch = await mkdtemp(join(tmpdir(), "spark-platform-chart-"));
  try {
    const files = await valueFiles(chart, scratch);
    const { stdout } = await promisify(execFile)(helm, templateArguments(chart, options, files), {
      cwd: options.directory,
      timeout: timeoutSeconds * 1000,
      maxBuffer: 256 * 1024 * 1024,
    });
    return withNamespace(parsedManifests(stdout), chart.namespace);
  } catch (error) {
    throw new Error(helmFailure(error as HelmError, helm, timeoutSeconds));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Name of the file of values in the command that renders a chart. */
export function valuesFileName({ resource }: ChartRequest): string {
  return `${resource.replace(/[^A-Za-z0-9.-]/g, "-")}-values.yaml`;
}

/** The values that the program gives to a chart. */
export function valuesYaml({ values }: ChartRequest): string {
  return stringify(values, { aliasDuplicateObjects: false, lineWidth: 0 });
}

async function valueFiles(chart: ChartRequest, directory: string): Promise<string[]> {
  const texts = [...chart.valueFiles, { text: valuesYaml(chart) }];
  return Promise.all(
    texts.map(async ({ text, path }: ChartRequest["valueFiles"][number], index) => {
      if (text === undefined && path !== undefined) return path;
      const file = join(directory, `values-${index}.yaml`);
      await writeFile(file, text ?? "");
      return file;
    }),
  );
}

function templateArguments(chart: ChartRequest, { kubernetesVersion }: HelmOptions, files: string[]): string[] {
  return [
    ...["template", chart.release, chart.chart, "--namespace", chart.namespace, "--skip-tests"],
    ...(chart.includeCrds ? ["--include-crds"] : []),
    ...(chart.includeHooks ? [] : ["--no-hooks"]),
    ...(chart.repository === undefined ? [] : ["--repo", chart.repository]),
    ...(chart.version === undefined ? [] : ["--version", chart.version]),
    ...(kubernetesVersion === undefined ? [] : ["--kube-version", kubernetesVersion]),
    ...files.flatMap((file) => ["--values", file]),
  ];
}

/** What a person runs to render the chart. */
function commandLine(chart: ChartRequest, options: HelmOptions): string {
  return ["helm", ...templateArguments(chart, options, [valuesFileName(chart)])].join(" ");
}

function parsedManifests(yaml: string): Manifest[] {
  return parseAllDocuments(yaml)
    .map((document) => document.toJS() as Manifest | null)
    .flatMap((manifest) => (manifest?.kind === "List" ? (manifest.items as Manifest[]) : (manifest ?? [])));
}

interface HelmError extends Error {
  code?: string | number | null;
  killed?: boolean;
  stderr?: string;
}

function helmFailure({ code, killed, stderr, message }: HelmError, helm: string, timeoutSeconds: number): string {
  if (code === "ENOENT") {
    const absent = helm === "helm" ? "helm is not on PATH" : `there is no helm at ${helm}`;
    return `${absent}; install it (https://helm.sh/docs/intro/install) or give its path`;
  }
  if (killed === true) return `helm took more than ${timeoutSeconds} seconds`;
  const said = stderr?.trim() ?? "";
  return `helm said: ${said === "" ? message : said}`;
}
