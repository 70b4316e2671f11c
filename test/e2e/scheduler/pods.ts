/** Executors on the nodes of a test, by requests to the API server: hundreds of pods, for which kubectl takes minutes. */

import { waitUntil } from "../../../local/wait";
import { type Manifest } from "../../../lib/rendering";
import type { Api, KubeObject } from "../../capacity/harness/api";

export interface PodState extends KubeObject {
  spec: { nodeName?: string; schedulerName?: string };
  status: { conditions?: { type: string; reason?: string }[] };
}

export class Executors {
  readonly #path: string;

  constructor(
    private readonly api: Api,
    namespace: string,
  ) {
    this.#path = `/api/v1/namespaces/${namespace}/pods`;
  }

  async create(pods: readonly Manifest[]): Promise<void> {
    await Promise.all(pods.map((pod) => this.api.create(this.#path, pod)));
  }

  /** Ends all of an application, or all that there are, at once. */
  async remove(application?: string): Promise<void> {
    await this.api.remove(`${this.#path}?labelSelector=${selector(application)}&gracePeriodSeconds=0`);
    await until(async () => (await this.#list(application)).length === 0, "the pods are gone");
  }

  async all(): Promise<PodState[]> {
    return (await this.#list()).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  }

  async bound(): Promise<PodState[]> {
    return (await this.all()).filter(({ spec }) => spec.nodeName !== undefined);
  }

  /** Opens nodes for pods, or closes them, as if they had come or gone. */
  async open(nodes: readonly string[], isOpen = true): Promise<void> {
    await Promise.all(
      nodes.map((node) => this.api.patch(`/api/v1/nodes/${node}`, { spec: { unschedulable: isOpen ? null : true } })),
    );
  }

  async #list(application?: string): Promise<PodState[]> {
    return (await this.api.get<{ items: PodState[] }>(`${this.#path}?labelSelector=${selector(application)}`)).items;
  }
}

const applicationLabel = "test/application";

function selector(application?: string): string {
  return encodeURIComponent(
    application === undefined ? "spark-role=executor" : `spark-role=executor,${applicationLabel}=${application}`,
  );
}

/** An executor under a name of its own. @param change of its container's requests, its place, its application */
export function executor(
  pod: Manifest,
  name: string,
  change: { nodeName?: string; requests?: Record<string, string>; application?: string } = {},
): Manifest {
  const { nodeName, requests, application } = change;
  const copy = structuredClone(pod);
  const labels = { ...(copy.metadata.labels as object), ...(application && { [applicationLabel]: application }) };
  const spec = copy.spec as { containers: { resources: object }[] };
  const containers = spec.containers.map((container) => ({
    ...container,
    ...(requests && { resources: { requests } }),
  }));
  return {
    ...copy,
    metadata: { ...copy.metadata, name, labels },
    spec: { ...spec, containers, ...(nodeName && { nodeName }) },
  };
}

export async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  if (!(await waitUntil(condition, { timeoutMs: 180_000, intervalMs: 100 }))) throw new Error(`not reached: ${what}`);
}
