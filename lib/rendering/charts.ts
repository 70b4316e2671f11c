/** Reads the Helm charts out of a recording. */

import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { isMocked } from "../testing/outputs/account";
import type { RecordedResource, Recording } from "../testing/recording";
import { parsePath, replaceAt, stringsIn } from "./paths";

const CHART = "kubernetes:helm.sh/v4:Chart";
const RELEASE = "kubernetes:helm.sh/v3:Release";

/** A chart that the program installs, with all that Helm needs to render it. */
export interface ChartRequest {
  /** Logical name of the resource. */
  resource: string;
  /** Name of the Helm release. */
  release: string;
  /** Chart name in `repository`, OCI address, URL, or local path. */
  chart: string;
  version?: string;
  repository?: string;
  namespace: string;
  values: Record<string, unknown>;
  /** More values, as YAML text or as a path, in the order in which they are laid over each other, below `values`. */
  valueFiles: { text?: string; path?: string }[];
  includeCrds: boolean;
  includeHooks: boolean;
  /** Paths of values that are secret, unknown or made up in place of a cloud's: such a chart can't be rendered. */
  withheld: string[];
}

export function isChart({ type }: RecordedResource): boolean {
  return type === CHART || type === RELEASE;
}

/** The charts that a program installs, in the order in which it declares them. */
export function chartsOf(recording: Recording): ChartRequest[] {
  return recording.resources.filter(isChart).map(chartRequest);
}

/** Whether Helm can render the chart without a network. `directory` is where relative paths start. */
export function isLocalChart({ chart, repository }: ChartRequest, directory: string): boolean {
  if (repository !== undefined || /^[a-z]+:\/\//.test(chart)) return false;
  return existsSync(resolve(directory, chart));
}

function chartRequest({ type, name, inputs, secrets, unknowns }: RecordedResource): ChartRequest {
  const text = (key: string) => (typeof inputs[key] === "string" ? inputs[key] : undefined);
  const values = structuredClone(inputs.values ?? {}) as Record<string, unknown>;
  const withheld = new Set([...secrets, ...unknowns]);
  for (const { path, value } of stringsIn(values, "values")) if (isMocked(value)) withheld.add(path);
  for (const path of secrets) {
    const [root, ...steps] = parsePath(path);
    if (root === "values" && steps.length > 0) replaceAt(values, steps, "<secret>");
  }
  const repositoryOpts = inputs.repositoryOpts as { repo?: unknown } | undefined;
  const version = text("version");
  return {
    resource: name,
    release: text("name") ?? name,
    chart: text("chart") ?? "",
    ...(version !== undefined && { version }),
    ...(typeof repositoryOpts?.repo === "string" && { repository: repositoryOpts.repo }),
    namespace: text("namespace") ?? "default",
    values: secrets.includes("values") ? {} : values,
    valueFiles: (inputs.valueYamlFiles ?? []) as ChartRequest["valueFiles"],
    includeCrds: inputs.skipCrds !== true,
    // A Release runs its hooks, a Chart has them only when it asks.
    includeHooks: type === RELEASE || inputs.includeHooks === true,
    withheld: [...withheld],
  };
}
