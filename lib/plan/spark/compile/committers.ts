/** How output reaches an object store: by a committer that renames nothing, where the image holds Spark's module for it. */

import type { ClusterPlan, StorageScheme } from "../../cluster";
import type { Issue, IssueList } from "../../issue";
import type { PlatformPlan } from "../../platform";
import type { PlannedEntry } from "../configuration";
import type { ConfigurationContext } from "./context";
import { isStockImage } from "./image";
import { isAtLeast, type SparkVersion } from "../versions";

const s3aGuide = "https://hadoop.apache.org/docs/stable/hadoop-aws/tools/hadoop-aws/committers.html";
const manifestGuide =
  "https://hadoop.apache.org/docs/stable/hadoop-mapreduce-client/hadoop-mapreduce-client-core/manifest_committer.html";

/** The committer of a file system, and the first Spark whose Hadoop has it: 3.5 comes with 3.3.4, 4.0 with 3.4.1. */
interface Committer {
  name: string;
  since: string;
  entry: PlannedEntry;
}

const committers: Partial<Record<StorageScheme, Committer>> = {
  s3a: {
    name: "magic committer",
    since: "3.5",
    entry: {
      key: "spark.hadoop.fs.s3a.committer.name",
      value: "magic",
      reason:
        "S3 has no rename: the magic committer uploads output where it belongs and makes it visible when the job commits, " +
        "and nothing of tasks that failed. Spark's own choice since 4.1.",
      source: s3aGuide,
    },
  },
  abfss: {
    name: "manifest committer",
    since: "4.0",
    entry: {
      key: "spark.hadoop.mapreduce.outputcommitter.factory.scheme.abfss",
      value: "org.apache.hadoop.fs.azurebfs.commit.AzureManifestCommitterFactory",
      reason:
        "The manifest committer renames files in parallel and remembers them in a manifest; Hadoop sets it for abfs:// alone, " +
        "and abfss:// is a scheme of its own.",
      source: manifestGuide,
    },
  },
  gs: {
    name: "manifest committer",
    since: "4.0",
    entry: {
      key: "spark.hadoop.mapreduce.outputcommitter.factory.scheme.gs",
      value: "org.apache.hadoop.mapreduce.lib.output.committer.manifest.ManifestCommitterFactory",
      reason:
        "Google Cloud Storage can't rename a directory in one step, so the manifest committer renames file by file; Hadoop's own " +
        "choice, written out so that an image without it fails at once.",
      source: manifestGuide,
    },
  },
};

/** The module's classes that make Spark's writers use the committer of the path they write to. */
const bindings: PlannedEntry[] = [
  {
    key: "spark.sql.sources.commitProtocolClass",
    value: "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol",
    reason:
      "Takes the committer of the file system that is written to; an image without spark-hadoop-cloud fails at once.",
    source: "https://spark.apache.org/docs/latest/cloud-integration.html",
  },
  {
    key: "spark.sql.parquet.output.committer.class",
    value: "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter",
    reason: "Parquet has a committer of its own, which would rename; this one leaves it to that of the file system.",
    source: "https://spark.apache.org/docs/latest/cloud-integration.html",
  },
];

/** What is set is for files; table formats such as Iceberg and Delta commit by themselves. */
export function committerEntries({ version, cluster, eventLogs, hadoopCloud }: ConfigurationContext): PlannedEntry[] {
  const used = schemesOf(cluster, eventLogs).flatMap((scheme) => committers[scheme] ?? []);
  const usable = hadoopCloud ? used.filter(({ since }) => isAtLeast(version, since)) : [];
  const own = usable.map(({ entry, since }) => ({ ...entry, since }));
  return [...own, ...(own.length > 0 ? bindings : []), fileCommitter];
}

const fileCommitter: PlannedEntry = {
  key: "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version",
  value: "1",
  reason:
    "Version 2 is faster and may leave the output of failed tasks behind; it matters only where no committer of the " +
    "object store is at work.",
  source: "MAPREDUCE-7282",
};

/** Adds an issue when the module is said to be in an image that is known to lack it. */
export function checkHadoopCloud(hadoopCloud: boolean | undefined, image: string, issues: IssueList): void {
  if (hadoopCloud !== true || !isStockImage(image)) return;
  issues.add({
    path: "spark.hadoopCloud",
    value: hadoopCloud,
    problem: `says that ${image} holds spark-hadoop-cloud, which no stock image does, and every write of a file would fail`,
    allowed: "true for an image of your own with that module",
    change: "Give the name of your image in spark.image, or leave it out.",
  });
}

/**
 * Warns where files are committed by renaming on a store that can't rename in one step. On S3 Spark 4.1 and later choose the
 * magic committer by themselves where they find the module, so nothing is known to be wrong there.
 * @param hadoopCloud as given: who says `false` has decided
 */
export function committerWarnings(
  hadoopCloud: boolean | undefined,
  {
    version,
    image,
    cluster,
    eventLogs,
  }: { version: SparkVersion; image: string; cluster: ClusterPlan; eventLogs: PlatformPlan["eventLogs"] },
): Issue[] {
  if (hadoopCloud === false || isStockImage(image)) return [];
  return schemesOf(cluster, eventLogs)
    .filter((scheme) => renamesUnsafely(scheme, version, hadoopCloud === true))
    .map((scheme) => {
      const { name = "", since = "" } = committers[scheme] ?? {};
      const tooOld = !isAtLeast(version, since);
      return {
        path: tooOld ? "spark.version" : "spark.hadoopCloud",
        value: tooOld ? version.text : hadoopCloud,
        problem: `has files written to ${scheme}:// committed by renaming, which that store can't do in one step: a job that dies may leave a part of its output`,
        allowed: tooOld
          ? `Spark ${since} and later, whose Hadoop has the ${name}`
          : `true with an image that holds spark-hadoop-cloud, for the ${name}; false for none`,
        change: tooOld
          ? "Use a later Spark, write tables of Iceberg or Delta, or say spark.hadoopCloud: false to accept it."
          : "Add the module of the same Spark version to the image and say so, or say false.",
      };
    });
}

function renamesUnsafely(scheme: StorageScheme, version: SparkVersion, hadoopCloud: boolean): boolean {
  if (scheme === "gs") return !hadoopCloud || !isAtLeast(version, "4.0");
  return scheme === "s3a" && !hadoopCloud && !isAtLeast(version, "4.1");
}

/** Where access is the user's own affair, at least the scheme of the event logs is known. */
function schemesOf({ storage }: ClusterPlan, eventLogs: PlatformPlan["eventLogs"]): readonly StorageScheme[] {
  return storage.schemes === "unmanaged" ? [eventLogs.scheme] : storage.schemes;
}
