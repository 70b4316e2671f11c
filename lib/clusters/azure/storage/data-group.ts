/** The resource group of data that outlives the cluster: what is in a group goes with it. */

import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import * as pulumi from "@pulumi/pulumi";

export interface DataGroupArgs {
  /** A resource group that is already there, whose life is the user's affair. @default one that is made for this data alone */
  resourceGroupName?: pulumi.Input<string>;
  location?: pulumi.Input<string>;
  tags: Record<string, pulumi.Input<string>>;
}

/**
 * Where data goes that may have to stay when everything else is destroyed.
 * @param opts `retainOnDelete` keeps the group with what is in it
 */
export function dataGroup(
  name: string,
  { resourceGroupName, location, tags }: DataGroupArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  if (resourceGroupName !== undefined) return pulumi.output(resourceGroupName);
  return new ResourceGroup(name, { ...(location !== undefined && { location }), tags }, opts).name;
}
