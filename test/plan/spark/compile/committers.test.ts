import type { StorageScheme } from "../../../../lib/plan/cluster";
import { cluster, issuesOf, plan, valuesOf } from "../../fixtures";

// Typed from Hadoop's and Spark's guides, and found under these names in the jars: spark-hadoop-cloud 3.5.7, 4.0.1 and 4.1.1,
// hadoop-azure 3.4.1 and 3.5.0, hadoop-client-api 3.4.1, 3.4.2 and 3.5.0.
const bindings = {
  "spark.sql.sources.commitProtocolClass": "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol",
  "spark.sql.parquet.output.committer.class": "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter",
};
const magic = { ...bindings, "spark.hadoop.fs.s3a.committer.name": "magic" };
// With Hadoop 3.4.2's own defaults PathOutputCommitterFactory gives abfs:// this factory, and abfss:// the one that renames.
const azure = {
  ...bindings,
  "spark.hadoop.mapreduce.outputcommitter.factory.scheme.abfss":
    "org.apache.hadoop.fs.azurebfs.commit.AzureManifestCommitterFactory",
};
const google = {
  ...bindings,
  "spark.hadoop.mapreduce.outputcommitter.factory.scheme.gs":
    "org.apache.hadoop.mapreduce.lib.output.committer.manifest.ManifestCommitterFactory",
};
const none = {};

const image = "registry.example.com/spark:1";
const on = (scheme: StorageScheme, version: string, hadoopCloud?: boolean) => ({
  cluster: cluster({ storage: { schemes: [scheme], managedEventLogs: scheme, configuration: [] } }),
  spark: { version, image, ...(hadoopCloud !== undefined && { hadoopCloud }) },
});
const committersOf = (args: Parameters<typeof plan>[0]) =>
  Object.fromEntries(Object.entries(valuesOf(plan(args))).filter(([key]) => /[cC]ommit(ter|Protocol)/.test(key)));

const fileCommitter = { "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "1" };

// Spark 3.5 comes with Hadoop 3.3.4, which has no manifest committer: neither class nor default is in its jars.
test.each<[StorageScheme, string, object]>([
  ["s3a", "3.5.8", magic],
  ["s3a", "4.0.1", magic],
  ["s3a", "4.1.1", magic],
  ["s3a", "4.3.0", magic],
  ["abfss", "3.5.8", none],
  ["abfss", "4.0.1", azure],
  ["abfss", "4.3.0", azure],
  ["gs", "3.5.8", none],
  ["gs", "4.0.1", google],
  ["gs", "4.3.0", google],
  ["hdfs", "4.1.1", none],
  ["file", "4.1.1", none],
])("%s on Spark %s with spark-hadoop-cloud in the image", (scheme, version, expected) => {
  expect(committersOf(on(scheme, version, true))).toEqual({ ...expected, ...fileCommitter });
});

test.each<StorageScheme>(["s3a", "abfss", "gs", "hdfs"])(
  "%s without the module: nothing that would break",
  (scheme) => {
    expect(committersOf(on(scheme, "4.1.1"))).toEqual(fileCommitter);
    expect(committersOf(on(scheme, "4.1.1", false))).toEqual(fileCommitter);
  },
);

test("algorithm version 2 is set by nobody but the user", () => {
  const key = "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version";
  expect(valuesOf(plan({ ...on("s3a", "4.1.1"), sparkConf: { [key]: "2" } }))[key]).toBe("2");
});

test("a cluster with several file systems gets the committer of each, and the classes once", () => {
  const both = cluster({ storage: { schemes: ["s3a", "gs"], managedEventLogs: "s3a", configuration: [] } });
  expect(committersOf({ ...on("s3a", "4.1.1", true), cluster: both })).toEqual({
    ...magic,
    ...google,
    ...fileCommitter,
  });
});

test("where access is the user's own affair, the event logs tell the file system", () => {
  const unmanaged = cluster({ storage: { schemes: "unmanaged", configuration: [] } });
  const args = { ...on("gs", "4.1.1", true), cluster: unmanaged, eventLogs: { uri: "gs://logs-of-us/events" } };
  expect(committersOf(args)).toEqual({ ...google, ...fileCommitter });
});

test("each says from which Spark on", () => {
  const since = (args: Parameters<typeof plan>[0], part: string) =>
    plan(args).configuration.find(({ key }) => key.includes(part))?.since;
  expect(since(on("s3a", "4.1.1", true), "committer.name")).toBe("3.5");
  expect(since(on("gs", "4.1.1", true), "factory.scheme")).toBe("4.0");
  expect(since(on("gs", "4.1.1"), "algorithm.version")).toBe("3.5");
});

test.each(["apache/spark:4.1.1", "spark:4.1.1", "docker.io/library/spark:4.1.1-python3"])(
  "the module is not in %s",
  (stock) => {
    expect(issuesOf({ spark: { image: stock, hadoopCloud: true } })).toEqual([
      expect.objectContaining({ path: "spark.hadoopCloud", value: true }),
    ]);
    expect(issuesOf({ spark: { image: stock, hadoopCloud: false } })).toEqual([]);
  },
);

describe("a warning", () => {
  const warned = (args: Parameters<typeof plan>[0]) => plan(args).warnings.map(({ path, value }) => [path, value]);

  // Hadoop's guide to the manifest committer: on GCS neither v1 nor v2 is safe, on ABFS v1 is.
  // Spark's guide to cloud infrastructures: renaming a directory is unsafe on S3. From 4.1 on Spark chooses by itself there.
  test.each<[StorageScheme, string, boolean | undefined, unknown[]]>([
    ["gs", "4.1.1", undefined, [["spark.hadoopCloud", undefined]]],
    ["gs", "4.1.1", true, []],
    ["gs", "4.1.1", false, []],
    ["gs", "3.5.8", true, [["spark.version", "3.5.8"]]],
    ["gs", "3.5.8", false, []],
    ["s3a", "4.0.1", undefined, [["spark.hadoopCloud", undefined]]],
    ["s3a", "4.0.1", true, []],
    ["s3a", "4.1.1", undefined, []],
    ["abfss", "3.5.8", undefined, []],
    ["abfss", "4.1.1", undefined, []],
    ["hdfs", "4.1.1", undefined, []],
  ])("%s on Spark %s, hadoopCloud %s", (scheme, version, hadoopCloud, expected) => {
    expect(warned(on(scheme, version, hadoopCloud))).toEqual(expected);
  });

  test("of a stock image is the one that it has no connector", () => {
    expect(warned({ ...on("gs", "4.1.1"), spark: { version: "4.1.1" } })).toEqual([
      ["spark.image", "apache/spark:4.1.1"],
    ]);
  });
});
