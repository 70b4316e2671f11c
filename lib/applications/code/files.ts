/** The files of an application by the argument that names them. */

import type { ApplicationDependencies, LocalFile, LocalText } from "../args";
import { isLocal } from "./local-code";

/** Dependencies that are files. */
export const fileKinds = ["jars", "files", "pyFiles", "archives"] as const;

/** As much of an application as names files. */
export interface NamedFiles {
  mainApplicationFile?: unknown;
  pythonEnvironment?: unknown;
  deps?: { [Kind in keyof ApplicationDependencies]?: unknown[] };
}

/** Files that must be brought into the cluster, in the order of the arguments. */
export function localFilesOf({ mainApplicationFile, pythonEnvironment, deps = {} }: NamedFiles): {
  /** As the user writes it, for example `deps.jars[0]`. */
  path: string;
  local: LocalFile | LocalText;
}[] {
  const named: [string, unknown][] = [
    ["mainApplicationFile", mainApplicationFile],
    ["pythonEnvironment", pythonEnvironment],
    ...fileKinds.flatMap((kind) =>
      (deps[kind] ?? []).map((file, index): [string, unknown] => [`deps.${kind}[${index}]`, file]),
    ),
  ];
  return named.flatMap(([path, file]) => (isLocal(file) ? [{ path, local: file }] : []));
}
