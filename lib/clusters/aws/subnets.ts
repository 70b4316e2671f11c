/** CIDR arithmetic of a cluster's network: what is a block, which blocks overlap, how a VPC is split. Pure. */

import { Netmask } from "netmask";

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

const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4_CIDR = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}/(?:3[0-2]|[12]?\\d)$`);

/** Why `text` is no IPv4 block, as the rest of a sentence that starts with it; undefined when it is one. */
export function cidrProblem(text: string): string | undefined {
  if (!IPV4_CIDR.test(text)) return "is not an IPv4 block in CIDR notation";
  const block = new Netmask(text).toString();
  return block === text ? undefined : `does not start where its block starts; the block is ${block}`;
}

/** Whether two blocks share an address. Both must be valid. */
export function overlaps(a: string, b: string): boolean {
  const [first, second] = [new Netmask(a), new Netmask(b)];
  return first.contains(second) || second.contains(first);
}

/** Whether `inner` lies within `outer`. Both must be valid. */
export function contains(outer: string, inner: string): boolean {
  return new Netmask(outer).contains(new Netmask(inner));
}

/** Length of a valid block's prefix: 16 for `10.0.0.0/16`. */
export function prefixLength(cidr: string): number {
  return new Netmask(cidr).bitmask;
}

/** Addresses in a subnet that AWS gives out. */
export function usableAddresses(cidr: string): number {
  return new Netmask(cidr).size - RESERVED_ADDRESSES;
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

/** Bits that number `count` things. */
function bitsFor(count: number): number {
  return Math.ceil(Math.log2(count));
}

function nthBlock(cidr: string, bits: number, n: number): string {
  const first = new Netmask(`${new Netmask(cidr).base}/${bits}`);
  return n === 0 ? first.toString() : first.next(n).toString();
}
