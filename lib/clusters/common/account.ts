/** Options of what a cluster makes for somebody else. */

import * as pulumi from "@pulumi/pulumi";

/**
 * The caller's options with the cluster's own provider of its cloud: the caller's parent may know nothing of the account that the
 * cluster is in. Without a parent it is the cluster's child.
 */
export function inAccountOf(
  cluster: pulumi.ComponentResource,
  provider: pulumi.ProviderResource | undefined,
  opts: pulumi.ComponentResourceOptions,
): pulumi.ComponentResourceOptions {
  return pulumi.mergeOptions(opts, { parent: opts.parent ?? cluster, ...(provider && { providers: [provider] }) });
}

/** The same for a single resource. */
export function resourceInAccountOf(
  cluster: pulumi.ComponentResource,
  provider: pulumi.ProviderResource | undefined,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions(opts, { parent: opts.parent ?? cluster, ...(provider && { provider }) });
}
