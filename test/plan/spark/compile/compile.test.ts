import fc from "fast-check";

import type { StorageScheme } from "../../../../lib/plan/cluster";
import type { PlatformPlanArgs } from "../../../../lib/plan/platform";
import type { ShuffleArgs } from "../../../../lib/plan/spark/shuffle";
import { checkConfiguration } from "../../../../lib/plan/spark/check/check-configuration";
import { isInOpenFamily } from "../../../../lib/plan/spark/registry/families";
import type { SparkMinor } from "../../../../lib/plan/spark/registry/minors";
import { findKey } from "../../../../lib/plan/spark/registry/spark-keys";
import { cluster, m7i4xlarge, plan, pool } from "../../fixtures";

const newestPatches: Record<SparkMinor, string> = {
  "3.5": "3.5.8",
  "4.0": "4.0.1",
  "4.1": "4.1.1",
  "4.2": "4.2.0",
  "4.3": "4.3.0",
};
const eventLogs: Record<StorageScheme, string> = {
  s3a: "s3a://logs/events",
  gs: "gs://logs/events",
  abfss: "abfss://logs@account.dfs.core.windows.net/events",
  hdfs: "hdfs://namenode:8020/events",
  file: "file:///mnt/events",
};

const minors = fc.constantFrom(...(Object.keys(newestPatches) as SparkMinor[]));
const schemes = fc.constantFrom(...(Object.keys(eventLogs) as StorageScheme[]));
const volumes = fc.constantFrom<ShuffleArgs>(
  {},
  { volume: "node-disk" },
  { volume: "tmpfs" },
  { volume: "pvc", storageClass: "standard", sizeGiB: 50 },
);
const platforms = fc
  .record({
    scheme: schemes,
    managed: fc.boolean(),
    unmanaged: fc.boolean(),
    spot: fc.boolean(),
    spotNoticeSeconds: fc.integer({ min: 1, max: 300 }),
    shuffle: volumes,
    fallback: fc.boolean(),
    hadoopCloud: fc.option(fc.boolean(), { nil: undefined }),
    kind: fc.constantFrom("jvm" as const, "pyspark" as const, "off-heap" as const),
  })
  .map(({ scheme, managed, unmanaged, spot, spotNoticeSeconds, shuffle, fallback, hadoopCloud, kind }) => {
    const pools = [
      pool("on-demand", [m7i4xlarge()]),
      ...(spot ? [pool("spot", [m7i4xlarge()], { capacity: "spot" })] : []),
    ];
    const own = managed && !unmanaged;
    return {
      cluster: cluster({
        sparkPools: pools,
        spotNoticeSeconds,
        storage: {
          schemes: unmanaged ? "unmanaged" : [scheme],
          ...(own && { managedEventLogs: scheme }),
          configuration: [],
        },
      }),
      ...(!own && { eventLogs: { uri: eventLogs[scheme] } }),
      executors: { kind },
      shuffle: { ...shuffle, ...(fallback && { fallbackStorage: `${eventLogs[scheme]}/shuffle/` }) },
      spark: { image: "registry.example.com/spark:1", ...(hadoopCloud !== undefined && { hadoopCloud }) },
    } satisfies Partial<PlatformPlanArgs>;
  });

const planned = (args: Partial<PlatformPlanArgs>, minor: SparkMinor) =>
  plan({ ...args, spark: { ...args.spark, version: newestPatches[minor] } });

test("every key that is set is one that this version of Spark reads", () => {
  fc.assert(
    fc.property(platforms, minors, (args, minor) => {
      const unknown = planned(args, minor).configuration.filter(
        ({ key }) => findKey(minor, key) === undefined && !isInOpenFamily(key),
      );
      expect(unknown).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("the checker of configurations finds nothing to mend in what is set", () => {
  fc.assert(
    fc.property(platforms, minors, (args, minor) => {
      const built = planned(args, minor);
      const conf = Object.fromEntries(
        built.configuration.map(({ key, value }) => [key, typeof value === "string" ? value : eventLogs.s3a]),
      );
      const findings = checkConfiguration(conf, { version: minor, storage: built.eventLogs.scheme });
      expect(findings.filter(({ level }) => level !== "note")).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("no entry needs a later Spark than the one it is for", () => {
  fc.assert(
    fc.property(platforms, minors, (args, minor) => {
      const late = planned(args, minor).configuration.filter(({ since }) => since !== "any" && since > minor);
      expect(late).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test("every entry has a key of its own, a reason that is a sentence, and a source", () => {
  fc.assert(
    fc.property(platforms, minors, (args, minor) => {
      const { configuration } = planned(args, minor);
      const keys = configuration.map(({ key }) => key);
      expect(keys).toEqual([...new Set(keys)].sort());
      expect(configuration.filter(({ reason }) => !/^[A-Z\d].*\.$/.test(reason))).toEqual([]);
      expect(
        configuration.filter(({ source }) => !/^(plan|cluster|https:\/\/|(SPARK|MAPREDUCE|CVE)-)/.test(source)),
      ).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test("a key is replaced by the user's value, whatever the platform is, and by that alone", () => {
  fc.assert(
    fc.property(platforms, minors, (args, minor) => {
      const own = { "spark.dynamicAllocation.executorIdleTimeout": "5min", "spark.sql.shuffle.partitions": "7" };
      const before = planned(args, minor).configuration;
      const after = planned({ ...args, sparkConf: own }, minor).configuration;
      const same = new Set(before.map((entry) => JSON.stringify(entry)));
      const changed = after.filter((entry) => !same.has(JSON.stringify(entry)));
      expect(Object.fromEntries(changed.map(({ key, value }) => [key, value]))).toEqual(own);
      expect(changed.every(({ source }) => source === "user")).toBe(true);
    }),
    { numRuns: 50 },
  );
});
