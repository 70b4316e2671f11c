/** A live copy of all objects of one kind, kept by a list and a watch. */

import { setTimeout as sleep } from "node:timers/promises";

import { type Api, type KubeObject, Refused, type WatchEvent } from "./api";

/** What happened to an object, and when this process saw it, in milliseconds of the monotonic clock. */
export type Listener<T> = (change: "added" | "changed" | "gone", object: T, at: number) => void;

export class Mirror<T extends KubeObject> {
  readonly #objects = new Map<string, T>();
  readonly #listeners: Listener<T>[] = [];
  readonly #stop = new AbortController();
  readonly #api: Api;
  readonly #path: string;

  private constructor(api: Api, path: string) {
    this.#api = api;
    this.#path = path;
  }

  /** Resolves once the copy is complete. */
  static async of<T extends KubeObject>(api: Api, path: string): Promise<Mirror<T>> {
    const mirror = new Mirror<T>(api, path);
    const version = await mirror.#list();
    void mirror.#follow(version);
    return mirror;
  }

  get objects(): T[] {
    return [...this.#objects.values()];
  }

  get(name: string, namespace?: string): T | undefined {
    return this.#objects.get(key({ metadata: { name, namespace } }));
  }

  listen(listener: Listener<T>): void {
    this.#listeners.push(listener);
  }

  stop(): void {
    this.#stop.abort();
  }

  async #follow(from: string): Promise<void> {
    const { signal } = this.#stop;
    let version = from;
    while (!signal.aborted) {
      try {
        const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${version}`;
        await this.#api.watch<T>(`${this.#path}?${query}`, (event) => (version = this.#take(event) ?? version), signal);
      } catch (error) {
        if (signal.aborted) return;
        // Too old a version, or a connection that broke: what is there now is the truth.
        if (!(error instanceof Refused || error instanceof Expired)) await sleep(100);
        version = await this.#list().catch(() => version);
      }
    }
  }

  /** @returns the version of the list */
  async #list(): Promise<string> {
    const list = await this.#api.get<{ metadata: { resourceVersion: string }; items: T[] }>(this.#path);
    const there = new Set(list.items.map(key));
    for (const object of list.items) this.#put(object);
    for (const [id, object] of [...this.#objects]) if (!there.has(id)) this.#drop(object);
    return list.metadata.resourceVersion;
  }

  #take({ type, object }: WatchEvent<T>): string | undefined {
    if (type === "ERROR") throw new Expired();
    if (type === "DELETED") this.#drop(object);
    else if (type !== "BOOKMARK") this.#put(object);
    return object.metadata.resourceVersion;
  }

  #put(object: T): void {
    const before = this.#objects.get(key(object));
    // A name may come back before its end was seen.
    if (before !== undefined && before.metadata.uid !== object.metadata.uid) this.#drop(before);
    const change = before?.metadata.uid === object.metadata.uid ? "changed" : "added";
    this.#objects.set(key(object), object);
    this.#tell(change, object);
  }

  #drop(object: T): void {
    if (this.#objects.delete(key(object))) this.#tell("gone", object);
  }

  #tell(change: "added" | "changed" | "gone", object: T): void {
    const at = performance.now();
    for (const listener of this.#listeners) listener(change, object, at);
  }
}

class Expired extends Error {}

function key({ metadata: { name, namespace = "" } }: KubeObject): string {
  return `${namespace}/${name}`;
}
