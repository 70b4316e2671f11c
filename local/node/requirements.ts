/** What real nodes need of this machine; what can be installed is. */

import { existsSync, readFileSync } from "node:fs";

import { type Progress } from "../progress";
import { run } from "../run";
import { which } from "../tools/find";
import { messageOf } from "../user-error";

/** Debian's packages by a program or file that each brings. */
const packages: Record<string, string> = {
  containerd: "containerd",
  runc: "runc",
  "/usr/lib/cni/ptp": "containernetworking-plugins",
  iptables: "iptables",
  ip: "iproute2",
  nsenter: "util-linux",
  mmdebstrap: "mmdebstrap",
  mvn: "maven",
};

/** Programs that whoever set up the machine decides on. */
const programs = ["go", "javac", "python3", "tar"];

/** Why no real node can run here, or undefined when one can. Installs Debian packages where it may. */
export async function missingForNodes(progress: Progress): Promise<string | undefined> {
  if (process.platform !== "linux") return "real nodes need Linux";
  if (process.getuid?.() !== 0)
    return "real nodes need root: namespaces, mounts, control groups and packet filters are made";
  for (const program of programs) if (!(await isThere(program))) return `${program} is not on PATH`;
  const absent = await absentPackages();
  if (absent.length > 0) {
    if (!(await isThere("apt-get"))) return `not installed: ${absent.join(", ")}`;
    try {
      await progress.step(`Installing ${absent.join(", ")}`, () => install(absent));
    } catch (error) {
      return `${absent.join(", ")} can't be installed: ${messageOf(error)}`;
    }
    const still = await absentPackages();
    if (still.length > 0) return `not there though installed: ${still.join(", ")}`;
  }
  return missingOfKernel();
}

async function absentPackages(): Promise<string[]> {
  const absent: string[] = [];
  for (const [file, name] of Object.entries(packages)) if (!(await isThere(file))) absent.push(name);
  return absent;
}

async function isThere(file: string): Promise<boolean> {
  return file.startsWith("/") ? existsSync(file) : (await which(file)) !== undefined;
}

async function install(names: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env });
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names], { env });
}

/** Each in namespaces of its own, so that nothing of it stays. */
const trials: [what: string, script: string][] = [
  ["namespaces of processes, mounts and networks", "true"],
  [
    "bridges and pairs of interfaces",
    "ip link add trial0 type bridge && ip link add trial1 type veth peer name trial2",
  ],
  [
    "rewriting of addresses (iptables)",
    "iptables -t nat -A PREROUTING -p tcp -m comment --comment x -m statistic --mode random --probability 0.5 -j DNAT --to 192.0.2.1:1",
  ],
  ["mounts", "mount -t tmpfs tmpfs /run"],
];

async function missingOfKernel(): Promise<string | undefined> {
  if (!/\boverlay$/m.test(readFileSync("/proc/filesystems", "utf8"))) {
    await run("modprobe", ["overlay"]).catch(() => undefined);
    if (!/\boverlay$/m.test(readFileSync("/proc/filesystems", "utf8"))) return "the kernel has no overlay file system";
  }
  for (const [what, script] of trials) {
    const namespaces = ["--mount", "--pid", "--net", "--uts", "--ipc", "--fork", "--propagation", "slave"];
    try {
      await run("unshare", [...namespaces, "sh", "-c", script], { timeoutMs: 20_000 });
    } catch (error) {
      return `this machine does not allow ${what}: ${messageOf(error)}`;
    }
  }
  return undefined;
}
