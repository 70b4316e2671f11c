/** An S3-compatible store of a test's own, and what a client of S3 sees in it. */

import { createHash, createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { choosePorts, loopback } from "../../../local/control-plane/ports";
import { type ObjectStore as LocalStore, startObjectStore as startLocalStore } from "../../../local/node/object-store";

/** The store's own. */
const region = "us-east-1";

export interface ObjectStore {
  /** What S3A is told of it: all else is as on S3. */
  configuration: Record<string, string>;
  /** Keys of all objects below the prefix. */
  objects(bucket: string, prefix: string): Promise<string[]>;
  /** Keys of all multipart uploads that were begun and neither completed nor aborted. */
  uploads(bucket: string): Promise<string[]>;
  content(bucket: string, key: string): Promise<string>;
  stop(): Promise<void>;
}

/** @param program path of versitygw */
export async function startObjectStore(program: string, buckets: readonly string[]): Promise<ObjectStore> {
  const directory = await mkdtemp(join(tmpdir(), "object-store-"));
  const { port } = await choosePorts(["port"], new Set());
  let pid: number | undefined;
  const store = await startLocalStore({
    ...{ directory, address: loopback, port, buckets },
    tools: { versitygw: program },
    record: (identity) => (pid = identity.pid),
  });
  const { endpoint } = store;
  const get = async (path: string, query: Record<string, string> = {}) => {
    const response = await fetch(...signed(store, path, query));
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.text();
  };
  return {
    configuration: {
      "spark.hadoop.fs.s3a.endpoint": endpoint,
      "spark.hadoop.fs.s3a.endpoint.region": region,
      "spark.hadoop.fs.s3a.path.style.access": "true",
      "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
      "spark.hadoop.fs.s3a.aws.credentials.provider": "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
      "spark.hadoop.fs.s3a.access.key": store.accessKey,
      "spark.hadoop.fs.s3a.secret.key": store.secretKey,
    },
    objects: async (bucket, prefix) => keysOf(await get(`/${bucket}`, { "list-type": "2", prefix })),
    uploads: async (bucket) => keysOf(await get(`/${bucket}`, { uploads: "" })),
    content: (bucket, key) => get(`/${bucket}/${key}`),
    async stop() {
      process.kill(pid!, "SIGKILL");
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** An answer of S3 is XML; no list of these tests has more than the thousand keys of one answer. */
function keysOf(xml: string): string[] {
  return Array.from(xml.matchAll(/<Key>([^<]*)<\/Key>/g), ([, key = ""]) => key);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function signed(
  { endpoint, accessKey, secretKey }: LocalStore,
  path: string,
  query: Record<string, string>,
): [string, RequestInit] {
  const host = new URL(endpoint).host;
  const date = new Date().toISOString().replace(/[:-]|\.\d+/g, "");
  const payload = createHash("sha256").update("").digest("hex");
  const parameters = Object.entries(query)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");
  const sent = { "x-amz-content-sha256": payload, "x-amz-date": date };
  const headers = { host, ...sent };
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const request = ["GET", path, parameters, lines.join(""), names, payload].join("\n");
  const scope = [date.slice(0, 8), region, "s3", "aws4_request"];
  const digest = createHash("sha256").update(request).digest("hex");
  const key = scope.reduce<Buffer | string>(
    (by, part) => createHmac("sha256", by).update(part).digest(),
    `AWS4${secretKey}`,
  );
  const text = ["AWS4-HMAC-SHA256", date, scope.join("/"), digest].join("\n");
  const signature = createHmac("sha256", key).update(text).digest("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope.join("/")}, SignedHeaders=${names}, Signature=${signature}`;
  return [`${endpoint}${path}${parameters && `?${parameters}`}`, { headers: { ...sent, authorization } }];
}
