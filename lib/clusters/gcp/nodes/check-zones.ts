/** The zones of a cluster's nodes. Pure. */

import type { IssueList } from "../../../plan/issue";
import { joinPath, type Sound } from "../../../plan/structure";
import type { GkeClusterPlanArgs } from "../args";

/** Adds an issue for each zone that is of another region, or named twice. */
export function checkZones({ region, zones = [] }: Sound<GkeClusterPlanArgs>, issues: IssueList): void {
  zones.forEach((zone, index) => {
    if (zone === undefined) return;
    const path = joinPath("zones", [index]);
    if (zones.indexOf(zone) !== index) {
      issues.add({
        path,
        value: zone,
        problem: "is named twice",
        allowed: "each zone once",
        change: `Remove ${path}.`,
      });
    }
    if (region === undefined || zone.slice(0, zone.lastIndexOf("-")) === region) return;
    issues.add({
      path,
      value: zone,
      problem: `is not in ${region}`,
      allowed: `zones of ${region}, such as "${region}-b"`,
      change: "Name a zone of the cluster's region, or change region.",
    });
  });
}
