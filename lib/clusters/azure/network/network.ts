/** The network that a cluster lives in: a new one with a NAT gateway as its way out, or a subnet that is already there. */

import { NatGateway } from "@pulumi/azure-native/network/natGateway";
import { PublicIPAddress } from "@pulumi/azure-native/network/publicIPAddress";
import { Subnet } from "@pulumi/azure-native/network/subnet";
import { VirtualNetwork } from "@pulumi/azure-native/network/virtualNetwork";
import * as pulumi from "@pulumi/pulumi";

import type { ExistingNetworkArgs } from "../args";
import type { AksNetworkPlan } from "./plan-network";

export interface Network {
  /** Subnet of the nodes. */
  subnetId: pulumi.Output<string>;
  /** Public address by which nodes get out, where it is known. */
  egressAddress?: pulumi.Output<string>;
}

export interface NetworkArgs {
  plan: Extract<AksNetworkPlan, { kind: "new" }>;
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  /** Zones that the address is in. */
  zones: string[];
  tags: Record<string, pulumi.Input<string>>;
}

/** Takes a subnet that is there, without touching it. */
export function adoptNetwork({ subnetId }: ExistingNetworkArgs): Network {
  return { subnetId: pulumi.output(subnetId) };
}

/**
 * Creates a virtual network with a subnet for nodes, whose only way out is a NAT gateway: nothing in it has a public address.
 *
 * Costs a NAT gateway (0.045 USD an hour and per GB) with its address. Traffic to storage in the region goes through a service
 * endpoint instead, which is free.
 */
export function createNetwork(
  name: string,
  { plan, resourceGroupName, location, zones, tags }: NetworkArgs,
  opts: pulumi.CustomResourceOptions,
): Network {
  const place = { resourceGroupName, location, tags };
  const network = new VirtualNetwork(
    `${name}-network`,
    { ...place, virtualNetworkName: name, addressSpace: { addressPrefixes: [plan.cidr] } },
    opts,
  );
  const address = new PublicIPAddress(
    `${name}-nat`,
    {
      ...place,
      publicIpAddressName: `${name}-nat`,
      sku: { name: "Standard" },
      publicIPAllocationMethod: "Static",
      publicIPAddressVersion: "IPv4",
      ...(zones.length > 0 && { zones }),
    },
    opts,
  );
  const gateway = new NatGateway(
    `${name}-nat`,
    { ...place, natGatewayName: `${name}-nat`, sku: { name: "Standard" }, publicIpAddresses: [{ id: address.id }] },
    opts,
  );
  const subnet = new Subnet(
    `${name}-nodes`,
    {
      resourceGroupName,
      virtualNetworkName: network.name,
      subnetName: "nodes",
      addressPrefix: plan.nodeCidr,
      natGateway: { id: gateway.id },
      serviceEndpoints: [{ service: "Microsoft.Storage" }],
      defaultOutboundAccess: false,
    },
    opts,
  );
  return { subnetId: subnet.id, egressAddress: address.ipAddress.apply((ip) => ip ?? "") };
}
