/** Changes from version to version that a running platform notices, each with what brings the old behaviour back. */

import type { SparkMinor } from "../registry/minors";

export interface BehaviourChange {
  /** The version that changed it. */
  since: SparkMinor;
  /** What a user notices, in a sentence. */
  change: string;
  /** Brings the old behaviour back; empty where nothing does. */
  restore: Record<string, string>;
  source: string;
}

/** Patches do not change a page's address, and the page of a minor version keeps the chapters of those before it. */
const core = "https://spark.apache.org/docs/4.3.0/core-migration-guide.html";
const sql = "https://spark.apache.org/docs/4.3.0/sql-migration-guide.html";

export const behaviourChanges: readonly BehaviourChange[] = [
  {
    since: "4.0",
    change:
      "SQL follows ANSI: an overflow, a division by zero, a cast that fails or an index out of range is an error and no longer NULL.",
    restore: { "spark.sql.ansi.enabled": "false" },
    source: sql,
  },
  {
    since: "4.0",
    change:
      "CREATE TABLE without USING makes a table of spark.sql.sources.default (Parquet) and no longer one of Hive.",
    restore: { "spark.sql.legacy.createHiveTableByDefault": "true" },
    source: sql,
  },
  {
    since: "4.0",
    change: "ORC files are compressed with zstd and no longer with snappy.",
    restore: { "spark.sql.orc.compression.codec": "snappy" },
    source: sql,
  },
  {
    since: "4.0",
    change:
      "Event logs roll into parts of 128 MiB in a folder of their own, so what reads them must know folders, and a history server must be able to list them.",
    restore: { "spark.eventLog.rolling.enabled": "false" },
    source: core,
  },
  {
    since: "4.0",
    change: "Event logs are compressed with zstd, so what reads them as plain text must unpack them first.",
    restore: { "spark.eventLog.compress": "false" },
    source: core,
  },
  {
    since: "4.0",
    change:
      "Claims of persistent volumes ask for ReadWriteOncePod, so the storage class's CSI driver must know that access mode.",
    restore: { "spark.kubernetes.legacy.useReadWriteOnceAccessMode": "true" },
    source: core,
  },
  {
    since: "4.0",
    change: "Executors are asked for 10 at a time and no longer 5, so an application grows twice as fast.",
    restore: { "spark.kubernetes.allocation.batch.size": "5" },
    source: core,
  },
  {
    since: "4.0",
    change:
      "An executor has failed as soon as any container of its pod has, so sidecars that end early take executors with them.",
    restore: { "spark.kubernetes.executor.checkAllContainers": "false" },
    source: core,
  },
  {
    since: "4.0",
    change: "Failed fetches from a decommissioned executor no longer count towards the end of a stage.",
    restore: { "spark.stage.ignoreDecommissionFetchFailure": "false" },
    source: "https://spark.apache.org/docs/4.0.0/configuration.html",
  },
  {
    since: "4.0",
    change: "Speculation starts later: a task must run 3 times the median, after 9 of 10 tasks have ended.",
    restore: { "spark.speculation.multiplier": "1.5", "spark.speculation.quantile": "0.75" },
    source: core,
  },
  {
    since: "4.0",
    change: "--packages are resolved in a folder of another name, so a cache or a volume at ~/.ivy2 is not found.",
    restore: { "spark.jars.ivy": "~/.ivy2" },
    source: core,
  },
  {
    since: "4.1",
    change:
      "Writes to S3 go through the magic committer wherever the image holds spark-hadoop-cloud: safe and without renames.",
    restore: { "spark.hadoop.fs.s3a.committer.magic.enabled": "false" },
    source: core,
  },
  {
    since: "4.1",
    change: "The old names with blacklist in them are ignored; use those with excludeOnFailure.",
    restore: {},
    source: core,
  },
  {
    since: "4.1",
    change:
      "Netty uses the system's own polling (epoll) and no longer Java's, which needs its native library in the image.",
    restore: { "spark.io.mode.default": "NIO" },
    source: core,
  },
  {
    since: "4.1",
    change: "Checkpoints of RDDs are compressed.",
    restore: { "spark.checkpoint.compress": "false" },
    source: core,
  },
  {
    since: "4.2",
    change: "Executors are asked for 20 at a time and no longer 10.",
    restore: { "spark.kubernetes.allocation.batch.size": "10" },
    source: core,
  },
  {
    since: "4.2",
    change:
      "Every application gets a NetworkPolicy that lets only its own driver and executors reach its executors, so who submits needs the right to create one.",
    restore: {
      "spark.kubernetes.driver.pod.excludedFeatureSteps":
        "org.apache.spark.deploy.k8s.features.NetworkPolicyFeatureStep",
    },
    source: core,
  },
  {
    since: "4.2",
    change: "Python UDFs exchange their rows through Arrow, so some casts of results give other values.",
    restore: { "spark.sql.execution.pythonUDF.arrow.enabled": "false" },
    source: "https://spark.apache.org/docs/4.3.0/api/python/migration_guide/pyspark_upgrade.html",
  },
  {
    since: "4.3",
    change: "Executors reach the driver by its pod's address and no longer through its service.",
    restore: { "spark.kubernetes.executor.useDriverPodIP": "false" },
    source: core,
  },
  {
    since: "4.3",
    change: "Containers of drivers and executors may not gain privileges (allowPrivilegeEscalation is false).",
    restore: { "spark.kubernetes.securityContext.allowPrivilegeEscalation": "true" },
    source: core,
  },
  {
    since: "4.3",
    change: "Cached RDD partitions that are serialised are compressed: less memory, more CPU time.",
    restore: { "spark.rdd.compress": "false" },
    source: core,
  },
];
