import { isDns1123Label, labelKeyProblem, labelValueProblem, reservedLabelPrefix } from "../../lib/plan/names";

describe("isDns1123Label", () => {
  it.each(["a", "batch-1", "1a", "a".repeat(63)])("takes %j", (text) => {
    expect(isDns1123Label(text)).toBe(true);
  });

  it.each(["", "-a", "a-", "A", "a_b", "a.b", "a b", "é", "a\n", "a".repeat(64)])("refuses %j", (text) => {
    expect(isDns1123Label(text)).toBe(false);
  });

  it("refuses what is longer than the caller allows", () => {
    expect(isDns1123Label("abcd", 4)).toBe(true);
    expect(isDns1123Label("abcde", 4)).toBe(false);
  });
});

describe("labelKeyProblem", () => {
  it.each(["team", "Team_1.x", "example.com/team", `${"a".repeat(63)}.com/${"b".repeat(63)}`])("takes %j", (key) => {
    expect(labelKeyProblem(key)).toBeUndefined();
  });

  it.each([
    ["", "has a name that is not made of"],
    ["-a", "has a name that is not made of"],
    ["a b", "has a name that is not made of"],
    ["__proto__", "has a name that is not made of"],
    ["example.com/", "has a name that is not made of"],
    ["a/b/c", "has a name that is not made of"],
    ["b".repeat(64), "more than 63 characters"],
    ["/a", 'has a prefix before "/"'],
    ["Example.com/a", 'has a prefix before "/"'],
    [`${"a.".repeat(127)}a/x`, 'has a prefix before "/"'],
  ])("says what is wrong with %j", (key, problem) => {
    expect(labelKeyProblem(key)).toContain(problem);
  });
});

describe("labelValueProblem", () => {
  it.each(["", "a", "A.b_c-9", "v".repeat(63)])("takes %j", (value) => {
    expect(labelValueProblem(value)).toBeUndefined();
  });

  it.each(["-a", "a-", "a b", "a/b", "v".repeat(64)])("refuses %j", (value) => {
    expect(labelValueProblem(value)).toEqual(expect.any(String));
  });
});

describe("reservedLabelPrefix", () => {
  it.each([
    ["kubernetes.io/arch", "kubernetes.io"],
    ["node.kubernetes.io/instance-type", "kubernetes.io"],
    ["topology.k8s.io/x", "k8s.io"],
    ["eks.amazonaws.com/capacityType", "eks.amazonaws.com"],
    ["karpenter.sh/nodepool", "karpenter.sh"],
    ["karpenter.k8s.aws/instance-family", "karpenter.k8s.aws"],
    ["cloud.google.com/gke-spot", "cloud.google.com"],
    ["kubernetes.azure.com/scalesetpriority", "kubernetes.azure.com"],
    ["spark-platform/pool", "spark-platform"],
  ])("finds that %s is reserved", (key, prefix) => {
    expect(reservedLabelPrefix(key)).toBe(prefix);
  });

  it.each(["team", "kubernetes.io", "notkubernetes.io/x", "example.com/kubernetes.io", "spark-platform"])(
    "leaves %s to the user",
    (key) => {
      expect(reservedLabelPrefix(key)).toBeUndefined();
    },
  );
});
