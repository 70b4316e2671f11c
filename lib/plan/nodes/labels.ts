/** Labels and the taint by which the platform's own nodes are told from all others. */

import type { Taint } from "./pool";

/** Name of the pool that a Spark node belongs to. */
export const poolLabel = "spark-platform/pool";

/** `on-demand` or `spot`. */
export const capacityLabel = "spark-platform/capacity";

/** `spark` on the nodes of drivers and executors, `system` on the nodes of the platform's own pods. */
export const roleLabel = "spark-platform/role";

/** On every Spark node: keeps all pods away that do not say they belong there. */
export const sparkTaint: Taint = { key: "spark-platform/dedicated", value: "spark", effect: "NoSchedule" };
