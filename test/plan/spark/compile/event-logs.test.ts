import type { StorageScheme } from "../../../../lib/plan/cluster";
import { cluster, issuesOf, plan, valuesOf } from "../../fixtures";

const on = (schemes: StorageScheme[] | "unmanaged") => cluster({ storage: { schemes, configuration: [] } });

test("without a URI the cluster's own storage is used, which only the deployed cluster can name", () => {
  expect(plan().eventLogs).toEqual({ scheme: "s3a" });
  expect(valuesOf(plan())["spark.eventLog.dir"]).toEqual({ deferred: "eventLogUri" });
});

test.each<[StorageScheme, string]>([
  ["s3a", "s3a://my-bucket/spark-events"],
  ["s3a", "s3a://my.bucket"],
  ["gs", "gs://my_bucket/events/"],
  ["abfss", "abfss://logs@account1.dfs.core.windows.net/events"],
  ["hdfs", "hdfs://namenode:8020/events"],
  ["hdfs", "hdfs:///events"],
  ["file", "file:///mnt/events"],
])("%s takes %s", (scheme, uri) => {
  const built = plan({ cluster: on([scheme]), eventLogs: { uri } });
  expect(built.eventLogs).toEqual({ scheme, uri });
  expect(valuesOf(built)["spark.eventLog.dir"]).toBe(uri);
});

test.each([
  ["s3://bucket/events", "has the scheme s3, which Spark's images do not bring"],
  ["wasbs://c@a.blob.core.windows.net/x", "has the scheme wasbs, which Spark's images do not bring"],
  ["https://bucket.s3.amazonaws.com/events", "is no URI of a file system that Spark knows"],
  ["constructor://x/y", "is no URI of a file system that Spark knows"],
  ["my-bucket/events", "is no URI of a file system that Spark knows"],
  ["", "is no URI of a file system that Spark knows"],
  ["s3a:/bucket", "is no URI of a file system that Spark knows"],
  ["s3a://", "is malformed for s3a"],
  ["s3a://B/events", "is malformed for s3a"],
  ["s3a://my bucket/events", "is malformed for s3a"],
  ["s3a://bucket/events?x=1", "is malformed for s3a"],
  ["s3a://bucket/a\nb", "is malformed for s3a"],
  ["gs:///events", "is malformed for gs"],
  ["abfss://container/events", "is malformed for abfss"],
  ["file://events", "is malformed for file"],
])("%j %s", (uri, problem) => {
  expect(issuesOf({ cluster: on("unmanaged"), eventLogs: { uri } })).toEqual([
    expect.objectContaining({ path: "eventLogs.uri", value: uri, problem }),
  ]);
});

test("a scheme that the cluster has no identity for", () => {
  expect(issuesOf({ eventLogs: { uri: "gs://bucket/events" } })).toEqual([
    {
      path: "eventLogs.uri",
      value: "gs://bucket/events",
      problem: "is on gs, and pods of this cluster have no identity for it",
      allowed: "a URI such as s3a://bucket/spark-events",
      change: "Use s3a.",
    },
  ]);
});

test("no URI on a cluster that brings no storage", () => {
  expect(issuesOf({ cluster: on(["gs"]) })).toEqual([
    expect.objectContaining({
      path: "eventLogs.uri",
      value: undefined,
      allowed: "a URI such as gs://bucket/spark-events",
    }),
  ]);
});
