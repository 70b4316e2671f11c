/** Local files that come by a ConfigMap: what is in it, and where pods see each of them. */

import { createHash } from "node:crypto";

import type { LocalFile, LocalText } from "../args";
import { readLocal } from "./local-code";
import { codePath } from "./provided";

export class MountedFiles {
  readonly #texts = new Map<string, string>();
  readonly #paths = new Map<string, string>();

  /** @returns its URI */
  add(local: LocalFile | LocalText): string {
    const { fileName, content, digest } = readLocal(local);
    const path = `${digest}/${fileName}`;
    this.#texts.set(digest, content.toString("utf8"));
    this.#paths.set(path, digest);
    return `local://${codePath}/${path}`;
  }

  get isEmpty(): boolean {
    return this.#paths.size === 0;
  }

  /** Contents by their digests. */
  get data(): Record<string, string> {
    return Object.fromEntries(this.#texts);
  }

  /** Where each is; the same content may be at several places. */
  get items(): { key: string; path: string }[] {
    return [...this.#paths].map(([path, key]) => ({ key, path }));
  }

  /** Another one for other contents. */
  get digest(): string {
    return createHash("sha256")
      .update([...this.#texts.keys()].sort().join())
      .digest("hex")
      .slice(0, 8);
  }
}
