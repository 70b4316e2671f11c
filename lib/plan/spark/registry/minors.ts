/** The minor versions of Spark whose keys the registry holds. */

/** In the order of their release. */
export const sparkMinors = ["3.5", "4.0", "4.1", "4.2", "4.3"] as const;

export type SparkMinor = (typeof sparkMinors)[number];

/** @returns undefined for a version that is not in the registry */
export function minorOf(version: { major: number; minor: number }): SparkMinor | undefined {
  return sparkMinors.find((minor) => minor === `${version.major}.${version.minor}`);
}

/** Where a minor version stands among those of the registry: 0 for the first. */
export function orderOf(minor: SparkMinor): number {
  return sparkMinors.indexOf(minor);
}
