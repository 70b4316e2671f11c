/** How a VPC is split into subnets. Pure. */

import { addressesIn, bitsFor, nthBlock, prefixLength } from "../../common/cidr";

export interface SubnetPlan {
  /** For example `private-1`; the number counts zones from 0. */
  name: string;
  /** Private subnets hold nodes and pods, public ones NAT gateways and load balancers. */
  access: "private" | "public";
  cidr: string;
  /** Index into the region's zones. */
  zone: number;
}

/** Addresses that AWS keeps in every subnet: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const RESERVED_ADDRESSES = 5;

/** The smallest subnet that AWS makes. */
const SMALLEST_SUBNET = 28;

/** Addresses in a subnet that AWS gives out. */
export function usableAddresses(cidr: string): number {
  return addressesIn(cidr) - RESERVED_ADDRESSES;
}

/**
 * Splits a VPC into a private and a public subnet for each zone.
 *
 * The VPC is cut into equal parts, as few as a power of two allows: one part for each zone's private subnet, since every
 * pod takes an address there, and the last part cut again for the public subnets. 10.0.0.0/16 over three zones gives three
 * private /18 and three public /20.
 *
 * @returns the private subnets, then the public ones; undefined when the VPC is too small for subnets that AWS makes.
 */
export function splitVpc(cidr: string, zones: number): SubnetPlan[] | undefined {
  const privateBits = prefixLength(cidr) + bitsFor(zones + 1);
  const publicBits = privateBits + bitsFor(zones);
  if (publicBits > SMALLEST_SUBNET) return undefined;
  const parts = 2 ** bitsFor(zones + 1);
  const lastPart = nthBlock(cidr, privateBits, parts - 1);
  const perZone = Array.from({ length: zones }, (_, zone) => zone);
  return [
    ...perZone.map((zone) => subnet("private", zone, nthBlock(cidr, privateBits, zone))),
    ...perZone.map((zone) => subnet("public", zone, nthBlock(lastPart, publicBits, zone))),
  ];
}

/** The longest prefix of a VPC that {@link splitVpc} can split over that many zones. */
export function longestVpcPrefix(zones: number): number {
  return SMALLEST_SUBNET - bitsFor(zones) - bitsFor(zones + 1);
}

function subnet(access: SubnetPlan["access"], zone: number, cidr: string): SubnetPlan {
  return { name: `${access}-${zone}`, access, cidr, zone };
}
