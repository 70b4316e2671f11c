/** The API server of a kubeconfig, or of the cluster that this runs in: the only file that loads a Kubernetes client. */

import { existsSync } from "node:fs";
import type https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

import { type ClusterApi, hasStatus, type PodIdentity, type PodQuery } from "./cluster-api";
import type { ObjectApi } from "./object-api";
import { objectClient } from "./object-client";
import type { ClusterNode, Pod } from "./objects";
import { answerOf, streamOf } from "./request";

export interface Access {
  /** @default $KUBECONFIG, then ~/.kube/config, then the service account of the pod that this runs in */
  kubeconfig?: string;
  /** @default the kubeconfig's current one */
  context?: string;
}

/** An API server is away for moments when it is updated or changes its leader: what only reads is asked again. */
const READS = 3;
const BETWEEN_READS_MS = 1000;

/** @throws Error with a message for the user where no kubeconfig leads to a cluster. */
export async function connect(access: Access): Promise<ClusterApi & ObjectApi> {
  const { config, server } = await configuration(access);
  const authorized = async (options: https.RequestOptions) => {
    // Credentials may be those of an exec plugin, which renews them.
    await config.applyToHTTPSOptions(options);
    return options;
  };
  const send = async (method: string, path: string, body?: object, contentType = "application/json") => {
    const options = await authorized({ method, headers: { Accept: "application/json" } });
    return answerOf(`${server}${path}`, options, body === undefined ? undefined : JSON.stringify(body), contentType);
  };
  const stream = async (path: string, write: (text: string) => void, signal: AbortSignal) =>
    streamOf(`${server}${path}`, await authorized({ method: "GET" }), write, signal);
  const read = async (path: string) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await send("GET", path);
      } catch (error) {
        if (attempt === READS || !hasStatus(error, 0, 429, 500, 502, 503, 504)) throw error;
        await sleep(BETWEEN_READS_MS);
      }
    }
  };
  const gone = async (request: Promise<unknown>) => {
    await request.catch((error: unknown) => {
      if (!hasStatus(error, 404)) throw error;
    });
  };
  const context = config.getCurrentContext();
  return {
    ...objectClient({ send, read, stream }, config.getContextObject(context)?.namespace),
    context,
    pods: async (query) => ((await read(podsPath(query))) as { items: Pod[] }).items,
    nodes: async () => ((await read("/api/v1/nodes")) as { items: ClusterNode[] }).items,
    async node(name) {
      try {
        return (await read(nodePath(name))) as ClusterNode;
      } catch (error) {
        if (hasStatus(error, 404)) return undefined;
        throw error;
      }
    },
    async setSchedulable({ metadata: { name, resourceVersion } }, unschedulable, taints) {
      const change = { metadata: { resourceVersion }, spec: { unschedulable, taints } };
      await send("PATCH", nodePath(name), change, "application/merge-patch+json");
    },
    evict: (pod) =>
      gone(
        send("POST", `${podPath(pod)}/eviction`, {
          apiVersion: "policy/v1",
          kind: "Eviction",
          metadata: { namespace: pod.namespace, name: pod.name },
          deleteOptions: { preconditions: { uid: pod.uid } },
        }),
      ),
    deletePod: (pod, gracePeriodSeconds) =>
      gone(send("DELETE", podPath(pod), { gracePeriodSeconds, preconditions: { uid: pod.uid } })),
    deleteNode: ({ metadata: { name, uid } }) => gone(send("DELETE", nodePath(name), { preconditions: { uid } })),
    deleteNodeClaim: (name) => gone(send("DELETE", `/apis/karpenter.sh/v1/nodeclaims/${encodeURIComponent(name)}`)),
    served: ({ namespace, name, port }, path) =>
      send("GET", `${podPath({ namespace, name: `${name}:${port}` })}/proxy${path}`),
  };
}

async function configuration({ kubeconfig, context }: Access) {
  if (kubeconfig !== undefined && !existsSync(kubeconfig)) throw new Error(`there is no kubeconfig ${kubeconfig}`);
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else config.loadFromFile(kubeconfig);
  if (context !== undefined) {
    const known = config.getContexts().map(({ name }) => name);
    if (!known.includes(context)) {
      throw new Error(`the kubeconfig has no context ${context}; it has ${known.join(", ") || "none"}`);
    }
    config.setCurrentContext(context);
  }
  const server = config.getCurrentCluster()?.server;
  // What the client falls back to where it finds nothing.
  if (server === undefined || config.getCurrentContext() === "loaded-context") {
    throw new Error("there is no cluster to ask: no kubeconfig, and this runs in no pod");
  }
  return { config, server: server.replace(/\/+$/, "") };
}

function podsPath({ namespace, labels, node }: PodQuery): string {
  const query = new URLSearchParams({
    ...(labels !== undefined && { labelSelector: labels }),
    ...(node !== undefined && { fieldSelector: `spec.nodeName=${node}` }),
  });
  return `${namespace === undefined ? "/api/v1/pods" : podsOf(namespace)}?${query.toString()}`;
}

function podsOf(namespace: string): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
}

function podPath({ namespace, name }: Pick<PodIdentity, "namespace" | "name">): string {
  return `${podsOf(namespace)}/${encodeURIComponent(name)}`;
}

function nodePath(name: string): string {
  return `/api/v1/nodes/${encodeURIComponent(name)}`;
}
