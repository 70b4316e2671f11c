import { boundTimes, type NodeRecord, nodeSeconds, nodesUsed, percentile, type PodRecord, timelineOf } from "./records";

const pod = (created: number, rest: Partial<PodRecord> = {}): PodRecord => ({
  namespace: "team-a",
  name: `pod-${created}`,
  kind: "executor",
  created,
  ...rest,
});
const node = (created: number, rest: Partial<NodeRecord> = {}): NodeRecord => ({
  name: `node-${created}`,
  pool: "spot",
  created,
  ...rest,
});

describe("percentiles, by the nearest rank", () => {
  // The example of https://en.wikipedia.org/wiki/Percentile#Worked_examples_of_the_nearest-rank_method
  it.each([
    [0.05, 15],
    [0.3, 20],
    [0.4, 20],
    [0.5, 35],
    [1, 50],
  ])("the %d of 15, 20, 35, 40, 50 is %d", (share, value) => {
    expect(percentile([50, 20, 15, 40, 35], share)).toBe(value);
  });

  it("sort by value and not by digits", () => {
    expect(percentile([9, 10, 100], 0.5)).toBe(10);
  });

  it("there is none of nothing", () => {
    expect(() => percentile([], 0.5)).toThrow("nothing");
  });
});

describe("times to bound", () => {
  it("count pods that were bound, and no others", () => {
    const pods = [pod(0, { bound: 2 }), pod(1, { bound: 5 }), pod(3)];
    expect(boundTimes(pods)).toEqual({ count: 2, p50Seconds: 2, p95Seconds: 4 });
  });

  it("are unknown where none was bound", () => {
    expect(boundTimes([pod(0)])).toBeUndefined();
  });
});

describe("node-seconds", () => {
  it("count from the node's creation, its boot included, to its end", () => {
    expect(nodeSeconds([node(10, { schedulable: 70, gone: 100 })], 0, 200)).toBe(90);
  });

  it("count only what lies between the two moments", () => {
    expect(nodeSeconds([node(0, { gone: 50 }), node(90), node(150)], 20, 100)).toBe(30 + 10);
  });

  it("go with the number of nodes that were there", () => {
    expect(nodesUsed([node(0, { gone: 10 }), node(0, { gone: 30 }), node(40)], 20, 39)).toBe(1);
  });
});

describe("a timeline", () => {
  it("has what waits, what is bound and the nodes at even intervals", () => {
    const pods = [pod(10, { bound: 12 }), pod(11, { bound: 11.5, gone: 13 })];
    const moments = timelineOf(pods, [node(11)], 10, 14).filter(({ t }) => Number.isInteger(t));
    expect(moments).toEqual([
      { t: 0, pending: 1, bound: 0, nodes: 0 },
      { t: 1, pending: 2, bound: 0, nodes: 1 },
      { t: 2, pending: 0, bound: 2, nodes: 1 },
      { t: 3, pending: 0, bound: 1, nodes: 1 },
      { t: 4, pending: 0, bound: 1, nodes: 1 },
    ]);
  });

  it("stays short, however long the run", () => {
    expect(timelineOf([], [], 0, 100_000)).toHaveLength(241);
  });
});
