/** Configuration of what is safe to set without a secret. */

import type { PlannedEntry } from "../configuration";

/**
 * `spark.authenticate` stays with the user: Spark hands its secret to executors in their environment, so it protects from
 * those who can reach the pods and can't read them.
 */
export function securityEntries(): PlannedEntry[] {
  return [
    {
      key: "spark.network.crypto.cipher",
      value: "AES/GCM/NoPadding",
      reason: "Takes effect where RPC encryption is turned on: Spark's own default does not notice altered traffic.",
      source: "CVE-2025-55039",
    },
  ];
}
