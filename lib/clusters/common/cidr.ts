/** CIDR arithmetic of a cluster's networks: what is a block, which blocks overlap, how one is cut into parts. Pure. */

import { Netmask } from "netmask";

import type { IssueList } from "../../plan/issue";

/** A block, and the argument that it comes from. */
export interface Block {
  path: string;
  cidr: string;
}

const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4_CIDR = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}/(?:3[0-2]|[12]?\\d)$`);

const CIDR_ALLOWED = 'an IPv4 block such as "10.0.0.0/16"';

/** Why `text` is no IPv4 block, as the rest of a sentence that starts with it; undefined when it is one. */
export function cidrProblem(text: string): string | undefined {
  if (!IPV4_CIDR.test(text)) return "is not an IPv4 block in CIDR notation";
  const block = new Netmask(text).toString();
  return block === text ? undefined : `does not start where its block starts; the block is ${block}`;
}

/** Adds an issue when `cidr` is no IPv4 block. @returns whether it is one. */
export function checkCidr(path: string, cidr: string, issues: IssueList): boolean {
  const problem = cidrProblem(cidr);
  if (problem === undefined) return true;
  issues.add({
    path,
    value: cidr,
    problem,
    allowed: CIDR_ALLOWED,
    change: `Give ${path} a block as the cloud writes it.`,
  });
  return false;
}

/** Adds an issue when the block is none. @returns the block where it is one. */
export function soundBlock(block: Block, issues: IssueList): Block | undefined {
  return checkCidr(block.path, block.cidr, issues) ? block : undefined;
}

/** Adds an issue for every pair of blocks that share an address, at the first of the two; those that are not there are passed over. */
export function checkOverlaps(pairs: readonly [Block | undefined, Block | undefined][], issues: IssueList): void {
  for (const [block, other] of pairs) {
    if (!block || !other || !overlaps(block.cidr, other.cidr)) continue;
    issues.add({
      path: block.path,
      value: block.cidr,
      problem: `overlaps ${other.path} (${other.cidr}), so addresses in both could not be reached`,
      allowed: "blocks that share no address",
      change: `Change ${block.path} or ${other.path}.`,
    });
  }
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

/** Addresses in a valid block, all of them. */
export function addressesIn(cidr: string): number {
  return new Netmask(cidr).size;
}

/** The `n`th block of that prefix length within a block, counted from 0. */
export function nthBlock(cidr: string, prefix: number, n: number): string {
  const first = new Netmask(`${new Netmask(cidr).base}/${prefix}`);
  return n === 0 ? first.toString() : first.next(n).toString();
}

/** Bits that number `count` things. */
export function bitsFor(count: number): number {
  return Math.ceil(Math.log2(count));
}
