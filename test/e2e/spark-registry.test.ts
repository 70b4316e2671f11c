/** The registry and the checker against the classes of a released Spark, where a JDK is at hand. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";

import { checkConfiguration } from "../../lib/plan/spark/check/check-configuration";
import { parseDefaults } from "../../lib/plan/spark/check/defaults";
import { refusalOf } from "../../lib/plan/spark/check/value";
import { findKey, keysOf } from "../../lib/plan/spark/registry/spark-keys";
import { ask, compile } from "../../scripts/spark-registry/ask";
import { type Entry, parseEntries } from "../../scripts/spark-registry/facts";
import { askedMinor } from "../../scripts/spark-registry/find";

jest.setTimeout(600_000);

/** `npm run e2e` says why it is not there, and these cases count as skipped then. */
const jars = process.env.SPARK_PLATFORM_SPARK_JARS ?? "";
const withSpark = jars === "" ? test.skip : test;

const folder = mkdtempSync(join(tmpdir(), "spark-registry-e2e-"));
let entries: Entry[];

beforeAll(async () => {
  if (jars === "") return;
  await compile(folder);
  const registry = "org.apache.spark.internal.config.ConfigEntry";
  entries = parseEntries(await ask(folder, [jars], ["entries", registry, "spark-"]));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

withSpark("every entry of Spark is in the registry with its version, and nothing else is said to be documented", () => {
  const theirs = entries.map(({ name, since, public: isPublic }) => [name, since, isPublic]);
  const ours = theirs.map(([name]) => findKey(askedMinor, name as string));
  expect(ours.map((key) => [key?.name, key?.since ?? "", key?.isInternal === false])).toEqual(theirs);
  const registered = new Set(entries.flatMap(({ name, alternatives }) => [name, ...alternatives]));
  expect(keysOf(askedMinor).filter(({ name, isInternal }) => !isInternal && !registered.has(name))).toEqual([]);
});

withSpark("defaults are Spark's own, but for three that tell of the machine", () => {
  const differences = entries.filter(
    ({ name, default: standard }) => (findKey(askedMinor, name)?.default ?? "<undefined>") !== standard,
  );
  expect(differences.map(({ name }) => name)).toEqual([
    "spark.driver.host",
    "spark.sql.session.timeZone",
    "spark.sql.warehouse.dir",
  ]);
});

/** Values of every type and unit, right and wrong; each key is tried with its own default and words too. */
const candidates = [
  ..."true|TRUE| false|yes|on|1|0|-1|+1|2|3|16|100|5000|1048576|2147483647|2147483648|9223372036854775808".split("|"),
  ..."1.5|.5|0.5|0.999|1.0|1e3|NaN|0x10|1_000| 4|4 ".split("|"),
  ..."1k|4g|4gb|4GB|4Gi|4 g|1.5g|-4g|10MB|512m|1t|1p|9999999999999999p|1b".split("|"),
  ..."5s|5S|5min|5 min|5mins|5m|1h|2d|100ms|100us|100ns|1.5s|-1s|99999999999999d".split("|"),
  ..."|x|a,b|1,2|zstd|ZSTD|DEBUG|debug|Always|always|/tmp|s3a://a/b/|https://a|UTC|org.apache.spark.X".split("|"),
];

/**
 * What Spark tests in a way that is not in the registry, so that the checker takes what Spark may refuse: patterns and lists of
 * certain words, classes, paths, names; numbers that must not be 0, must go by fives or can't have spaces around them.
 */
const testedBySpark = `
  deploy.appIdPattern deploy.driverIdPattern worker.idPattern redaction.regex redaction.string.regex
  sql.redaction.options.regex sql.redaction.string.regex sql.files.ignoredPathSegmentRegex sql.reflect.allowList
  driver.log.redirectConsoleOutputs executor.logs.redirectConsoleOutputs deploy.recoverySerializationFilter
  history.fs.logDirectory kubernetes.executor.podNamePrefix storage.decommission.fallbackStorage.path
  sql.artifact.cacheStorageLevel sql.defaultPath sql.hive.metastore.version sql.hive.version sql.session.timeZone
  sql.parquet.output.committer.class sql.sources.commitProtocolClass sql.sources.outputCommitterClass
  sql.avro.deflate.level sql.execution.python.udf.maxBytesPerBatch shuffle.streaming.writerConnectionTimeout
  kubernetes.executor.pvc.resizeInterval task.cpus sql.optimizer.maxIterations sql.optimizer.datasourceV2ExprFolding
  sql.shuffledHashJoinFactor sql.ui.retainedExecutions`
  .trim()
  .split(/\s+/)
  .map((name) => `spark.${name}`)
  .sort();

withSpark("the checker takes a value where Spark does, key by key and value by value", async () => {
  const questions = entries.flatMap(({ name, default: standard, values = [] }) =>
    [...new Set([...candidates, ...(standard.startsWith("<") ? [] : [standard]), ...values])].map((value) => ({
      name,
      value,
    })),
  );
  const lines = questions.map(({ name, value }) => `${name} ${Buffer.from(value).toString("base64")}`);
  const answers = await ask(folder, [jars], ["ask"], lines.join("\n"));
  expect(questions.length).toBeGreaterThan(100_000);
  expect(answers).toHaveLength(questions.length);
  const disagreements = questions.flatMap(({ name, value }, index) => {
    const ours = refusalOf(findKey(askedMinor, name)!, value, askedMinor) === undefined;
    return ours === answers[index] ? [] : [{ name, value, ours, spark: answers[index] }];
  });
  const refused = disagreements.filter(({ ours }) => !ours).map(({ name, value }) => `${name}=${value}`);
  expect(refused).toEqual([]);
  expect([...new Set(disagreements.map(({ name }) => name))].sort()).toEqual(testedBySpark);
});

withSpark("what SparkConf refuses as a whole the checker calls an error, and nothing else of it", async () => {
  const configurations: Record<string, string>[] = [
    {},
    { "spark.network.crypto.enabled": "true" },
    { "spark.network.crypto.enabled": "true", "spark.authenticate": "true" },
    { "spark.authenticate.enableSaslEncryption": "true" },
    { "spark.executor.heartbeatInterval": "120s" },
    { "spark.executor.heartbeatInterval": "119s" },
    { "spark.network.timeout": "10s" },
    { "spark.network.timeout": "11s" },
    { "spark.memory.fraction": "1.1" },
    { "spark.memory.fraction": "1" },
    { "spark.memory.fraction": "-0.1" },
    { "spark.memory.storageFraction": "0" },
    { "spark.executor.extraJavaOptions": "-Xmx1g" },
    { "spark.executor.extraJavaOptions": "-Dspark.ui.port=1" },
    { "spark.executor.extraJavaOptions": "-Dx=1 -XX:+UseG1GC" },
  ];
  const line = (conf: Record<string, string>) =>
    Object.entries(conf).flatMap(([key, value]) => [key, Buffer.from(value).toString("base64")]);
  const asked = configurations.slice(1);
  const answers = await ask(folder, [jars], ["validate"], asked.map((conf) => line(conf).join(" ")).join("\n"));
  const ours = asked.map(
    (conf) => !checkConfiguration(conf, { version: askedMinor }).some(({ level }) => level === "error"),
  );
  expect(ours).toEqual(answers);
});

withSpark("a file of defaults is read as Spark reads it, whatever is in it", async () => {
  const piece = fc.constantFrom(
    ..." |\t|\f|=|:|#|!|\\|\\\\|\\\n  |\n|\r\n|\r|\\t|\\n|\\u0041|\\u00|spark.a|spark.b|spark.c|1|x y|é|-Da=1".split(
      "|",
    ),
  );
  const texts = fc
    .sample(fc.array(piece, { maxLength: 24 }), { numRuns: 1500, seed: 4 })
    .map((parts) => parts.join(""));
  const files = texts.map((text, index) => {
    const file = join(folder, `${index}.conf`);
    writeFileSync(file, text);
    return file;
  });
  const answers = await ask(folder, [jars], ["properties", ...files]);
  const ours = texts.map((text) => {
    const { conf, findings } = parseDefaults(text);
    return findings.some(({ level }) => level === "error") ? null : conf;
  });
  const differences = texts.flatMap((text, index) =>
    JSON.stringify(sorted(ours[index])) === JSON.stringify(sorted(answers[index]))
      ? []
      : [{ text, ours: ours[index], spark: answers[index] }],
  );
  expect(differences).toEqual([]);
});

function sorted(conf: unknown): unknown {
  return conf === null ? null : Object.entries(conf as Record<string, string>).sort(([a], [b]) => (a < b ? -1 : 1));
}
