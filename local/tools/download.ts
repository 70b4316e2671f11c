/** Downloads a file and proves its checksum. An unreachable host is known within seconds. */

import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { basename } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

import { messageOf } from "../user-error";

/** A host that answers does so within a second or two; one that a firewall swallows never does. */
const answerWithinMs = 5_000;
const stalledAfterMs = 30_000;

/** The host gave no answer at all, so asking it for another file is in vain. */
export class HostUnreachable extends Error {
  constructor(
    readonly host: string,
    why: string,
  ) {
    super(`${host} can't be reached (${why})`);
    this.name = "HostUnreachable";
  }
}

interface DownloadOptions {
  checksumUrl?: string;
  signal?: AbortSignal;
  onProgress?: (receivedBytes: number, totalBytes: number | undefined) => void;
}

/** Writes the file at `url` to `destination`. @throws when it can't be had or does not match its published checksum. */
export async function download(url: string, destination: string, options: DownloadOptions = {}): Promise<void> {
  const expected = options.checksumUrl === undefined ? undefined : await publishedChecksum(url, options);
  const { response, body, cancel } = await request(url, options.signal);
  const length = response.headers.get("content-length");
  const hash = createHash("sha256");
  let received = 0;
  let stalled = setTimeout(cancel, stalledAfterMs);
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      clearTimeout(stalled);
      stalled = setTimeout(cancel, stalledAfterMs);
      hash.update(chunk);
      received += chunk.length;
      options.onProgress?.(received, length === null ? undefined : Number(length));
      done(null, chunk);
    },
  });
  try {
    await pipeline(Readable.fromWeb(body), watch, createWriteStream(destination));
  } finally {
    clearTimeout(stalled);
  }
  const actual = hash.digest("hex");
  if (expected !== undefined && actual !== expected) {
    throw new Error(`${url} has the SHA-256 ${actual}, but ${expected} is published for it`);
  }
}

async function publishedChecksum(url: string, { checksumUrl, signal }: DownloadOptions): Promise<string> {
  const { response } = await request(checksumUrl!, signal);
  const file = basename(new URL(url).pathname);
  for (const line of (await response.text()).split("\n")) {
    const [sum, name] = line.trim().split(/\s+\*?/);
    if (sum !== undefined && /^[0-9a-f]{64}$/.test(sum) && (name === undefined || name === file)) return sum;
  }
  throw new Error(`${checksumUrl} holds no SHA-256 of ${file}`);
}

async function request(url: string, signal?: AbortSignal) {
  const controller = new AbortController();
  const cancel = () => controller.abort(new Error("no answer"));
  const timer = setTimeout(cancel, answerWithinMs);
  const signals = signal === undefined ? [controller.signal] : [controller.signal, signal];
  const response = await fetch(url, { signal: AbortSignal.any(signals) })
    .catch((error: unknown) => {
      signal?.throwIfAborted();
      throw new HostUnreachable(new URL(url).host, why(error));
    })
    .finally(() => clearTimeout(timer));
  if (!response.ok || response.body === null) throw new Error(`${url} answers ${response.status}`);
  return { response, body: response.body, cancel };
}

/** fetch says "fetch failed"; the reason is in its cause. */
function why(error: unknown): string {
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  return cause?.code ?? messageOf(cause ?? error);
}
