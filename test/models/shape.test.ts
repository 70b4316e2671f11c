/** The oracle's engine against values whose problems are plain to see. */

import { type ApiModel, checkShape } from "./shape";

const model: ApiModel = {
  source: "made up 1.0",
  shapes: {
    Pool: {
      type: "structure",
      required: ["name", "size"],
      members: {
        name: { ref: "Name" },
        size: { type: "integer", min: 0, max: 10 },
        share: { type: "number" },
        isSpot: { type: "boolean" },
        kind: { type: "string", enum: ["SPOT", "ON_DEMAND"] },
        labels: { type: "map", key: { ref: "Name" }, value: { type: "string", max: 3 }, max: 2 },
        zones: { type: "list", item: { ref: "Name" }, min: 1, max: 2 },
        pools: { type: "list", item: { ref: "Pool" } },
        state: { type: "string", readOnly: true },
        more: { type: "any" },
      },
    },
    Name: { type: "string", pattern: "^[a-z]+$", min: 1, max: 5 },
  },
};

const sound = { name: "spot", size: 3 };

test("takes what the model takes", () => {
  const full = {
    ...sound,
    share: 0.5,
    isSpot: false,
    kind: "SPOT",
    labels: { a: "b" },
    zones: ["a"],
    pools: [sound],
    more: { anything: 1 },
    left: undefined,
  };
  expect(checkShape(full, "Pool", model)).toEqual([]);
});

test.each<[string, Record<string, unknown>, string, string]>([
  ["a member that the API does not have", { sise: 3 }, "sise", "is not known to the API"],
  ["a member that is missing", { size: undefined }, "size", "is required"],
  ["a text for a number", { size: "3" }, "size", "is no integer"],
  ["a fraction", { size: 1.5 }, "size", "is no integer"],
  ["no number", { share: Number.NaN }, "share", "is no number"],
  ["a number above its range", { size: 11 }, "size", "has 11, more than 10"],
  ["a number below its range", { size: -1 }, "size", "has -1, fewer than 0"],
  ["a text for a boolean", { isSpot: "false" }, "isSpot", "is no boolean"],
  ["a value of the wrong case", { kind: "Spot" }, "kind", "is none of SPOT, ON_DEMAND"],
  ["a pattern", { name: "Spot" }, "name", "does not match ^[a-z]+$"],
  ["a name that is too long", { name: "spotty" }, "name", "has 6 characters, more than 5"],
  ["a list for a structure", { labels: [] }, "labels", "is no map"],
  ["a list that is empty", { zones: [] }, "zones", "has 0 items, fewer than 1"],
  ["a list that is too long", { zones: ["a", "b", "c"] }, "zones", "has 3 items, more than 2"],
  ["an item", { zones: ["a", "B"] }, "zones[1]", "does not match ^[a-z]+$"],
  ["a map's value", { labels: { a: "long" } }, "labels.a", "has 4 characters, more than 3"],
  ["a map's key", { labels: { "x.y": "" } }, 'labels["x.y"]', "does not match ^[a-z]+$"],
  ["a map with too much", { labels: { a: "", b: "", c: "" } }, "labels", "has 3 entries, more than 2"],
  ["a structure in a list", { pools: [sound, { name: "a" }] }, "pools[1].size", "is required"],
  ["a member that is only answered", { state: "ACTIVE" }, "state", "is only ever answered by the API"],
  ["null", { name: null }, "name", "is no string"],
])("finds %s", (_what, change, path, problem) => {
  expect(checkShape({ ...sound, ...change }, "Pool", model)).toEqual([expect.objectContaining({ path, problem })]);
});

test("finds every problem at once, below the path it is given", () => {
  const problems = checkShape({ kind: "none", size: 11 }, "Pool", model, "pools[2]");
  expect(problems.map(({ path }) => path)).toEqual(["pools[2].name", "pools[2].kind", "pools[2].size"]);
});

test("refuses to work with a model that is not whole", () => {
  expect(() => checkShape({}, "Cluster", model)).toThrow("made up 1.0 has no shape Cluster");
});
