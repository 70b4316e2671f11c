/** Labels of the pods that a platform runs, so that pods and their cost can be told apart by platform and part. */

import type { SparkRole } from "../nodes/pool";

/** Who pays for the pod. */
export const teamLabel = "spark-platform/team";

/** Name of the application that the pod belongs to. */
export const applicationLabel = "spark-platform/application";

/** Kubernetes' recommended labels; Spark itself adds `spark-role`, `spark-app-selector` and `spark-app-name`. */
export function sparkPodLabels(platform: string, role: SparkRole): Record<string, string> {
  return { "app.kubernetes.io/component": `spark-${role}`, "app.kubernetes.io/part-of": platform };
}

/** Of the pods that hold the room of executors until those come. */
export function placeholderLabels(platform: string): Record<string, string> {
  return { "app.kubernetes.io/component": "placeholder", "app.kubernetes.io/part-of": platform };
}
