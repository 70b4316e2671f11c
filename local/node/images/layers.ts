/** Layers of images, each a tar file in the user's cache that is made once for what it is made of. */

import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { withLock } from "../../lock";
import { cacheDirectory } from "../../paths";
import { type Progress, type Update } from "../../progress";
import { run } from "../../run";

export interface LayerOptions {
  name: string;
  /** All that decides what is in it; a change makes another layer. */
  key: unknown;
  title: string;
  progress: Progress;
}

/** The path of a layer, which `fill` puts into a folder as its root. It appears in the cache whole or not at all. */
export async function layer(
  { name, key, title, progress }: LayerOptions,
  fill: (root: string, update: Update) => Promise<void> | void,
): Promise<string> {
  return cachedImageFile(`${name}-${keyed(key)}.tar`, { title, progress }, async (path, update) => {
    const root = await mkdtemp(`${path}-`);
    try {
      chmodSync(root, 0o755);
      await fill(root, update);
      update("packing it");
      // The same content makes the same layer, whenever and by whomever it is packed.
      const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
      await run("tar", [...same, "-C", root, "-cf", path, "."]);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
}

/** A file or folder of the cache of images, by a name that says what is in it. */
export async function cachedImageFile(
  name: string,
  { title, progress }: { title: string; progress: Progress },
  make: (path: string, update: Update) => Promise<void>,
): Promise<string> {
  const path = join(cacheDirectory(), "images", name);
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.partial`;
  return withLock(`${path}.lock`, async () => {
    if (existsSync(path)) return path;
    await rm(partial, { recursive: true, force: true });
    try {
      await progress.step(title, (update) => make(partial, update));
      await rename(partial, path);
      return path;
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  });
}

/** Twelve characters that stand for anything that can be written as JSON. */
export function keyed(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 12);
}
