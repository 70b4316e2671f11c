/** Custom resource definitions that a cluster has by itself, from the projects that own them. */

import { join } from "node:path";

import { moduleDirectory } from "../../local/tools/go";
import { versions } from "../../local/tools/versions";
import type { Environment } from "./environment";

interface Definition {
  module: string;
  version: string;
  /** File in the module. */
  file: string;
  name: string;
}

/** That of the chart that is deployed on EKS, but for annotations; that one asks for a newer Go. */
export const capacityBuffers: Definition = {
  module: "sigs.k8s.io/karpenter",
  version: versions.karpenter,
  file: "pkg/apis/crds/autoscaling.x-k8s.io_capacitybuffers.yaml",
  name: "capacitybuffers.autoscaling.x-k8s.io",
};

export const scaledObjects: Definition = {
  module: "github.com/kedacore/keda/v2",
  version: "v2.21.0",
  file: "config/crd/bases/keda.sh_scaledobjects.yaml",
  name: "scaledobjects.keda.sh",
};

/** Gives the definitions to the cluster and waits until it serves them. */
export async function define({ kubectl }: Environment, definitions: readonly Definition[]): Promise<void> {
  for (const { module, version, file } of definitions) {
    const path = join(await moduleDirectory(module, version), file);
    await kubectl(["apply", "--server-side", `--filename=${path}`]);
  }
  const names = definitions.map(({ name }) => `customresourcedefinition/${name}`);
  await kubectl(["wait", "--for=condition=Established", "--timeout=120s", ...names]);
}
