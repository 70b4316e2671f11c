import { type CapacityDocument } from "./document";
import { merged } from "./merge";

const measurement = (id: string, name: string): CapacityDocument["cases"][number] => ({
  id,
  title: `case ${id}`,
  name,
  seconds: 1,
  pods: { count: 0, p50Seconds: null, p95Seconds: null },
  nodes: 0,
  nodeSeconds: 0,
  timeline: [],
  checks: [],
});
const document = (cases: CapacityDocument["cases"], rest: Partial<CapacityDocument> = {}): CapacityDocument => ({
  machine: { cores: 2, memoryGiB: 24, processor: "x" },
  date: "2026-11-23",
  form: "full",
  boot: { from: 60, to: 90, seed: 1 },
  autoscaler: "karpenter",
  versions: { kubernetes: "v1.36.3" },
  resolution: "milliseconds",
  cases,
  repeated: [],
  ...rest,
});
const names = ({ cases }: CapacityDocument) => cases.map(({ id, name }) => `${id} ${name}`);
const ids = ["1", "2", "3"];

describe("measurements of two runs in one file", () => {
  it("are those of the newer run, and of the earlier one what only that has, in the order of the cases", () => {
    const earlier = document([measurement("3", "old"), measurement("1", "old"), measurement("1", "old too")]);
    const newer = document([measurement("2", "new"), measurement("3", "new")]);
    expect(names(merged(newer, JSON.stringify(earlier), ids))).toEqual(["1 old", "1 old too", "2 new", "3 new"]);
  });

  it("tells of every case that was run again", () => {
    const earlier = document([measurement("1", "old")], { repeated: [{ id: "1", why: "it hung" }] });
    const newer = document([measurement("2", "new")], { repeated: [{ id: "2", why: "it hung too" }] });
    expect(
      merged(newer, JSON.stringify(earlier), ids)
        .repeated.map(({ id }) => id)
        .sort(),
    ).toEqual(["1", "2"]);
  });

  it.each<[string, Partial<CapacityDocument>]>([
    ["form", { form: "short" }],
    ["boot", { boot: { from: 4, to: 6, seed: 1 } }],
    ["autoscaler", { autoscaler: "cluster-autoscaler" }],
    ["version", { versions: { kubernetes: "v1.35.0" } }],
    ["machine", { machine: { cores: 64, memoryGiB: 256, processor: "y" } }],
  ])("are those of the newer run alone where the earlier one had another %s", (_, other) => {
    const earlier = document([measurement("1", "old")], other);
    const newer = document([measurement("2", "new")]);
    expect(merged(newer, JSON.stringify(earlier), ids)).toEqual(newer);
  });

  it("are those of the newer run where the file is of another kind, or not there", () => {
    const newer = document([measurement("2", "new")]);
    expect(merged(newer, '{"rows": []}', ids)).toEqual(newer);
    expect(merged(newer, undefined, ids)).toEqual(newer);
  });
});
