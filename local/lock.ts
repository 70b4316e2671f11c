/**
 * One process at a time, across processes: a directory that appears whole (with its owner inside) by one rename, since a
 * rename onto a directory that holds something fails.
 */

import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { identify, isAlive, type ProcessIdentity } from "./processes";
import { waitUntil } from "./wait";

interface LockOptions {
  /** Called once when another process holds the lock. */
  onWait?: (owner: ProcessIdentity) => void;
  signal?: AbortSignal;
}

/** Runs work while holding the lock at `path`; waits for a live owner, takes over from a dead one. */
export async function withLock<T>(path: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  let told = false;
  const acquired = async () => {
    if (await take(path)) return true;
    const owner = await ownerOf(path);
    if (owner === undefined) return false;
    if (!isAlive(owner)) {
      await breakLock(path, owner);
      return false;
    }
    if (!told) options.onWait?.(owner);
    told = true;
    return false;
  };
  await waitUntil(acquired, { timeoutMs: Number.POSITIVE_INFINITY, intervalMs: 150, signal: options.signal });
  try {
    return await work();
  } finally {
    await removeWhole(path);
  }
}

async function take(path: string): Promise<boolean> {
  const candidate = `${path}.${randomUUID()}`;
  await mkdir(candidate);
  await writeFile(join(candidate, "owner.json"), JSON.stringify(identify(process.pid)));
  if (await renamed(candidate, path)) return true;
  await rm(candidate, { recursive: true });
  return false;
}

async function ownerOf(path: string): Promise<ProcessIdentity | undefined> {
  try {
    return JSON.parse(await readFile(join(path, "owner.json"), "utf8")) as ProcessIdentity;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Two waiters may see the same dead owner; the slower one must not move the lock that the faster one has since taken. So the
 * remains are named after the dead owner and stay: a second rename to that name fails.
 */
export async function breakLock(path: string, owner: ProcessIdentity): Promise<void> {
  const id = createHash("sha256").update(`${owner.pid} ${owner.startedAt}`).digest("hex").slice(0, 16);
  await renamed(path, `${path}.dead-${id}`);
}

/** The directory must not be there empty for a moment: another process's rename would take it, and lose it again. */
async function removeWhole(path: string): Promise<void> {
  const doomed = `${path}.${randomUUID()}`;
  await rename(path, doomed);
  await rm(doomed, { recursive: true });
}

async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTEMPTY" || code === "EEXIST" || code === "ENOENT") return false;
    throw error;
  }
}
