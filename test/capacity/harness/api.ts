/** The API server over connections that stay open: thousands of requests, where kubectl would start a process for each. */

import { readFileSync } from "node:fs";
import { type IncomingMessage } from "node:http";
import { Agent, request, type RequestOptions } from "node:https";
import { text } from "node:stream/consumers";

import { parse } from "yaml";

export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    creationTimestamp?: string;
    deletionTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
    ownerReferences?: { kind: string; name: string; uid: string }[];
  };
}

/** What the API server refused, with its own words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    method: string,
    path: string,
    readonly words: string,
  ) {
    super(`${method} ${path}: ${status} ${words}`);
    this.name = "Refused";
  }
}

export interface WatchEvent<T> {
  type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  object: T;
}

interface KubeconfigFile {
  clusters: { cluster: { server: string; "certificate-authority-data": string } }[];
  users: { user: { "client-certificate-data": string; "client-key-data": string } }[];
}

/** Requests at the same time; more would only wait inside the API server. */
const connections = 32;

const deleteTries = 50;

export class Api {
  readonly #options: RequestOptions;

  /** @param kubeconfig path of a kubeconfig with certificates inside, as the local control plane writes it */
  constructor(kubeconfig: string) {
    const { clusters, users } = parse(readFileSync(kubeconfig, "utf8")) as KubeconfigFile;
    const [{ cluster } = missing("cluster")] = clusters;
    const [{ user } = missing("user")] = users;
    const decoded = (data: string) => Buffer.from(data, "base64");
    const { hostname, port } = new URL(cluster.server);
    this.#options = {
      host: hostname,
      port,
      agent: new Agent({
        keepAlive: true,
        maxSockets: connections,
        ca: decoded(cluster["certificate-authority-data"]),
        cert: decoded(user["client-certificate-data"]),
        key: decoded(user["client-key-data"]),
      }),
    };
  }

  get<T>(path: string): Promise<T> {
    return this.#ask<T>("GET", path);
  }

  create<T extends KubeObject>(path: string, object: object): Promise<T> {
    return this.#ask<T>("POST", path, object);
  }

  /** A merge patch: `null` takes a field away. */
  patch<T extends KubeObject>(path: string, change: object): Promise<T> {
    return this.#ask<T>("PATCH", path, change, "application/merge-patch+json");
  }

  /** Deletes an object or a whole collection; what is not there is no mistake. */
  async remove(path: string): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#ask("DELETE", path);
        return;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.status === 404) return;
        // Of thousands of objects a part is deleted when the time is up.
        if (error.status !== 504 || tries === deleteTries) throw error;
      }
    }
  }

  /** Events until the connection ends or the signal fires. @throws Refused */
  async watch<T>(path: string, onEvent: (event: WatchEvent<T>) => void, signal: AbortSignal): Promise<void> {
    const response = await this.#open("GET", path, undefined, undefined, signal, false);
    let rest = "";
    response.setEncoding("utf8");
    for await (const chunk of response as AsyncIterable<string>) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onEvent(JSON.parse(line) as WatchEvent<T>);
    }
  }

  close(): void {
    (this.#options.agent as Agent).destroy();
  }

  async #ask<T>(method: string, path: string, body?: object, type?: string): Promise<T> {
    const response = await this.#open(method, path, body, type);
    return JSON.parse(await text(response)) as T;
  }

  async #open(
    method: string,
    path: string,
    body?: object,
    type = "application/json",
    signal?: AbortSignal,
    shared = true,
  ): Promise<IncomingMessage> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      accept: "application/json",
      ...(payload !== undefined && { "content-type": type, "content-length": Buffer.byteLength(payload) }),
    };
    const { agent } = this.#options as { agent: Agent };
    // A watch holds its connection, which must not be one of those that requests wait for.
    const connection = shared ? { agent } : { agent: new Agent(agent.options) };
    const ask = (again: boolean): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        const asked = request({ ...this.#options, ...connection, method, path, headers, signal }, resolve);
        // The server may close an idle connection in the moment in which it is taken again: nothing was read of the request then.
        const isStale = (error: Error) => asked.reusedSocket && (error as NodeJS.ErrnoException).code === "ECONNRESET";
        asked.on("error", (error) => (again && isStale(error) ? resolve(ask(false)) : reject(error)));
        asked.end(payload);
      });
    const response = await ask(true);
    const { statusCode = 0 } = response;
    if (statusCode < 300) return response;
    throw new Refused(statusCode, method, path, messageIn(await text(response)));
  }
}

function messageIn(body: string): string {
  try {
    return (JSON.parse(body) as { message?: string }).message ?? body;
  } catch {
    return body;
  }
}

function missing(what: string): never {
  throw new Error(`the kubeconfig has no ${what}`);
}
