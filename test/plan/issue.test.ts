import { describeIssue, InvalidArguments, IssueList } from "../../lib/plan/issue";

const issue = (value: unknown) => ({
  path: "sparkPools[0].maxNodes",
  value,
  problem: "is not what this argument takes",
  allowed: "a whole number from 1 to 1000",
  change: "Change it to what is allowed.",
});

const shown = (value: unknown) => /^sparkPools\[0\]\.maxNodes: (.*) is not what/.exec(describeIssue(issue(value)))?.[1];

test("an issue is one line: path, value, what is wrong, what is allowed, what to change", () => {
  expect(describeIssue(issue(0))).toBe(
    "sparkPools[0].maxNodes: 0 is not what this argument takes. Allowed: a whole number from 1 to 1000. Change it to what is allowed.",
  );
});

describe("whatever the value is, it is shown in one line of at most 120 characters:", () => {
  const cyclic: Record<string, unknown> = { name: "a" };
  cyclic.self = cyclic;
  class Output {
    readonly __pulumiOutput = true;
    toJSON(): string {
      throw new Error("toJSON of an output");
    }
  }

  test.each<[string, unknown, string]>([
    ["text, quoted", "4GB!", '"4GB!"'],
    ["text of several lines", "a\nb", '"a\\nb"'],
    ["text without end", "x".repeat(1000), `"${"x".repeat(116)}...`],
    ["nothing", undefined, "(not given)"],
    ["null", null, "null"],
    ["NaN", NaN, "NaN"],
    ["infinity", -Infinity, "-Infinity"],
    ["a BigInt", 10n, "10n"],
    ["a BigInt in a list", [10n], "[ 10n ]"],
    ["a symbol", Symbol("s"), "Symbol(s)"],
    ["a list", [1, "a"], '[1,"a"]'],
    ["a cycle", cyclic, "<ref *1> { name: 'a', self: [Circular *1] }"],
    ["an object without a prototype", Object.create(null), "{}"],
    ["an output", new Output(), "(an output)"],
    ["a resource", { __pulumiType: "aws:eks/cluster:Cluster" }, "(a resource of type aws:eks/cluster:Cluster)"],
  ])("%s", (_, value, text) => {
    expect(shown(value)).toBe(text);
    expect(text.length).toBeLessThanOrEqual(120);
  });
});

test("issues are raised together, and none when there are none", () => {
  const issues = new IssueList();
  expect(() => issues.raise("EksCluster")).not.toThrow();
  issues.add(issue(0));
  issues.add(issue("x"));
  expect(() => issues.raise('EksCluster "a"')).toThrow(InvalidArguments);
  expect(() => issues.raise('EksCluster "a"')).toThrow(
    /^EksCluster "a" has 2 problems; nothing of it was created\.\n {2}- sparkPools\[0\]\.maxNodes: 0 .*\n {2}- sparkPools\[0\]\.maxNodes: "x" [^\n]*$/,
  );
});
