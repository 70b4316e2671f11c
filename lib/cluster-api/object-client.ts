/** Objects of any kind, and logs, by the paths of the Kubernetes API. */

import { hasStatus } from "./cluster-api";
import type { ObjectApi, ObjectKind, ObjectName, ObjectQuery } from "./object-api";

/** Requests with the rights of a kubeconfig. */
export interface Requests {
  send: (method: string, path: string, body?: object, contentType?: string) => Promise<unknown>;
  /** Asked again where the server is away for a moment. */
  read: (path: string) => Promise<unknown>;
  stream: (path: string, write: (text: string) => void, signal: AbortSignal) => Promise<void>;
}

/** Of a list, in one answer: what the API server recommends for large ones. */
const PAGE = 500;

/**
 * Under this name Pulumi takes over what others wrote (fixCSAFieldManagers in provider/pkg/await/await.go of pulumi-kubernetes). Under
 * any other one the next update of a program that declares the object would end with a conflict.
 */
const WRITER = "fieldManager=pulumi-kubernetes";

interface Page<T> {
  metadata?: { continue?: string };
  items: T[];
}

export function objectClient({ send, read, stream }: Requests, namespace: string | undefined): ObjectApi {
  const unlessUnknown = async <T>(request: Promise<T>): Promise<T | undefined> => {
    try {
      return await request;
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
  };
  /** Who has no right to a kind gets 403 even where there is no such kind; which kinds there are may be read by all. */
  const isUnknown = async ({ group, version, plural }: ObjectKind) => {
    if (group === "") return false;
    const known = (await unlessUnknown(read(`/apis/${group}/${version}`))) as
      { resources: { name: string }[] } | undefined;
    return known === undefined || !known.resources.some(({ name }) => name === plural);
  };
  const pageOf = async <T>(kind: ObjectKind, query: ObjectQuery, next: string): Promise<Page<T> | undefined> => {
    try {
      return (await unlessUnknown(read(listPath(kind, query, next)))) as Page<T> | undefined;
    } catch (error) {
      if (hasStatus(error, 403) && (await isUnknown(kind))) return undefined;
      throw error;
    }
  };
  return {
    namespace,
    async list<T>(kind: ObjectKind, query: ObjectQuery) {
      const items: T[] = [];
      let next = "";
      do {
        const page = await pageOf<T>(kind, query, next);
        if (page === undefined) return undefined;
        items.push(...page.items);
        next = page.metadata?.continue ?? "";
      } while (next !== "");
      return items;
    },
    async get<T>(kind: ObjectKind, name: ObjectName) {
      return (await unlessUnknown(read(objectPath(kind, name)))) as T | undefined;
    },
    async create(kind, namespace, object, dryRun) {
      const trial = dryRun === undefined ? "" : "&dryRun=All";
      await send("POST", `${pathOf(kind, namespace)}?${WRITER}${trial}`, object);
    },
    async patch(kind, name, change) {
      await send("PATCH", `${objectPath(kind, name)}?${WRITER}`, change, "application/merge-patch+json");
    },
    async remove(kind, { uid, ...name }) {
      try {
        await send("DELETE", objectPath(kind, name), { preconditions: { uid }, propagationPolicy: "Background" });
      } catch (error) {
        if (!hasStatus(error, 404, 409)) throw error;
      }
    },
    log({ namespace: of, name, container, follow, previous, signal }, write) {
      const query = new URLSearchParams({
        container,
        ...(follow && { follow: "true" }),
        ...(previous && { previous: "true" }),
      });
      const pod = objectPath({ group: "", version: "v1", plural: "pods" }, { namespace: of, name });
      return stream(`${pod}/log?${query.toString()}`, write, signal);
    },
  };
}

function listPath(kind: ObjectKind, { namespace, labels, fields }: ObjectQuery, next: string): string {
  const query = new URLSearchParams({
    limit: String(PAGE),
    ...(labels !== undefined && { labelSelector: labels }),
    ...(fields !== undefined && { fieldSelector: fields }),
    ...(next !== "" && { continue: next }),
  });
  return `${pathOf(kind, namespace)}?${query.toString()}`;
}

function objectPath(kind: ObjectKind, { namespace, name }: ObjectName): string {
  return `${pathOf(kind, namespace)}/${encodeURIComponent(name)}`;
}

function pathOf({ group, version, plural }: ObjectKind, namespace: string | undefined): string {
  const api = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === undefined ? `${api}/${plural}` : `${api}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}
