/** Tells configurations apart, so that a change of one starts new pods. */

import { createHash } from "node:crypto";

export function checksum(configuration: unknown): string {
  return createHash("sha256").update(JSON.stringify(configuration)).digest("hex");
}
