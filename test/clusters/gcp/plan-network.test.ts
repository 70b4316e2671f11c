import fc from "fast-check";

import { type GkeClusterArgs, planGkeCluster } from "../../../lib/clusters/gcp";
import { podAddressesOf } from "../../../lib/clusters/gcp/network/plan-network";
import type { Issue } from "../../../lib/plan/issue";
import { issuesIn } from "../../issues-in";

function issuesOf(args: GkeClusterArgs): readonly Issue[] {
  return issuesIn(() => planGkeCluster("analytics", { region: "europe-west1", ...args }));
}

/** https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr, its table; the last two rows from the page's text. */
const DOCUMENTED: [most: number, addresses: number][] = [
  [8, 16],
  [16, 32],
  [32, 64],
  [64, 128],
  [128, 256],
  [256, 512],
];

const documented = (maxPods: number): number => DOCUMENTED.find(([most]) => maxPods <= most)![1];

test.each([8, 9, 16, 17, 32, 33, 64, 65, 110, 111, 128, 129, 256])("a node for %i pods takes its block", (maxPods) => {
  expect(podAddressesOf(maxPods)).toBe(documented(maxPods));
});

describe("a range that is too small is refused with numbers", () => {
  // 5 + 11 + 26 + 26 + 21 nodes with one more of each of five node pools: 89. 110 pods take 256 addresses, 16 take 32, 28 take 64:
  // 5 * 256 + 11 * 32 + 52 * 64 + 21 * 64 = 6304.
  test("for nodes", () => {
    // https://cloud.google.com/vpc/docs/subnets#unusable-ip-addresses-in-every-subnet: 4 of 16, and one to reach the control plane.
    expect(issuesOf({ network: { cidr: "10.0.0.0/28" } })).toMatchObject([
      {
        path: "network.cidr",
        value: "10.0.0.0/28",
        problem: "leaves 11 addresses for nodes, but there may be 89 nodes",
        change: "Use a /25 or larger, or fewer nodes.",
      },
    ]);
    expect(issuesOf({ network: { cidr: "10.0.0.0/25" } })).toEqual([]);
  });

  test("for pods", () => {
    expect(issuesOf({ network: { podCidr: "10.4.0.0/20" } })).toMatchObject([
      {
        path: "network.podCidr",
        value: "10.4.0.0/20",
        problem: "has 4096 addresses, but 89 nodes take 6304 for their pods",
        change: "Use a /19 or larger, fewer nodes, or a smaller maxPods.",
      },
    ]);
    expect(issuesOf({ network: { podCidr: "10.4.0.0/19" } })).toEqual([]);
  });

  test("of a network that is there, where its blocks are told", () => {
    const network = { network: "shared", subnetwork: "spark", podRange: "pods", serviceRange: "services" };
    expect(issuesOf({ network })).toEqual([]);
    expect(issuesOf({ network: { ...network, podCidr: "10.4.0.0/20" } }).map(({ path }) => path)).toEqual([
      "network.podCidr",
    ]);
  });
});

test.each<[string, GkeClusterArgs, [path: string, value: string][]]>([
  ["pods over nodes", { network: { podCidr: "10.0.0.0/14" } }, [["network.podCidr", "10.0.0.0/14"]]],
  ["Services over pods", { network: { serviceCidr: "10.5.0.0/20" } }, [["network.serviceCidr", "10.5.0.0/20"]]],
  ["a peer over pods", { peerCidrs: ["10.128.0.0/9", "10.6.0.0/16"] }, [["peerCidrs[1]", "10.6.0.0/16"]]],
  ["pods over Docker's bridge", { network: { podCidr: "172.16.0.0/14" } }, [["network.podCidr", "172.16.0.0/14"]]],
  ["public addresses", { network: { cidr: "203.0.113.0/24" } }, [["network.cidr", "203.0.113.0/24"]]],
  [
    "Services of half the internet",
    { network: { serviceCidr: "10.128.0.0/9" } },
    [["network.serviceCidr", "10.128.0.0/9"]],
  ],
  ["no block", { network: { podCidr: "10.4.0.0" } }, [["network.podCidr", "10.4.0.0"]]],
])("%s are refused", (_, args, expected) => {
  expect(issuesOf(args).map(({ path, value }) => [path, value])).toEqual(expected);
});

test("any pools are refused exactly when their nodes' blocks would not fit, and what is advised does fit", () => {
  const pool = fc.record({ maxNodes: fc.integer({ min: 1, max: 1000 }), maxPods: fc.integer({ min: 10, max: 250 }) });
  fc.assert(
    fc.property(fc.array(pool, { minLength: 1, maxLength: 4 }), fc.integer({ min: 12, max: 22 }), (pools, prefix) => {
      const sparkPools = pools.map((one, index) => ({ name: `p${index}`, machineTypes: ["n2d-standard-8"], ...one }));
      const args = { sparkPools, systemPool: { minNodes: 1, maxNodes: 3 } };
      const network = { cidr: "10.0.0.0/16", serviceCidr: "192.168.0.0/20" };
      const needed = pools.reduce((sum, { maxNodes, maxPods }) => sum + (maxNodes + 1) * documented(maxPods), 4 * 256);
      const issues = issuesOf({ ...args, network: { ...network, podCidr: `10.16.0.0/${prefix}` } });
      expect(issues.map(({ path }) => path)).toEqual(needed > 2 ** (32 - prefix) ? ["network.podCidr"] : []);
      const [, advised] = /\/(\d+)/.exec(issues[0]?.change ?? "") ?? [];
      if (advised !== undefined && Number(advised) >= 12) {
        expect(issuesOf({ ...args, network: { ...network, podCidr: `10.16.0.0/${advised}` } })).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});
