/** All tables of a plan, in the order in which they are read. */

import type { PlatformPlan } from "../../plan/platform";
import { configurationSection } from "./configuration";
import { costSection, pricesSection, warmSection } from "./money";
import { packingSection, placementSection, shapesSection } from "./pods";
import { breakdownSection, poolsSection } from "./pools";
import type { Section } from "./section";

export function planSections(plan: PlatformPlan): Section[] {
  const breakdown = breakdownSection(plan);
  return [
    shapesSection(plan),
    packingSection(plan),
    poolsSection(plan),
    ...(breakdown === undefined ? [] : [breakdown]),
    placementSection(plan),
    configurationSection(plan),
    warmSection(plan),
    costSection(plan),
    pricesSection(plan),
  ];
}

/** Which cluster and which Spark the plan is for, in one line. */
export function subtitle({ cluster, spark }: PlatformPlan): string {
  const place = cluster.region === undefined ? "" : ` in ${cluster.region}`;
  return `Spark ${spark.version} on ${cluster.kind} "${cluster.name}"${place}, Kubernetes ${cluster.kubernetesVersion}`;
}
