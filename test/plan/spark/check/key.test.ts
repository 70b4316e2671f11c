import { checkConfiguration } from "../../../../lib/plan/spark/check/check-configuration";
import { describeIssue } from "../../../../lib/plan/issue";
import type { SparkMinor } from "../../../../lib/plan/spark/registry/minors";

const lines = (conf: Record<string, string>, version: SparkMinor = "4.1") =>
  checkConfiguration(conf, { version }).map((finding) => `${finding.level}: ${describeIssue(finding)}`);

const ignored =
  "and Spark ignores such keys without a word. Allowed: keys of Spark, of its open families such as spark.hadoop.*, and of libraries in the image.";

test("a misspelt key is found with the real one", () => {
  expect(lines({ "spark.sql.shufle.partitions": "400" })).toEqual([
    `error: spark.sql.shufle.partitions: "400" is set on a key that Spark 4.1 does not have, ${ignored} Did you mean spark.sql.shuffle.partitions?`,
  ]);
});

test("a key that is too new names the version that has it", () => {
  expect(lines({ "spark.kubernetes.executor.podDeletionCost": "5" }, "4.1")).toEqual([
    `warning: spark.kubernetes.executor.podDeletionCost: "5" is set on a key that comes with Spark 4.2, and this is 4.1, ${ignored} Use Spark 4.2, or leave it out.`,
  ]);
  expect(lines({ "spark.kubernetes.executor.podDeletionCost": "5" }, "4.2")).toEqual([]);
});

test("a removed key names the last version that had it, and what to use", () => {
  expect(lines({ "spark.blacklist.enabled": "true" }, "4.3")).toEqual([
    `warning: spark.blacklist.enabled: "true" is set on a key that Spark removed after 4.0, ${ignored} Use spark.excludeOnFailure.enabled.`,
  ]);
  expect(lines({ "spark.sql.parquet.int64AsTimestampMillis": "true" }, "4.3")).toEqual([
    `warning: spark.sql.parquet.int64AsTimestampMillis: "true" is set on a key that Spark removed in 3.0.0, ${ignored} Use spark.sql.parquet.outputTimestampType.`,
  ]);
});

test("a deprecated key names what to use", () => {
  expect(lines({ "spark.yarn.executor.memoryOverhead": "1g" }, "4.3")).toEqual([
    'warning: spark.yarn.executor.memoryOverhead: "1g" is set on a key that is deprecated since 2.3. Allowed: keys that Spark 4.3 will keep. Use spark.executor.memoryOverhead.',
  ]);
});

test("a value of the wrong type is an error that says what is taken", () => {
  expect(lines({ "spark.executor.memory": "14Gi" })).toEqual([
    'error: spark.executor.memory: "14Gi" has a unit of Kubernetes, which Spark knows from 4.2 on. Allowed: a whole number with b, k, m, g, t or p (without one it counts MiB). Change it to what is allowed; Spark\'s own value is 1g.',
  ]);
});

test("a key of Hadoop without Spark's prefix is an error", () => {
  expect(lines({ "fs.s3a.endpoint": "x" })).toEqual([
    'error: fs.s3a.endpoint: "x" is set on what is no key of Spark, and spark-submit drops such keys. Allowed: keys that start with "spark." and hold no space. Hadoop\'s keys go through Spark as spark.hadoop.<key>.',
  ]);
});

test.each([
  "spark.hadoop.fs.s3a.endpoint",
  "spark.hadoop.fs.s3a.bucket.my.data.endpoint.region",
  "spark.hadoop.fs.s3a.impl",
  "spark.hadoop.fs.azure.account.auth.type.acme.dfs.core.windows.net",
  "spark.hadoop.fs.azure.account.oauth2.msi.tenant",
  "spark.hadoop.fs.gs.auth.type",
  "spark.hadoop.mapreduce.outputcommitter.factory.scheme.gs",
  "spark.sql.catalog.lake.type",
  "spark.executorEnv.TZ",
  "spark.kubernetes.executor.label.team",
  "spark.kubernetes.driver.secretKeyRef.TOKEN",
  "spark.kubernetes.executor.volumes.emptyDir.spark-local-dir-1.mount.path",
  "spark.celeborn.client.push.replicate.enabled",
  "spark.celeborn.something.of.a.later.version",
  "spark.executor.resource.gpu.amount",
  "spark.rapids.sql.enabled",
  "spark.app.name",
  "spark.scheduler.pool",
  "spark.network.crypto.cipher",
  "spark.shuffle.io.maxRetries",
])("%s is known", (key) => {
  expect(lines({ [key]: "true" })).toEqual([]);
});

test.each([
  ["spark.hadoop.fs.s3a.committer.magic.enable", "true", "Did you mean spark.hadoop.fs.s3a.committer.magic.enabled?"],
  ["spark.hadoop.fs.s3a.bucket.data.endpoint.regoin", "eu", "Did you mean spark.hadoop.fs.s3a.endpoint.region?"],
  ["spark.hadoop.fs.azure.account.auth.typ", "OAuth", "Did you mean spark.hadoop.fs.azure.account.auth.type?"],
  ["spark.celeborn.client.push.replicate.enable", "true", "Did you mean spark.celeborn.client.push.replicate.enabled?"],
])("%s is a slip of a library's key", (key, value, change) => {
  expect(checkConfiguration({ [key]: value }, { version: "4.3" })).toEqual([
    expect.objectContaining({ level: "warning", change }),
  ]);
});

test("values of libraries' keys are looked at too; Hadoop reads past a wrong one, Celeborn stops", () => {
  expect(
    checkConfiguration(
      { "spark.hadoop.fs.s3a.path.style.access": "yes", "spark.celeborn.client.push.replicate.enabled": "yes" },
      { version: "4.3" },
    ).map(({ level, key, problem }) => [level, key, problem]),
  ).toEqual([
    ["warning", "spark.hadoop.fs.s3a.path.style.access", "is no boolean"],
    ["error", "spark.celeborn.client.push.replicate.enabled", "is no boolean"],
  ]);
});

test("names and values of a million letters get an answer", () => {
  const long = "a.".repeat(500_000);
  for (const prefix of ["spark.", "spark.hadoop.fs.s3a.bucket.", "spark.hadoop.fs.azure.", "spark.celeborn."]) {
    expect(lines({ [prefix + long]: long })).toHaveLength(prefix === "spark.celeborn." ? 0 : 1);
  }
});
