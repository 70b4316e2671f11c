/** Control groups that hold the pods of one node, of either version of them. */

import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const mounted = "/sys/fs/cgroup";

/** Of all nodes of this machine. */
const family = "spark-nodes";

/** The path that a kubelet is told. */
export function cgroupOf(node: string): string {
  return `/${family}/${node}`;
}

/** @throws Error where control groups can't be made */
export function createCgroups(node: string): void {
  for (const hierarchy of hierarchies()) {
    for (const path of [join(hierarchy, family), join(hierarchy, family, node)]) {
      mkdirSync(path, { recursive: true });
      passOn(join(path, ".."), path);
    }
    weigh(join(hierarchy, family));
  }
}

/** Left alone, all pods of all nodes together would count as much as one process of the machine. */
function weigh(path: string): void {
  for (const [file, weight] of [
    ["cpu.shares", 8 * 1024],
    ["cpu.weight", 8 * 100],
  ] as const) {
    if (existsSync(join(path, file))) writeFileSync(join(path, file), String(weight));
  }
}

/** Removes the groups of all nodes, as far as nothing runs in them. True when none is left. */
export function removeCgroups(): boolean {
  // Beside version 1 there may be a hierarchy of version 2 without controllers, in which a kubelet makes groups too.
  const all = [...hierarchies(), join(mounted, "unified")].map((hierarchy) => join(hierarchy, family));
  all.forEach(removeTree);
  return !all.some((path) => existsSync(path));
}

/** One with version 2; with version 1 one for each controller. */
function hierarchies(): string[] {
  if (existsSync(join(mounted, "cgroup.controllers"))) return [mounted];
  return readdirSync(mounted)
    .filter((name) => name !== "unified")
    .map((name) => join(mounted, name))
    .filter((path) => lstatSync(path).isDirectory());
}

/** A new group has no processor to run on with version 1, and no controllers with version 2, until it is told. */
function passOn(parent: string, path: string): void {
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    const own = join(path, file);
    if (!existsSync(join(path, "cgroup.controllers")) && existsSync(own) && readFileSync(own, "utf8").trim() === "") {
      writeFileSync(own, readFileSync(join(parent, file)));
    }
  }
  const controllers = join(parent, "cgroup.controllers");
  if (!existsSync(controllers)) return;
  for (const controller of readFileSync(controllers, "utf8").trim().split(/\s+/)) {
    writeFileSync(join(parent, "cgroup.subtree_control"), `+${controller}`);
  }
}

function removeTree(path: string): void {
  if (!existsSync(path)) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) removeTree(join(path, entry.name));
  }
  try {
    rmdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EBUSY") throw error;
  }
}
