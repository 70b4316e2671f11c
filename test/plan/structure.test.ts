import { z } from "zod";

import { type InvalidArguments, type Issue, IssueList } from "../../lib/plan/issue";
import { inputText, joinPath, soundPart, strictObject, wholeNumber } from "../../lib/plan/structure";

const schema = strictObject({
  name: z.string("text"),
  size: strictObject({ cores: wholeNumber(1, 64).optional(), memory: z.string("memory") }).optional(),
  pools: z.array(z.string("the name of a pool"), "a list of pools").optional(),
  labels: z.record(z.string(), z.string("text"), "an object of texts").optional(),
  role: inputText("text").optional(),
});

interface Args {
  name: string;
  size?: { cores?: number; memory: string };
  pools?: string[];
  labels?: Record<string, string>;
  role?: unknown;
}

function check(value: unknown, path = "") {
  const issues = new IssueList();
  const { sound, isWhole } = soundPart<Args>(schema, value, path, issues);
  return { sound, isWhole, issues: found(issues) };
}

function found(issues: IssueList): readonly Issue[] {
  try {
    issues.raise("test");
    return [];
  } catch (error) {
    return (error as InvalidArguments).issues;
  }
}

describe("joinPath", () => {
  test.each([
    ["sparkPools", [1, "maxNodes"], "sparkPools[1].maxNodes"],
    ["", ["nodes", 0], "nodes[0]"],
    ["labels", ["team"], "labels.team"],
    ["labels", ["team/x"], 'labels["team/x"]'],
    ["labels", ["a b"], 'labels["a b"]'],
    ["labels", ["1a"], 'labels["1a"]'],
    ["labels", ['"'], 'labels["\\""]'],
    ["labels", [""], 'labels[""]'],
    ["sparkConf", ["spark.driver.memory"], 'sparkConf["spark.driver.memory"]'],
  ])("of %j and %j is %s", (root, parts, path) => {
    expect(joinPath(root, parts)).toBe(path);
  });
});

describe("an issue of structure", () => {
  test.each<[string, unknown, Issue[]]>([
    [
      "is missing where nothing is given",
      {},
      [{ path: "name", value: undefined, problem: "is missing", allowed: "text", change: "Add name." }],
    ],
    [
      "can be left out where it is optional",
      { name: "a", size: { memory: "1g", cores: 0 } },
      [
        {
          path: "size.cores",
          value: 0,
          problem: "is not what this argument takes",
          allowed: "a whole number from 1 to 64",
          change: "Change it to what is allowed, or leave it out.",
        },
      ],
    ],
    [
      "can't be left out where it is not",
      { name: 5 },
      [
        {
          path: "name",
          value: 5,
          problem: "is not what this argument takes",
          allowed: "text",
          change: "Change it to what is allowed.",
        },
      ],
    ],
    [
      "names a key that is not there, with its value and the nearest that is",
      { name: "a", size: { memory: "1g", core: 4 } },
      [
        {
          path: "size.core",
          value: 4,
          problem: "is given to an argument that is not there",
          allowed: "cores, memory",
          change: 'Did you mean "cores"?',
        },
      ],
    ],
    [
      "says that an output comes too late",
      { name: { __pulumiOutput: true } },
      [
        {
          path: "name",
          value: { __pulumiOutput: true },
          problem: "is known only after the deployment, and the plan is made before",
          allowed: "text",
          change: "Give a plain value, for example one of the stack's configuration.",
        },
      ],
    ],
    [
      "is about the arguments themselves where they are none",
      null,
      [
        {
          path: "args",
          value: null,
          problem: "is not what this argument takes",
          allowed: "an object with the keys name, size, pools, labels, role",
          change: "Change it to what is allowed.",
        },
      ],
    ],
  ])("%s", (_, value, issues) => {
    expect(check(value).issues).toEqual(issues);
  });

  test("is one, of the output, where an output takes the place of an object, though it answers to every key", () => {
    const output = new Proxy({ __pulumiOutput: true }, { get: () => output });
    expect(check({ name: "a", size: output }).issues.map(({ path, problem }) => [path, problem])).toEqual([
      ["size", "is known only after the deployment, and the plan is made before"],
    ]);
  });

  test("takes an output where text may be one, and nothing else but text", () => {
    expect(check({ name: "a", role: { __pulumiOutput: true } }).issues).toEqual([]);
    expect(check({ name: "a", role: "arn" }).issues).toEqual([]);
    expect(check({ name: "a", role: 5 }).issues.map(({ path }) => path)).toEqual(["role"]);
  });
});

describe("what is sound", () => {
  const bad = {
    name: 5,
    size: { cores: "4", memory: "1g", core: 4 },
    pools: ["a", 5, "c"],
    labels: { "team/x": 3, team: "data", __proto__: null },
    nmae: "a",
  };

  test("is everything but what is wrong, and elements of lists keep their places", () => {
    const { sound, issues } = check(bad);
    expect(sound).toEqual({ size: { memory: "1g" }, pools: ["a", undefined, "c"], labels: { team: "data" } });
    expect(issues.map(({ path }) => path)).toEqual([
      "name",
      "size.cores",
      "size.core",
      "pools[1]",
      'labels["team/x"]',
      "nmae",
    ]);
  });

  test("leaves what was given as it was", () => {
    const before = JSON.stringify(bad);
    check(bad);
    expect(JSON.stringify(bad)).toBe(before);
  });

  test("is whole only where nothing in it, and nothing around it, is wrong", () => {
    const { isWhole } = check({ name: "a", size: { cores: 0, memory: "1g" } });
    expect(isWhole("name")).toBe(true);
    expect(isWhole("size")).toBe(false);
    expect(isWhole("size.cores")).toBe(false);
    expect(isWhole("size.memory")).toBe(true);
    expect(isWhole("sizes")).toBe(true);
    expect(check({ name: "a", size: 5 }).isWhole("size.memory")).toBe(false);
    expect(check(null).isWhole("name")).toBe(false);
  });

  test("is nothing where all is wrong", () => {
    expect(check(5).sound).toBeUndefined();
  });
});
