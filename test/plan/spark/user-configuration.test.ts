import { issuesOf, plan } from "../fixtures";

const own = { spark: { image: "registry.example.com/spark:1", version: "4.1.1" } };
const paths = (sparkConf: Record<string, string>) => issuesOf({ ...own, sparkConf }).map(({ path }) => path);
const warnings = (sparkConf: Record<string, string>) =>
  plan({ ...own, sparkConf }).warnings.filter(({ path }) => path.startsWith("sparkConf"));

test("a value that Spark would refuse is refused, along with what else is wrong", () => {
  expect(issuesOf({ ...own, name: "Not A Name", sparkConf: { "spark.speculation": "yes" } })).toEqual([
    expect.objectContaining({ path: "name" }),
    {
      path: 'sparkConf["spark.speculation"]',
      value: "yes",
      problem: "is no boolean",
      allowed: "true or false",
      change: "Change it to what is allowed; Spark's own value is false.",
    },
  ]);
});

test("the version of the platform decides what a value may be", () => {
  const sparkConf = { "spark.driver.maxResultSize": "2Gi" };
  expect(paths(sparkConf)).toEqual(['sparkConf["spark.driver.maxResultSize"]']);
  expect(issuesOf({ spark: { ...own.spark, version: "4.2.0" }, sparkConf })).toEqual([]);
});

test.each([
  [{ "spark.shuffle.service.enabled": "true" }, "spark.shuffle.service.enabled"],
  [{ "spark.executor.heartbeatInterval": "10min" }, "spark.executor.heartbeatInterval"],
])("%j goes together with nothing that the plan sets, and is refused", (sparkConf, key) => {
  expect(paths(sparkConf)).toEqual([`sparkConf[${JSON.stringify(key)}]`]);
});

test("what the plan sets counts: its dynamic allocation caps executors, so only the fixed number is remarked on", () => {
  expect(warnings({ "spark.executor.instances": "4", "spark.dynamicAllocation.executorIdleTimeout": "2min" })).toEqual([
    expect.objectContaining({
      path: 'sparkConf["spark.executor.instances"]',
      problem: "is only what an application starts with, since dynamic allocation is on",
    }),
  ]);
});

test("a deprecated key, one of a later version and a secret are warned of, and set", () => {
  const sparkConf = {
    "spark.kubernetes.executor.podDeletionCost": "5",
    "spark.shuffle.unsafe.file.output.buffer": "64k",
    "spark.hadoop.fs.s3a.secret.key": "abc",
  };
  const { configuration } = plan({ ...own, sparkConf });
  expect(warnings(sparkConf).map(({ path }) => path)).toEqual(
    Object.keys(sparkConf).map((key) => `sparkConf[${JSON.stringify(key)}]`),
  );
  expect(configuration.filter(({ source }) => source === "user").map(({ key }) => key)).toEqual(
    Object.keys(sparkConf).sort(),
  );
});

test("nothing is said twice, and nothing of keys that the user did not set", () => {
  expect(plan(own).warnings.filter(({ path }) => path.startsWith("sparkConf"))).toEqual([]);
  expect(warnings({ "spark.storage.decommission.enabled": "false" })).toEqual([]);
});
