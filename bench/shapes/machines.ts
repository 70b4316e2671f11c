/** Every machine type of the catalogue as a node of a Spark pool: what is left on it for executors. */

import { IssueList } from "../../lib/plan/issue";
import { type CatalogueCloud, catalogueClouds, machinesOf } from "../../lib/plan/nodes/catalogue/catalogue";
import { kubeletFor } from "../../lib/plan/nodes/kubelet";
import { nodeKind } from "../../lib/plan/nodes/node-kind";
import type { PoolMachine } from "../../lib/plan/nodes/pool";
import { planMachine } from "../../lib/plan/nodes/pool-machines";

export interface CatalogueNode extends PoolMachine {
  cloud: CatalogueCloud;
}

/** As each cloud's own kind of node plans them when nobody says otherwise. */
export function catalogueNodes(clouds: readonly CatalogueCloud[] = catalogueClouds): CatalogueNode[] {
  return clouds.flatMap((cloud) => {
    const issues = new IssueList();
    const kind = nodeKind({ cloud }, "", issues);
    issues.raise(cloud);
    return machinesOf(cloud).map((machine) => ({
      cloud,
      ...planMachine(machine, kubeletFor(kind!.profile, kind!.maxPods(machine)), kind!),
    }));
  });
}
