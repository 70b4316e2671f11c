import { cluster, issuesOf, plan, valuesOf } from "../../fixtures";

const key = "spark.hadoop.fs.s3a.aws.credentials.provider";
const since = { spark: "4.0", because: "goes with libraries that can't open the bucket" };
const bucket = cluster({
  storage: {
    schemes: ["s3a"],
    managedEventLogs: "s3a",
    configuration: [{ key, value: "NewProvider", reason: "Pods have an identity.", since }],
  },
});

test.each(["4.0.0", "4.1.1", "4.3.0"])("Spark %s does with what the cluster's storage needs", (version) => {
  const built = plan({ cluster: bucket, spark: { version } });
  expect(built.configuration.find((entry) => entry.key === key)).toEqual({
    key,
    value: "NewProvider",
    reason: "Pods have an identity.",
    source: "cluster",
    since: "4.0",
  });
});

test.each(["3.5.2", "3.5.8"])("Spark %s, which can't, is refused with the reason and both ways out", (version) => {
  expect(issuesOf({ cluster: bucket, spark: { version } })).toEqual([
    {
      path: "spark.version",
      value: version,
      problem: "goes with libraries that can't open the bucket",
      allowed: `Spark 4.0 and later, or an image with libraries of its own and sparkConf["${key}"] to go with them`,
      change: "Use 4.1.1, or set that key to what the image's own libraries take.",
    },
  ]);
});

test("a value of one's own is for an image of one's own", () => {
  const built = plan({ cluster: bucket, spark: { version: "3.5.8" }, sparkConf: { [key]: "OldProvider" } });
  expect(valuesOf(built)[key]).toBe("OldProvider");
});

test("storage without such a key takes every version", () => {
  expect(issuesOf({ spark: { version: "3.5.8" } })).toEqual([]);
});
