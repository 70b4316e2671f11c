/** What everything in the cloud is tagged or labelled with, so that the bill can be split. The same keys on every cloud. */

/** Tags of AWS and Azure and labels of Google Cloud all take these keys. */
export const costLabels = { platform: "spark-platform", pool: "spark-platform-pool" } as const;

/** @param pool name of the pool that a machine or disk belongs to */
export function costLabelsOf(platform: string, pool?: string): Record<string, string> {
  return { [costLabels.platform]: platform, ...(pool !== undefined && { [costLabels.pool]: pool }) };
}
