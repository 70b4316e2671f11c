/** Installs a tool from its maintainers' official release. */

import { mkdtemp, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { run } from "../run";
import { type AnyToolName, catalog, type Platform } from "./catalog";
import { download } from "./download";

interface ReleaseOptions {
  signal?: AbortSignal;
  onProgress?: (detail: string) => void;
}

/** Writes the released binary to `output`. @throws HostUnreachable, or an error that says what is wrong with the release */
export async function fetchRelease(name: AnyToolName, output: string, options: ReleaseOptions = {}): Promise<void> {
  const release = catalog[name].release(platform());
  if (release === undefined) throw new Error(`there is none for ${process.platform}`);
  const { url, checksumUrl, member } = release;
  const { signal } = options;
  const folder = await mkdtemp(join(dirname(output), "release-"));
  try {
    const file = join(folder, basename(url));
    const onProgress = (received: number, total?: number) => options.onProgress?.(megabytes(received, total));
    await download(url, file, { checksumUrl, signal, onProgress });
    if (member !== undefined) await run("tar", ["-xf", file, "-C", folder, member], { signal });
    await rename(member === undefined ? file : join(folder, member), output);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function platform(): Platform {
  const os = process.platform;
  if (os !== "linux" && os !== "darwin") throw new Error(`there is none for ${os}`);
  return { os, architecture: process.arch === "arm64" ? "arm64" : "amd64" };
}

function megabytes(received: number, total: number | undefined): string {
  const inMB = (bytes: number) => (bytes / 1e6).toFixed(0);
  return total === undefined ? `${inMB(received)} MB` : `${inMB(received)} of ${inMB(total)} MB`;
}
