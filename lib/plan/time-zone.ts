/** Whether Kubernetes knows a time zone. */

import type { IssueList } from "./issue";

/**
 * Segments of names in the time zone database. Intl takes any spelling and also offsets such as `+01:00`; Kubernetes and KEDA take
 * names as the database writes them only. https://data.iana.org/time-zones/theory.html#naming
 */
const zoneName = /^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/;

export function checkTimeZone(timeZone: string, path: string, issues: IssueList): void {
  if (zoneName.test(timeZone) && isKnownZone(timeZone)) return;
  issues.add({
    path,
    value: timeZone,
    problem: "is no time zone",
    allowed: 'a name of the time zone database, such as "Europe/Berlin", "America/New_York" or "Etc/UTC"',
    change: "Use the name as the database writes it: https://data.iana.org/time-zones/tzdb/zone1970.tab",
  });
}

function isKnownZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}
