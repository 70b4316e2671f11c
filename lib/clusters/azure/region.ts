/** The region that the configuration names. */

import * as pulumi from "@pulumi/pulumi";

/** As Azure's API writes it: the configuration takes "West Europe" too. Undefined where the provider is to know. */
export function configuredRegion(): string | undefined {
  return new pulumi.Config("azure-native").get("location")?.replace(/\s/g, "").toLowerCase();
}
