/**
 * A machine inside this one: processes, mounts, network and host name of its own. Its first process holds it together: when that
 * one ends the kernel ends all others, and every mount and interface goes with them.
 */

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { identify, isAlive, type ProcessIdentity, stopProcesses } from "../processes";
import { UserError } from "../user-error";
import { waitUntil } from "../wait";
import { type Daemon, lastLines, startDaemon } from "./daemon";

export interface MachineOptions {
  /** Host name. */
  name: string;
  /** Holds its files and logs; `/var/lib` and `/var/log` of the machine lie in it. */
  directory: string;
  /** A program that does nothing but reap its children. */
  init: string;
  record: (identity: ProcessIdentity) => void;
}

export class Machine {
  private constructor(
    readonly directory: string,
    /** The first process, by its pid outside. */
    readonly init: ProcessIdentity,
    private readonly record: (identity: ProcessIdentity) => void,
  ) {}

  /** @throws UserError with what the kernel refuses */
  static async boot({ name, directory, init, record }: MachineOptions): Promise<Machine> {
    for (const folder of ["lib", "log", "logs"]) mkdirSync(join(directory, folder), { recursive: true });
    const namespaces = ["--mount", "--pid", "--net", "--uts", "--ipc", "--fork", "--mount-proc"];
    const shell = ["/bin/sh", "-c", prepare, "sh", name, directory, init];
    const log = join(directory, "logs", "machine.log");
    const args = [...namespaces, "--propagation", "slave", ...shell];
    const outside = startDaemon({ name: `machine ${name}`, path: "unshare", args, log, record });
    let first: ProcessIdentity | undefined;
    const isUp = () => {
      const pid = childOf(outside.identity.pid);
      if (pid === undefined) return false;
      first = identify(pid);
      return first !== undefined && commandOf(pid).startsWith(init);
    };
    const settled = () => !isAlive(outside.identity) || isUp();
    if (!(await waitUntil(settled, { timeoutMs: 30_000 })) || !isUp() || first === undefined) {
      throw new UserError(["No machine can be made inside this one:", ...lastLines(log)].join("\n  "));
    }
    record(first);
    return new Machine(directory, first, record);
  }

  get pid(): number {
    return this.init.pid;
  }

  /** The command that runs another one inside. */
  enter(...command: string[]): [string, string[]] {
    const namespaces = ["--mount", "--pid", "--net", "--uts", "--ipc"];
    return ["nsenter", ["--target", String(this.pid), ...namespaces, "--", ...command]];
  }

  start(name: string, path: string, args: readonly string[]): Daemon {
    const [file, all] = this.enter(path, ...args);
    return startDaemon({
      name,
      path: file,
      args: all,
      log: join(this.directory, "logs", `${name}.log`),
      record: this.record,
    });
  }

  /** Ends every process in it at once, as when its power is cut. */
  async halt(): Promise<void> {
    await stopProcesses([this.init], 0);
  }
}

/** Mounts made from here on are seen by all that runs in the machine, and by nothing outside of it. */
const prepare = `set -e
hostname "$1"
mount --bind "$2/lib" /var/lib
mount --bind "$2/log" /var/log
mount -t tmpfs -o mode=755 tmpfs /run
mount --make-rshared /
ip link set lo up
echo 1 > /proc/sys/net/ipv4/ip_forward
exec "$3"`;

function childOf(pid: number): number | undefined {
  const children = readIfThere(`/proc/${pid}/task/${pid}/children`).trim();
  return children === "" ? undefined : Number(children.split(" ")[0]);
}

function commandOf(pid: number): string {
  return readIfThere(`/proc/${pid}/cmdline`);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
