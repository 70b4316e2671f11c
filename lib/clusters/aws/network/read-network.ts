/** Reads subnets from EC2, so that their sizes are checked before anything is created in them. */

import { getSubnet, type GetSubnetResult } from "@pulumi/aws/ec2/getSubnet";
import { getVpc } from "@pulumi/aws/ec2/getVpc";
import type * as pulumi from "@pulumi/pulumi";

import { failReading, firstLine } from "../../read-failure";
import type { ExistingNetworkArgs } from "../args";
import type { ExistingSubnetArgs } from "../control-plane/existing-args";

export interface ReadOptions {
  /** Region to ask. @default the provider's */
  region?: string;
  /** Provider to ask with. @default the default provider */
  provider?: pulumi.ProviderResource;
}

/** What was read of a network, as plain data. */
export interface ReadNetwork extends ExistingNetworkArgs {
  vpcId: string;
  privateSubnets: ExistingSubnetArgs[];
  cidr: string;
}

/**
 * Asks EC2 (`ec2:DescribeSubnets`, `ec2:DescribeVpcs`) for subnets of one VPC, for the argument `network` of {@link EksCluster}. It
 * asks whenever the program runs, so a preview needs credentials too.
 *
 * @example
 * const network = await readNetwork(["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"]);
 * new EksCluster("analytics", { network });
 *
 * @throws pulumi.ResourceError of one line for a subnet that is not there, or is in another VPC than the first.
 */
export async function readNetwork(subnetIds: string[], options: ReadOptions = {}): Promise<ReadNetwork> {
  const subnets = await readSubnets(subnetIds, "readNetwork", options);
  const [first] = subnets;
  if (first === undefined) return failReading("", "no subnet is named.", "readNetwork");
  const { vpcId } = first;
  const other = subnets.find((subnet) => subnet.vpcId !== vpcId);
  if (other) failReading(other.id, `is in ${other.vpcId}, but ${first.id} is in ${vpcId}.`, "readNetwork");
  const { cidrBlock } = await getVpc({ id: vpcId, ...regionIn(options) }, { provider: options.provider });
  return { vpcId, cidr: cidrBlock, privateSubnets: subnets.map(describe) };
}

/** @param reader the function that was called, for the message */
export async function readSubnets(ids: string[], reader: string, options: ReadOptions): Promise<GetSubnetResult[]> {
  return Promise.all(
    [...new Set(ids)].map((id) =>
      getSubnet({ id, ...regionIn(options) }, { provider: options.provider }).catch((error: Error) =>
        failReading(id, `EC2 did not describe it: ${firstLine(error)}`, reader),
      ),
    ),
  );
}

export function describe({ id, availabilityZone, cidrBlock }: GetSubnetResult): ExistingSubnetArgs {
  return { id, zone: availabilityZone, cidr: cidrBlock };
}

export function regionIn({ region }: ReadOptions): { region?: string } {
  return region === undefined ? {} : { region };
}
