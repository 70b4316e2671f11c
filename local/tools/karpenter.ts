/** Karpenter with the machines of kwok, which is not released as a program: it is built from Karpenter's own Go module. */

import { chmod, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { interruptible } from "../interrupt";
import { withLock } from "../lock";
import { cacheDirectory } from "../paths";
import { type Progress } from "../progress";
import { type GoPackage } from "./catalog";
import { isExecutable } from "./find";
import { buildPackage, findGo, moduleDirectory } from "./go";
import { versions } from "./versions";

export interface Karpenter {
  /** Path of the controller. */
  path: string;
  /** Folders of its custom resource definitions. */
  definitions: string[];
}

const source: GoPackage = {
  module: "sigs.k8s.io/karpenter",
  version: versions.karpenter,
  path: "sigs.k8s.io/karpenter/kwok",
  variables: { "sigs.k8s.io/karpenter/pkg/operator.Version": versions.karpenter },
  cpuSeconds: 240,
};

/** Where it lies once it is built; there only when it is whole, for it arrives by a rename. */
const built = (): string => join(cacheDirectory(), "tools", "karpenter-kwok", source.version, "karpenter-kwok");

/** The controller and its definitions, built where it must be (minutes, once). @throws with the reason why it can't be had */
export async function ensureKarpenter(progress: Progress): Promise<Karpenter> {
  await findGo();
  const path = built();
  if (!(await isExecutable(path))) await build(path, progress);
  const directory = await moduleDirectory(source.module, source.version);
  return { path, definitions: ["pkg/apis/crds", "kwok/apis/crds"].map((folder) => join(directory, folder)) };
}

async function build(path: string, progress: Progress): Promise<void> {
  const partial = `${path}.partial`;
  const title = `Building Karpenter ${source.version} with the machines of kwok (${source.cpuSeconds / 60} CPU minutes)`;
  const onWait = ({ pid }: { pid: number }) => progress.note(`Process ${pid} is getting tools too; waiting for it.`);
  await interruptible((signal) =>
    withLock(
      join(cacheDirectory(), "tools.lock"),
      async () => {
        if (await isExecutable(path)) return;
        await mkdir(dirname(path), { recursive: true });
        try {
          await progress.step(title, () => buildPackage(source, partial, { signal }));
          await chmod(partial, 0o755);
          await rename(partial, path);
        } finally {
          await rm(partial, { force: true });
        }
      },
      { onWait, signal },
    ),
  );
}
