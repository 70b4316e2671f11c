/** When GKE may upgrade the cluster. Pure. */

import type { IssueList } from "../../../plan/issue";
import type { Sound } from "../../../plan/structure";
import type { MaintenanceWindowArgs } from "../args";

/** https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions */
const SHORTEST_HOURS = 4;

/** Adds an issue where the window is too short. */
export function checkMaintenanceWindow(window: Sound<MaintenanceWindowArgs> | undefined, issues: IssueList): void {
  const { startTime, endTime } = window ?? {};
  if (startTime === undefined || endTime === undefined) return;
  const hours = (Date.parse(endTime) - Date.parse(startTime)) / 3_600_000;
  if (hours >= SHORTEST_HOURS) return;
  issues.add({
    path: "maintenanceWindow.endTime",
    value: endTime,
    problem: `is not ${SHORTEST_HOURS} hours after startTime (${startTime})`,
    allowed: `a time at least ${SHORTEST_HOURS} hours after startTime`,
    change: "Make the window longer.",
  });
}
