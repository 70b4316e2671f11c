/** Pools as every managed cluster takes them. Pure. */

import type { SparkPoolArgs, SystemPoolArgs } from "../../plan/nodes/pool";
import type { Sound } from "../../plan/structure";

/** What was given, with the cloud's defaults. A field that is there but undefined, as configuration that is not set comes, takes its default too. */
export function systemPoolArgs(
  given: Sound<Partial<SystemPoolArgs>> | undefined,
  defaults: SystemPoolArgs,
): Sound<SystemPoolArgs> {
  const { machineTypes = defaults.machineTypes, minNodes = defaults.minNodes } = given ?? {};
  const { maxNodes = defaults.maxNodes } = given ?? {};
  return { machineTypes, minNodes, maxNodes };
}

/** Looked at one by one where they are planned: anything may come. */
export function sparkPoolsOf(given: Sound<SparkPoolArgs[]> | undefined, defaults: SparkPoolArgs[]): SparkPoolArgs[] {
  return (given === undefined ? defaults : given) as SparkPoolArgs[];
}
