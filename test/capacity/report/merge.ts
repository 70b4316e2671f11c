/** Puts the measurements of a run beside those of an earlier one: a full run of all cases takes more than an hour. Pure. */

import { type CapacityDocument, documentSchema } from "./document";

/**
 * The newer document with the cases that only the earlier one has, in the order of `ids`.
 * @param earlier text of the earlier document; it is left out where it is of another form, autoscaler, boot or version
 */
export function merged(newer: CapacityDocument, earlier: string | undefined, ids: readonly string[]): CapacityDocument {
  const before = earlier === undefined ? undefined : documentSchema.safeParse(JSON.parse(earlier)).data;
  if (before === undefined || conditionsOf(before) !== conditionsOf(newer)) return newer;
  const run = new Set(newer.cases.map(({ id }) => id));
  const cases = [...newer.cases, ...before.cases.filter(({ id }) => !run.has(id))];
  const repeated = [...newer.repeated, ...before.repeated.filter(({ id }) => !run.has(id))];
  return { ...newer, cases: cases.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)), repeated };
}

/** What must be the same for figures to stand side by side. */
function conditionsOf({ machine, form, boot, autoscaler, versions }: CapacityDocument): string {
  return JSON.stringify([machine, form, boot, autoscaler, Object.entries(versions).sort()]);
}
