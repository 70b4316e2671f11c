import fc from "fast-check";

import { podsPerNode } from "../../../lib/plan/executors/pack";
import type { ShapeWish } from "../../../lib/plan/executors/choose-shape";
import { IssueList } from "../../../lib/plan/issue";
import { catalogueClouds, machineNames } from "../../../lib/plan/nodes/catalogue/catalogue";
import { autoscalers } from "../../../lib/plan/nodes/node-kind";
import { costOfNodes } from "../../../lib/plan/size/cost-nodes";
import { type NodeArgs, planNodes } from "../../../lib/plan/size/plan-nodes";
import { sizeNodes } from "../../../lib/plan/size/size-nodes";

const amount = (most: number) => fc.option(fc.nat(most), { nil: undefined });

const anyNodes: fc.Arbitrary<NodeArgs> = fc.constantFrom(...catalogueClouds).chain((cloud) =>
  fc.record({
    cloud: fc.constant(cloud),
    machines: fc.array(fc.constantFrom(...machineNames(cloud)), { minLength: 1, maxLength: 3 }),
    autoscaler: fc.option(fc.constantFrom(...autoscalers), { nil: undefined, freq: 2 }),
    hardened: fc.option(fc.boolean(), { nil: undefined, freq: 2 }),
    maxPods: fc.option(fc.integer({ min: 1, max: 250 }), { nil: undefined }),
    diskGiB: fc.option(fc.integer({ min: 1, max: 2000 }), { nil: undefined }),
    daemonSets: fc.option(fc.record({ cpuMillis: amount(2000), memoryMiB: amount(4096) }), { nil: undefined }),
    measured: fc.option(fc.record({ memoryMiB: fc.option(fc.integer({ min: 1, max: 500_000 }), { nil: undefined }) }), {
      nil: undefined,
    }),
  }),
);

const anyWish: fc.Arbitrary<ShapeWish> = fc.record({
  kind: fc.constantFrom("jvm" as const, "pyspark" as const, "off-heap" as const),
  cores: fc.option(fc.integer({ min: 1, max: 16 }), { nil: undefined }),
  heapMiB: fc.option(fc.integer({ min: 512, max: 65_536 }), { nil: undefined }),
});

test("any nodes: what is taken adds up, the planned pods fit every node, and one more does not", () => {
  fc.assert(
    fc.property(anyNodes, anyWish, (args, wish) => {
      const issues = new IssueList();
      const planned = planNodes(args, issues);
      expect(planned === undefined).toBe(issues.length > 0);
      for (const { allocatable, daemonSets, available } of planned?.nodes ?? []) {
        const taken = [...allocatable.breakdown, ...daemonSets].reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
        // DaemonSets may ask for more than there is.
        expect(available.memoryMiB).toBe(Math.max(0, allocatable.capacity.memoryMiB - taken));
      }
      const sized = planned && sizeNodes(planned.nodes, wish);
      for (const { node, packing } of sized?.nodes ?? []) {
        const { shape } = sized!;
        const count = packing.podsPerNode;
        expect(count).toBe(podsPerNode(shape, node));
        expect(count).toBeGreaterThan(0);
        expect(count * shape.cores).toBeLessThanOrEqual(node.machine.vcpu);
        expect(count * shape.memoryMiB).toBeLessThanOrEqual(node.available.memoryMiB);
        expect(count * shape.cpuRequestMillis).toBeLessThanOrEqual(node.available.cpuMillis);
        expect(
          (count + 1) * shape.memoryMiB > node.available.memoryMiB ||
            (count + 1) * shape.cpuRequestMillis > node.available.cpuMillis ||
            count + 1 > node.available.pods,
        ).toBe(true);
      }
    }),
  );
});

describe("nodes without a cluster", () => {
  function planned(args: Partial<NodeArgs>) {
    const issues = new IssueList();
    const nodes = planNodes({ cloud: "aws", machines: ["m7g.4xlarge"], ...args }, issues)?.nodes ?? [];
    return { nodes, issues: issues.all };
  }

  test("are planned with kubelet settings for few pods, or for as many as are asked for", () => {
    // nodeadm's formula: 255 MiB and 11 MiB a pod. A 4xlarge has room for 234 addresses.
    const { kubelet } = planned({}).nodes[0]!;
    expect(kubelet.maxPods).toBeLessThan(234);
    expect(kubelet.kubeReservedMemoryMiB).toBe(255 + 11 * kubelet.maxPods);
    expect(planned({ maxPods: 58 }).nodes[0]!.kubelet).toEqual({ maxPods: 58, kubeReservedMemoryMiB: 893 });
  });

  test("are planned once each", () => {
    const names = planned({ machines: ["m7g.4xlarge", "m7g.xlarge", "m7g.4xlarge"] }).nodes.map(
      (one) => one.machine.name,
    );
    expect(names).toEqual(["m7g.4xlarge", "m7g.xlarge"]);
  });

  test("need a machine type, or all of a kubelet's capacity", () => {
    expect(planned({ machines: [] }).issues.map(({ path }) => path)).toEqual(["machines"]);
    expect(planned({ machines: [], measured: { cpuMillis: 4000 } }).issues).toHaveLength(1);
    const [node] = planned({ machines: [], measured: { cpuMillis: 3920, memoryMiB: 15_000 } }).nodes;
    expect(node!.machine).toMatchObject({ vcpu: 4, memoryMiB: 15_000 });
    expect(node!.allocatable.capacity).toMatchObject({ cpuMillis: 3920, memoryMiB: 15_000 });
  });

  test("report every unknown machine type with its place", () => {
    const { issues } = planned({ machines: ["m7g.4xlrge", "m7g.xlarge", "c7g.xlarg"] });
    expect(issues.map(({ path, value }) => [path, value])).toEqual([
      ["machines[0]", "m7g.4xlrge"],
      ["machines[2]", "c7g.xlarg"],
    ]);
  });
});

test("a spot price that is not known is at most the on-demand price, and no price at all is unknown", () => {
  const issues = new IssueList();
  const { nodes } = planNodes({ cloud: "aws", machines: ["m7g.4xlarge"] }, issues)!;
  const sized = sizeNodes(nodes, { kind: "jvm", cores: 4 })!;
  const [node] = sized.nodes;
  const priced = (price: object | undefined) => {
    const machine = { ...node!.node.machine, price: price as never };
    return costOfNodes({ ...node!, node: { ...node!.node, machine } }, sized.shape, "spot", 10);
  };
  const base = { region: "us-east-1", date: "2026-07" };
  expect(priced({ ...base, onDemandHourly: 0.8 })).toEqual({
    node: { atMost: 0.8 },
    nodes: { atMost: 8 },
    pod: { atMost: 0.2 },
    slot: { atMost: 0.05 },
  });
  expect(priced({ ...base, onDemandHourly: 0.8, spotHourly: 0.4 }).slot).toEqual({ hourly: 0.025 });
  expect(priced(undefined)).toEqual({ node: {}, nodes: {}, pod: {}, slot: {} });
});
