import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { breakLock, withLock } from "../../local/lock";
import { identify, type ProcessIdentity } from "../../local/processes";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-test-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function heldBy(owner: ProcessIdentity): Promise<string> {
  const path = join(folder, "lock");
  await mkdir(path);
  await writeFile(join(path, "owner.json"), JSON.stringify(owner));
  return path;
}

describe("a lock", () => {
  it("lets one at a time work, however many want to", async () => {
    let working = 0;
    let most = 0;
    let done = 0;
    const work = async () => {
      most = Math.max(most, ++working);
      await sleep(5);
      working--;
      done++;
    };
    await Promise.all(Array.from({ length: 4 }, () => withLock(join(folder, "lock"), work)));
    expect({ most, done }).toEqual({ most: 1, done: 4 });
  });

  it("leaves nothing behind, also when the work fails", async () => {
    const path = join(folder, "lock");
    await expect(withLock(path, () => Promise.reject(new Error("no luck")))).rejects.toThrow("no luck");
    expect(await readdir(folder)).toEqual([]);
  });

  it("is taken over from an owner that is dead", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    const path = await heldBy(identify(child.pid!)!);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await withLock(path, () => Promise.resolve("mine"))).toBe("mine");
  });

  it("is taken over by one only, when several see that its owner is dead", async () => {
    const path = await heldBy({ pid: process.pid, startedAt: "another process had this pid" });
    let working = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++working);
      await sleep(5);
      working--;
    };
    await Promise.all(Array.from({ length: 4 }, () => withLock(path, work)));
    expect(most).toBe(1);
  });

  it("is not lost to a slow waiter, who broke in on its former, dead owner after others had done so", async () => {
    const dead = { pid: process.pid, startedAt: "another process had this pid" };
    await breakLock(await heldBy(dead), dead);
    const path = await heldBy(identify(process.pid)!);
    await breakLock(path, dead);
    expect(await readdir(path)).toEqual(["owner.json"]);
  });

  it("is waited for while its owner lives, and the wait is told once", async () => {
    const path = await heldBy(identify(process.pid)!);
    const told: number[] = [];
    let got = false;
    const waiting = withLock(path, () => Promise.resolve((got = true)), { onWait: ({ pid }) => told.push(pid) });
    await sleep(500);
    expect(got).toBe(false);
    await rm(path, { recursive: true });
    await waiting;
    expect({ got, told }).toEqual({ got: true, told: [process.pid] });
  });

  it("is no longer waited for when the wait is given up", async () => {
    const path = await heldBy(identify(process.pid)!);
    const given = new AbortController();
    const waiting = withLock(path, () => Promise.resolve(), { signal: given.signal });
    given.abort(new Error("given up"));
    await expect(waiting).rejects.toThrow("given up");
  });
});
