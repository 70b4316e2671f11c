/** A kubeconfig is given as its content or as the path of a file, and a path may start at home. */

import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Neither kubectl nor the provider expands `~`: a shell does that for people. Anything but text is left as it is. */
export function withHome<T>(kubeconfig: T): T | string {
  return typeof kubeconfig === "string" && kubeconfig.startsWith("~/")
    ? join(homedir(), kubeconfig.slice(2))
    : kubeconfig;
}

export function isKubeconfigPath(kubeconfig: string): boolean {
  if (kubeconfig.includes("\n")) return false;
  const path = withHome(kubeconfig);
  return existsSync(path) && statSync(path).isFile();
}

/** The file's content where the value is the path of one, else the value itself. */
export function kubeconfigContent(kubeconfig: string): string {
  return isKubeconfigPath(kubeconfig) ? readFileSync(withHome(kubeconfig), "utf8") : kubeconfig;
}
