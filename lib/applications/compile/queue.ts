/** Whether an application waits before it starts, and who else than the scheduler makes it wait. */

import type * as pulumi from "@pulumi/pulumi";

import type { CompiledApplication } from "./compiled";

/**
 * Labels of Kueue are of the object that it queues; a pod with them would be queued once more. The Kubeflow operator keeps them
 * from pods as well (driverConfOption in internal/controller/sparkapplication/submission.go of v2.5.2).
 */
const kueuePrefix = "kueue.x-k8s.io/";

/** https://kueue.sigs.k8s.io/docs/reference/labels-and-annotations/ */
const queueLabel = `${kueuePrefix}queue-name`;

/** Whether it may wait for longer than placeholders hold room for it. */
export function isQueued({ suspend, labels }: Pick<CompiledApplication, "suspend" | "labels">): boolean {
  return suspend || queueLabel in labels;
}

/** Those of an application's labels that its pods have as well. */
export function podLabelsOf(labels: Record<string, pulumi.Input<string>> = {}): Record<string, pulumi.Input<string>> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !key.startsWith(kueuePrefix)));
}
