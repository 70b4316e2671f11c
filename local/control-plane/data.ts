/** Where etcd's data lies: in memory where there is room for it. */

import { constants } from "node:fs";
import { access, mkdtemp, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const memory = "/dev/shm";

/** A container often has 64 MB of it, which etcd's log alone fills. */
const enoughBytes = 1024 ** 3;

/** A new directory that only this user can enter. */
export async function createDataDirectory(name: string): Promise<string> {
  return mkdtemp(join((await hasRoom(memory)) ? memory : tmpdir(), `spark-platform-${name}-`));
}

async function hasRoom(directory: string): Promise<boolean> {
  try {
    await access(directory, constants.W_OK);
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize >= enoughBytes;
  } catch {
    return false;
  }
}
