/** Brings a cluster to a set of manifests: server-side apply with strict validation, then pruning of what is no longer in it. */

import { type Manifest } from "../../lib/rendering";
import { type ClusterAccess, kubectl, kubectlJson } from "../control-plane/kubectl";
import { waitUntil } from "../wait";

interface LiveObject extends Manifest {
  metadata: Manifest["metadata"] & {
    uid: string;
    resourceVersion: string;
    generation?: number;
    ownerReferences?: unknown[];
  };
}

export interface ApplyResult {
  created: string[];
  changed: string[];
  unchanged: string[];
  pruned: string[];
}

/** A deployment on a cluster. */
export interface Target {
  access: ClusterAccess;
  tools: { kubectl: string };
  /** Tells this deployment's objects from all others; the value of a label on each of them. */
  deployment: string;
}

/** On every object of a deployment, so that pruning and removal find them without a record that could get lost. */
const deploymentLabel = "spark-platform/deployment";

/** Kinds that others need before they can be applied. */
const firstKinds = ["CustomResourceDefinition", "Namespace"];

/**
 * Applies the manifests and deletes what an earlier apply of the same deployment left that is not among them.
 * @throws Error with what the API server says of a manifest that it does not admit
 */
export async function apply(target: Target, manifests: readonly Manifest[]): Promise<ApplyResult> {
  const labelled = manifests.map((manifest) => withLabel(manifest, target.deployment));
  const result: ApplyResult = { created: [], changed: [], unchanged: [], pruned: [] };
  const first = labelled.filter(({ kind }) => firstKinds.includes(kind));
  const applied = await applyAll(target, first, result);
  await waitForDefinitions(target, first);
  const rest = labelled.filter(({ kind }) => !firstKinds.includes(kind));
  applied.push(...(await applyAll(target, rest, result)));
  const wanted = new Set(applied.map(({ metadata }) => metadata.uid));
  const stale = (await deployed(target)).filter(({ metadata }) => !wanted.has(metadata.uid));
  await remove(target, stale);
  result.pruned.push(...stale.map(referenceOf));
  return result;
}

/** Deletes every object of the deployment and waits until it is gone; returns what there was. */
export async function removeDeployment(target: Target): Promise<string[]> {
  const objects = await deployed(target);
  await remove(target, objects);
  return objects.map(referenceOf);
}

async function applyAll(target: Target, manifests: Manifest[], result: ApplyResult): Promise<LiveObject[]> {
  if (manifests.length === 0) return [];
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items: manifests });
  const { access, tools } = target;
  const get = ["get", "--ignore-not-found", "--filename=-"];
  const found = await kubectl(access, tools, [...get, "--output=json"], { input });
  const before = new Map(itemsOf(found).map((object) => [object.metadata.uid, object]));
  const command = ["apply", "--server-side", "--validate=strict", "--field-manager=spark-platform", "--filename=-"];
  const after = itemsOf(await kubectl(access, tools, [...command, "--output=json"], { input }));
  for (const object of after) {
    const earlier = before.get(object.metadata.uid);
    const list = earlier === undefined ? "created" : versionOf(earlier) === versionOf(object) ? "unchanged" : "changed";
    result[list].push(referenceOf(object));
  }
  return after;
}

/** Generation moves with the specification only; kinds without one have no status that controllers write. */
function versionOf({ metadata }: LiveObject): string {
  return metadata.generation === undefined ? metadata.resourceVersion : String(metadata.generation);
}

/** `kubectl wait` gives up on a definition that has no conditions yet, as large ones have not for a moment. */
async function waitForDefinitions({ access, tools }: Target, manifests: Manifest[]): Promise<void> {
  for (const { kind, metadata } of manifests) {
    if (kind !== "CustomResourceDefinition") continue;
    const isEstablished = async () => {
      const get = ["get", "customresourcedefinition", metadata.name, "--output=jsonpath={.status.conditions}"];
      const conditions = JSON.parse((await kubectl(access, tools, get)) || "[]") as Condition[] | null;
      return conditions?.some(({ type, status }) => type === "Established" && status === "True") ?? false;
    };
    if (await waitUntil(isEstablished, { timeoutMs: 120_000 })) continue;
    throw new Error(`The definition ${metadata.name} was not established within 2 minutes.`);
  }
}

interface Condition {
  type: string;
  status: string;
}

async function deployed({ access, tools, deployment }: Target): Promise<LiveObject[]> {
  const kinds = await kubectl(access, tools, ["api-resources", "--verbs=list,delete", "--output=name"]);
  const list = await kubectlJson<{ items: LiveObject[] }>(access, tools, [
    "get",
    kinds.trim().split("\n").join(","),
    "--all-namespaces",
    `--selector=${deploymentLabel}=${deployment}`,
  ]);
  // Endpoints and slices copy the labels of their Service, and go with it.
  return list.items.filter(({ kind, metadata }) => metadata.ownerReferences === undefined && kind !== "Endpoints");
}

/** Whether one of the operators runs it. */
function isApplication({ apiVersion }: LiveObject): boolean {
  return /^(sparkoperator\.k8s\.io|spark\.apache\.org)\//.test(apiVersion);
}

/** Applications first, while their operator lives; definitions and namespaces last, when nothing is left in them. */
async function remove(target: Target, objects: LiveObject[]): Promise<void> {
  const waves = [
    objects.filter(isApplication),
    objects.filter((object) => !isApplication(object) && !firstKinds.includes(object.kind)),
    objects.filter(({ kind }) => firstKinds.includes(kind)),
  ];
  for (const items of waves.filter((wave) => wave.length > 0)) {
    const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    const command = ["delete", "--ignore-not-found", "--wait", "--timeout=300s", "--filename=-"];
    await kubectl(target.access, target.tools, command, { input });
  }
}

function itemsOf(output: string): LiveObject[] {
  if (output.trim() === "") return [];
  const parsed = JSON.parse(output) as LiveObject | { kind: "List"; items: LiveObject[] };
  return parsed.kind === "List" ? (parsed as { items: LiveObject[] }).items : [parsed as LiveObject];
}

function withLabel(manifest: Manifest, deployment: string): Manifest {
  const { metadata } = manifest;
  return {
    ...manifest,
    metadata: { ...metadata, labels: { ...(metadata.labels as object), [deploymentLabel]: deployment } },
  };
}

function referenceOf({ apiVersion, kind, metadata }: Manifest): string {
  const group = apiVersion.includes("/") ? `${apiVersion.split("/")[0]}/` : "";
  return `${group}${kind} ${metadata.namespace === undefined ? "" : `${metadata.namespace}/`}${metadata.name}`;
}
