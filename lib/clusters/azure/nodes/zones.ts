/** The availability zones that nodes are spread over. Pure. */

import type { IssueList } from "../../../plan/issue";
import { joinPath, type Sound } from "../../../plan/structure";
import type { AksClusterPlanArgs } from "../args";

/** One that gains zones goes on without them. https://learn.microsoft.com/azure/reliability/regions-list */
const REGIONS_WITHOUT_ZONES = new Set([
  "australiacentral",
  "australiacentral2",
  "australiasoutheast",
  "brazilsoutheast",
  "canadaeast",
  "francesouth",
  "germanynorth",
  "jioindiacentral",
  "jioindiawest",
  "koreasouth",
  "northcentralus",
  "norwaywest",
  "southafricawest",
  "southindia",
  "swedensouth",
  "switzerlandwest",
  "uaecentral",
  "ukwest",
  "westcentralus",
  "westindia",
  "westus",
]);

/** Zones that were asked for; all three unless the region is known to have none. Adds an issue for each that is named twice. */
export function zonesOf({ zones, region }: Sound<AksClusterPlanArgs>, issues: IssueList): string[] {
  if (zones === undefined) return REGIONS_WITHOUT_ZONES.has(region ?? "") ? [] : ["1", "2", "3"];
  const named = zones.flatMap((zone) => zone ?? []);
  named.forEach((zone, at) => {
    if (named.indexOf(zone) === at) return;
    issues.add({
      path: joinPath("zones", [at]),
      value: zone,
      problem: "is listed twice",
      allowed: "each zone once",
      change: `Remove zones[${at}].`,
    });
  });
  // In one order, since another one would be another pool.
  return named.sort();
}
