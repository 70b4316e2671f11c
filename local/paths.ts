/** Where files go that outlive a command: the XDG base directories, under the library's own name. */

import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Binaries and charts; may be deleted at any time. */
export function cacheDirectory(): string {
  return baseDirectory("XDG_CACHE_HOME", ".cache");
}

/** What belongs to a control plane that may be running. */
export function stateDirectory(): string {
  return baseDirectory("XDG_STATE_HOME", ".local/state");
}

// The specification says that a relative path in these variables is ignored.
function baseDirectory(variable: string, fallback: string): string {
  const value = process.env[variable];
  const base = value !== undefined && isAbsolute(value) ? value : join(homedir(), fallback);
  return join(base, "spark-platform");
}
