/** Reads the Kubernetes objects out of a recording, and names everything in them that a file can't hold. */

import type { RecordedResource, Recording } from "../testing/recording";
import { isMocked } from "../testing/outputs/account";
import { UNKNOWN } from "../testing/values";
import { isChart } from "./charts";
import type { Manifest } from "./manifest";
import { applyOrder } from "./order";
import { parsePath, replaceAt, stringsIn } from "./paths";

/** A value that manifests can't hold. */
export interface Gap {
  /** The object, for example `ConfigMap spark-jobs/settings`. */
  object: string;
  /** Path in the object; empty when the whole object can't be rendered. */
  path: string;
  /**
   * `unknown` values come with a deployment, `mocked` ones were made up by the recording in place of a cloud's answer,
   * `secret` ones belong into Secret objects only, `unsupported` resources patch an object or expand into others.
   */
  why: "unknown" | "mocked" | "secret" | "unsupported";
}

export interface Rendering {
  /** In the order in which they can be applied; a placeholder stands in for each gap. */
  manifests: Manifest[];
  gaps: Gap[];
}

/** Stands in manifests for a secret outside of a Secret. */
const SECRET = "<secret>";

/** The Kubernetes objects that a program declares, in the order in which they can be applied; charts are not among them. */
export function manifestsOf(recording: Recording): Manifest[] {
  return renderingOf(recording).manifests;
}

/** The Kubernetes objects with a list of what they can't hold. */
export function renderingOf(recording: Recording): Rendering {
  const gaps: Gap[] = [];
  const manifests: Manifest[] = [];
  for (const resource of recording.resources) {
    if (!resource.type.startsWith("kubernetes:") || resource.kind === "read" || isChart(resource)) continue;
    const { apiVersion, kind } = resource.inputs;
    // A patch holds a few fields of an object that somebody else owns.
    const whole = typeof apiVersion === "string" && typeof kind === "string" && !resource.type.endsWith("Patch");
    if (whole && resource.kind === "custom") manifests.push(manifestOf(resource, apiVersion, kind, gaps));
    else if (resource.kind !== "component") {
      gaps.push({ object: `${resource.type} ${resource.name}`, path: "", why: "unsupported" });
    }
  }
  const byObject = (a: Gap, b: Gap) => (describeGap(a) < describeGap(b) ? -1 : 1);
  return { manifests: applyOrder(manifests), gaps: gaps.sort(byObject) };
}

/** A gap in words. */
export function describeGap({ object, path, why }: Gap): string {
  const reasons = {
    unknown: "is known only after a deployment",
    mocked: "comes from a cloud, which was not asked",
    secret: "is secret, and only Secret objects hold secrets",
    unsupported: "has no manifest of its own: it patches or expands into others",
  };
  return `${object}: ${path === "" ? "" : `${path} `}${reasons[why]}`;
}

/** An owner's uid comes with its creation, and the API server knows no owner without. Such objects stand alone. */
function dropUnknownOwners({ metadata }: Manifest): void {
  const owners = metadata.ownerReferences as { uid?: string }[] | undefined;
  if (owners?.some(({ uid }) => uid === undefined)) delete metadata.ownerReferences;
}

function manifestOf(resource: RecordedResource, apiVersion: string, kind: string, gaps: Gap[]): Manifest {
  const { inputs, name, unknowns, secrets } = resource;
  const metadata = inputs.metadata as Record<string, unknown> | undefined;
  const manifest: Manifest = structuredClone({ ...inputs, apiVersion, kind, metadata: { name, ...metadata } });
  dropUnknownOwners(manifest);
  const { namespace, name: named } = manifest.metadata;
  const object = `${kind} ${namespace === undefined ? named : `${namespace}/${named}`}`;
  for (const path of unknowns) gaps.push({ object, path, why: "unknown" });
  for (const path of secrets) {
    if (kind === "Secret" && /^(data|stringData)\b/.test(path)) continue;
    gaps.push({ object, path, why: "secret" });
    replaceAt(manifest, parsePath(path), SECRET);
  }
  for (const { path, value } of stringsIn(manifest)) {
    if (value !== UNKNOWN && isMocked(value)) gaps.push({ object, path, why: "mocked" });
  }
  return manifest;
}
