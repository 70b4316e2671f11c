import { issuesOf, plan } from "../fixtures";

test("the default is Spark 4.1.1 on the Apache image, which is built for both architectures", () => {
  expect(plan().spark).toEqual({
    version: "4.1.1",
    image: "apache/spark:4.1.1",
    architectures: ["amd64", "arm64"],
    hadoopCloud: false,
  });
  expect(plan({ spark: { version: "4.0.1" } }).spark.image).toBe("apache/spark:4.0.1");
  expect(plan({ spark: { image: "mine:1", architectures: ["amd64"] } }).spark).toEqual({
    version: "4.1.1",
    image: "mine:1",
    architectures: ["amd64"],
    hadoopCloud: false,
  });
});

test.each(["3.5.2", "3.5.8", "4.0.0", "4.1.1", "4.2.0", "4.3.0", "4.3.12"])("%s is supported", (version) => {
  expect(plan({ spark: { version } }).spark.version).toBe(version);
});

test.each(["2.4.8", "3.4.4", "3.5.0", "3.5.1"])("%s is refused for its hole", (version) => {
  expect(issuesOf({ spark: { version } })).toEqual([
    {
      path: "spark.version",
      value: version,
      problem: "has CVE-2025-55039: encrypted RPC traffic can be altered unseen",
      allowed: "3.5.2 and later patches of 3.5, and any patch of 4.0, 4.1, 4.2, 4.3",
      change: "Use 4.1.1 or another of these versions.",
    },
  ]);
});

test.each([
  ["3.6.0", "is a version that this library does not know"],
  ["4.4.0", "is a version that this library does not know"],
  ["5.0.0", "is a version that this library does not know"],
  ["4.1", "is no Spark version"],
  ["v4.1.1", "is no Spark version"],
  ["latest", "is no Spark version"],
  ["", "is no Spark version"],
])("%j %s", (version, problem) => {
  expect(issuesOf({ spark: { version } })).toEqual([expect.objectContaining({ path: "spark.version", problem })]);
});
