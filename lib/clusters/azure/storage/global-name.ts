/** Names of storage accounts and registries, which must be unique in all of Azure. Pure. */

import { createHash } from "node:crypto";

/** Hexadecimal digits that tell one from those of the same name elsewhere. */
const TELLING = 10;

/**
 * A name of lower-case letters and digits: as much of `label` as there is room for, then digits that the seed alone decides.
 * @param seed what makes it another's name where it differs: subscription, resource group, cluster
 */
export function globalName(label: string, longest: number, seed: string[]): string {
  const digits = createHash("sha256").update(JSON.stringify(seed)).digest("hex").slice(0, TELLING);
  const letters = label.toLowerCase().replace(/[^a-z0-9]/g, "");
  return `${letters.slice(0, longest - TELLING)}${digits}`;
}
