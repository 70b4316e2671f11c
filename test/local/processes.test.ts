import { spawn } from "node:child_process";
import { once } from "node:events";

import { identify, isAlive, parseProcStat, stopProcesses } from "../../local/processes";

const endless = () => spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });

describe("a process that was written down", () => {
  it("is alive while it runs, and not after it has ended", async () => {
    const child = endless();
    const identity = identify(child.pid!)!;
    expect(isAlive(identity)).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(isAlive(identity)).toBe(false);
  });

  it("is not taken for another process that has got its pid", () => {
    const self = identify(process.pid)!;
    expect(isAlive(self)).toBe(true);
    expect(isAlive({ pid: self.pid, startedAt: `${self.startedAt}0` })).toBe(false);
  });

  it("is never stopped once another process has its pid", async () => {
    const child = endless();
    await stopProcesses([{ pid: child.pid!, startedAt: "long ago" }], 100);
    expect(isAlive(identify(child.pid!)!)).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
  });

  it("is killed when it does not heed the request to end", async () => {
    const deaf = spawn(process.execPath, [
      "-e",
      "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)",
    ]);
    await once(deaf.stdout, "data");
    const exit = once(deaf, "exit");
    await stopProcesses([identify(deaf.pid!)!], 100);
    expect((await exit)[1]).toBe("SIGKILL");
  });

  it("is found by its start even when its name holds blanks and parentheses", () => {
    // proc_pid_stat(5): the state is field 3, the number of threads field 20, the start time field 22.
    const stat = "42 (a) S (b) R 1 42 42 0 -1 4194304 1 0 0 0 5 1 0 0 20 0 7 0 987654 1 2 3";
    expect(parseProcStat(stat)).toEqual({ state: "R", threads: 7, startTicks: "987654" });
  });
});
