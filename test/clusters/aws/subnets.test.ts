import fc from "fast-check";

import { longestVpcPrefix, splitVpc, usableAddresses } from "../../../lib/clusters/aws/network/subnets";
import { cidrProblem, overlaps } from "../../../lib/clusters/common/cidr";

/** Read without the library under the code: first and last address of a block as numbers. */
function range(cidr: string): [number, number] {
  const [address = "", bits = ""] = cidr.split("/");
  const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return [first, first + 2 ** (32 - Number(bits)) - 1];
}

function cidrOf(address: number, bits: number): string {
  const first = Math.floor(address / 2 ** (32 - bits)) * 2 ** (32 - bits);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${bits}`;
}

const block = fc.tuple(fc.nat(2 ** 32 - 1), fc.integer({ min: 1, max: 32 })).map(([at, bits]) => cidrOf(at, bits));

describe("an IPv4 block", () => {
  test.each([
    ["10.0.0.0/16", undefined],
    ["0.0.0.0/0", undefined],
    ["203.0.113.7/32", undefined],
    ["10.0.1.0/16", "does not start where its block starts; the block is 10.0.0.0/16"],
    ["10.0.0.0", "is not an IPv4 block in CIDR notation"],
    ["10.0.0/16", "is not an IPv4 block in CIDR notation"],
    ["10.0.0.0/33", "is not an IPv4 block in CIDR notation"],
    ["10.0.0.256/32", "is not an IPv4 block in CIDR notation"],
    ["010.0.0.0/8", "is not an IPv4 block in CIDR notation"],
    ["10.0.0.0./16", "is not an IPv4 block in CIDR notation"],
    ["2001:db8::/56", "is not an IPv4 block in CIDR notation"],
    ["", "is not an IPv4 block in CIDR notation"],
  ])("%p: %p", (text, problem) => {
    expect(cidrProblem(text)).toBe(problem);
  });

  test("that starts where its block starts is accepted", () => {
    fc.assert(fc.property(block, (cidr) => cidrProblem(cidr) === undefined));
  });

  test("overlaps another exactly when their ranges of addresses do, whichever comes first", () => {
    fc.assert(
      fc.property(block, block, (a, b) => {
        const [[firstA, lastA], [firstB, lastB]] = [range(a), range(b)];
        const shared = firstA <= lastB && firstB <= lastA;
        expect([overlaps(a, b), overlaps(b, a)]).toEqual([shared, shared]);
      }),
    );
  });
});

describe("a VPC is split", () => {
  test.each([
    [
      "10.0.0.0/16",
      3,
      ["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18"],
      ["10.0.192.0/20", "10.0.208.0/20", "10.0.224.0/20"],
    ],
    ["10.0.0.0/16", 2, ["10.0.0.0/18", "10.0.64.0/18"], ["10.0.192.0/19", "10.0.224.0/19"]],
    [
      "192.168.0.0/16",
      4,
      ["192.168.0.0/19", "192.168.32.0/19", "192.168.64.0/19", "192.168.96.0/19"],
      ["192.168.224.0/21", "192.168.232.0/21", "192.168.240.0/21", "192.168.248.0/21"],
    ],
    [
      "10.9.8.0/24",
      3,
      ["10.9.8.0/26", "10.9.8.64/26", "10.9.8.128/26"],
      ["10.9.8.192/28", "10.9.8.208/28", "10.9.8.224/28"],
    ],
  ])("%s over %i zones", (vpc, zones, privates, publics) => {
    const subnets = splitVpc(vpc, zones) ?? [];
    expect(subnets.map(({ name, cidr, zone, access }) => [name, cidr, zone, access])).toEqual([
      ...privates.map((cidr, zone) => [`private-${zone}`, cidr, zone, "private"]),
      ...publics.map((cidr, zone) => [`public-${zone}`, cidr, zone, "public"]),
    ]);
  });

  test.each([
    [2, 25],
    [3, 24],
    [4, 23],
  ])("over %i zones when it is a /%i or larger", (zones, longest) => {
    expect(longestVpcPrefix(zones)).toBe(longest);
    expect(splitVpc(`10.0.0.0/${longest}`, zones)).toHaveLength(zones * 2);
    expect(splitVpc(`10.0.0.0/${longest + 1}`, zones)).toBeUndefined();
  });

  test("into subnets that lie inside it, share no address, and are no smaller than AWS makes them", () => {
    const vpcs = fc.tuple(fc.nat(2 ** 32 - 1), fc.integer({ min: 16, max: 28 })).map(([at, bits]) => cidrOf(at, bits));
    fc.assert(
      fc.property(vpcs, fc.integer({ min: 2, max: 4 }), (vpc, zones) => {
        const subnets = splitVpc(vpc, zones);
        if (subnets === undefined) return;
        const [first, last] = range(vpc);
        const ranges = subnets.map(({ cidr }) => range(cidr)).sort(([a], [b]) => a - b);
        ranges.forEach(([start, end], index) => {
          expect(start).toBeGreaterThanOrEqual(first);
          expect(end).toBeLessThanOrEqual(last);
          expect(end - start + 1).toBeGreaterThanOrEqual(16);
          if (index > 0) expect(start).toBeGreaterThan(ranges[index - 1]![1]);
        });
      }),
    );
  });
});

test("AWS keeps five addresses of every subnet", () => {
  expect([usableAddresses("10.0.0.0/28"), usableAddresses("10.0.0.0/18")]).toEqual([11, 16379]);
});
