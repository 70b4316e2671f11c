/** The API server asked directly, over connections that stay open: thousands of pods would take kubectl minutes. */

import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";

import { parse } from "yaml";

import { type ClusterAccess } from "../../../local/control-plane/kubectl";

/** More at once only wait for each other in the API server. */
const connections = 8;

export interface Api {
  /** Creates all objects, several at a time. */
  create(path: string, objects: readonly object[]): Promise<void>;
  list<T>(path: string): Promise<T[]>;
  /** Deletes objects without grace, several at a time. */
  delete(path: string, names: readonly string[]): Promise<void>;
  close(): void;
}

interface Kubeconfig {
  clusters: { cluster: { server: string; "certificate-authority-data": string } }[];
  users: { user: { "client-certificate-data": string; "client-key-data": string } }[];
}

/** @param access with a kubeconfig of one cluster and one user, as `writeKubeconfig` writes it */
export function openApi({ kubeconfig }: ClusterAccess): Api {
  const { clusters, users } = parse(readFileSync(kubeconfig, "utf8")) as Kubeconfig;
  const [cluster, user] = [clusters[0]!.cluster, users[0]!.user];
  const decoded = (base64: string) => Buffer.from(base64, "base64");
  const agent = new Agent({
    keepAlive: true,
    maxSockets: connections,
    ca: decoded(cluster["certificate-authority-data"]),
    cert: decoded(user["client-certificate-data"]),
    key: decoded(user["client-key-data"]),
  });
  const send = async (method: string, path: string, body?: object): Promise<string> => {
    const content = body === undefined ? "" : JSON.stringify(body);
    // Without its length the body of a DELETE would be taken for the next request.
    const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(content) };
    const asked = request(new URL(path, cluster.server), { method, agent, headers });
    return new Promise((resolve, reject) => {
      asked.on("error", reject);
      asked.on("response", (response) => {
        const { statusCode = 0 } = response;
        text(response).then(
          (answer) =>
            statusCode < 300 ? resolve(answer) : reject(new Error(`${method} ${path}: ${statusCode} ${answer}`)),
          reject,
        );
      });
      asked.end(content);
    });
  };
  return {
    create: (path, objects) => forEach(objects, (object) => send("POST", path, object)),
    list: async <T>(path: string) => (JSON.parse(await send("GET", path)) as { items: T[] }).items,
    delete: (path, names) =>
      forEach(names, (name) => send("DELETE", `${path}/${name}`, { kind: "DeleteOptions", gracePeriodSeconds: 0 })),
    close: () => agent.destroy(),
  };
}

/** As many at a time as there are connections. */
async function forEach<T>(items: readonly T[], task: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items].reverse();
  const work = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await task(next);
  };
  await Promise.all(Array.from({ length: connections }, work));
}
