/** Images and charts by way of a registry of one's own, for clusters that do not reach the public ones. */

import * as pulumi from "@pulumi/pulumi";

import type { ChartOverride } from "./versions";

/**
 * What stands in place of a registry's host: `{ "docker.io": "registry.example.com/hub" }` makes `apache/spark:4.1.1` into
 * `registry.example.com/hub/apache/spark:4.1.1`. Images of other registries are left as they are.
 */
export type ImageMirrors = Record<string, pulumi.Input<string>>;

export interface Mirrors {
  /** @default images are pulled from where they are published */
  images?: ImageMirrors;
  /** Helm repository or `oci://` registry that holds every chart under its own name and version. @default where each is published */
  charts?: string;
}

/** The registry that names without one mean. */
const dockerHub = "docker.io";

/** The image as the cluster pulls it. */
export function mirrored(image: pulumi.Input<string>, mirrors: ImageMirrors = {}): pulumi.Input<string> {
  if (Object.keys(mirrors).length === 0) return image;
  if (typeof image !== "string") return pulumi.all([image, mirrors]).apply(([name, by]) => replaced(name, by));
  const { registry } = parts(image);
  const mirror = mirrors[registry];
  return mirror === undefined
    ? image
    : pulumi.output(mirror).apply((prefix) => replaced(image, { [registry]: prefix }));
}

/** Where a chart comes from: what was said of that very chart, else the mirror of all. */
export function mirroredChart(override: ChartOverride | undefined, mirrors: Mirrors = {}): ChartOverride | undefined {
  return mirrors.charts === undefined ? override : { repository: mirrors.charts, ...override };
}

function replaced(image: string, mirrors: Record<string, string>): string {
  const { registry, path } = parts(image);
  const mirror = mirrors[registry];
  return mirror === undefined ? image : `${mirror.replace(/\/+$/, "")}/${path}`;
}

/** As container runtimes read names: https://github.com/distribution/reference */
function parts(image: string): { registry: string; path: string } {
  const slash = image.indexOf("/");
  const first = image.slice(0, Math.max(0, slash));
  if (/[.:]|^localhost$/.test(first)) return { registry: first, path: image.slice(slash + 1) };
  return { registry: dockerHub, path: slash < 0 ? `library/${image}` : image };
}
