/** What a component's children take over from its options. */

import type * as pulumi from "@pulumi/pulumi";

/**
 * Options of a child. A component's `dependsOn` orders only the component itself; its children must name the same resources,
 * or a destroy takes nodes away from under pods that still need them.
 */
export function childOptions(
  parent: pulumi.Resource,
  { dependsOn }: pulumi.ComponentResourceOptions,
): { parent: pulumi.Resource; dependsOn?: pulumi.ComponentResourceOptions["dependsOn"] } {
  return dependsOn === undefined ? { parent } : { parent, dependsOn };
}
