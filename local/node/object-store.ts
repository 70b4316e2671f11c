/** An object store with S3's API on plain files of this machine: versitygw. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { type ProcessIdentity } from "../processes";
import { type Tools } from "../tools";
import { startDaemon, waitForDaemon } from "./daemon";
import { machineAddress } from "./network";

export interface ObjectStore {
  endpoint: string;
  accessKey: string;
  secretKey: string;
  /** The folder on this machine that holds a bucket's objects as files. */
  folderOf(bucket: string): string;
}

export interface ObjectStoreOptions {
  /** Holds the objects and the log. */
  directory: string;
  /** @default where nodes and pods reach it */
  address?: string;
  port: number;
  buckets: readonly string[];
  tools: Tools<"versitygw">;
  record: (identity: ProcessIdentity) => void;
}

/** @throws UserError when it does not answer */
export async function startObjectStore(options: ObjectStoreOptions): Promise<ObjectStore> {
  const { directory, address = machineAddress, port, buckets, tools, record } = options;
  const data = join(directory, "objects");
  for (const bucket of buckets) mkdirSync(join(data, bucket), { recursive: true });
  const store = {
    endpoint: `http://${address}:${port}`,
    accessKey: "local",
    secretKey: "local-secret",
    folderOf: (bucket: string) => join(data, bucket),
  };
  const args = [`--access=${store.accessKey}`, `--secret=${store.secretKey}`, `--port=${address}:${port}`];
  const log = join(directory, "object-store.log");
  const daemon = startDaemon({ name: "versitygw", path: tools.versitygw, args: [...args, "posix", data], log, record });
  // Any answer will do: without a signature it is a refusal.
  const answers = () =>
    fetch(store.endpoint).then(
      () => true,
      () => false,
    );
  await waitForDaemon(daemon, answers);
  return store;
}
