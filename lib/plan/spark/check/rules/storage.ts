/** Writing to object stores: committers, credentials, event logs. */

import { orderOf } from "../../registry/minors";
import type { Rule, Surroundings } from "../rule";

const algorithm = "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version";
const integration = "https://spark.apache.org/docs/4.3.0/cloud-integration.html";

/** Object stores rename by copying, or have no atomic rename of folders. HDFS and a disk have. */
const objectStores = ["s3a", "gs", "abfss"];

export const storageRules: readonly Rule[] = [
  {
    level: "warning",
    keys: [algorithm],
    when: (view, key, surroundings) => view.text(key)?.trim() === "2" && isObjectStore(surroundings),
    problem:
      "commits every task's files straight into the output: a task that fails half-way leaves some of them there",
    allowed: "a committer made for the object store, or algorithm 1",
    change:
      "On S3 use the magic committer, on ABFS and GCS the manifest committer (both in spark-hadoop-cloud); else leave it out.",
    source: `${integration}#committing-work-into-cloud-storage-safely-and-fast`,
  },
  {
    level: "warning",
    keys: ["spark.speculation"],
    when: (view, key) => view.isOn(key) && view.text(algorithm)?.trim() === "2",
    problem: "runs a task twice, and committer algorithm 2 lets both copies write into the output",
    allowed: "speculation with a committer that keeps the files of each attempt apart",
    change: `Turn speculation off, or leave ${algorithm} out.`,
    source: "https://issues.apache.org/jira/browse/MAPREDUCE-7282",
  },
  {
    level: "warning",
    keys: ["spark.hadoop.fs.s3a.committer.name"],
    when: (view, key) =>
      orderOf(view.version) < orderOf("4.1") &&
      /^(magic|directory|partitioned)$/.test(view.text(key)?.trim() ?? "") &&
      !view.isSet("spark.sql.sources.commitProtocolClass"),
    problem: "names a committer that Spark does not ask for",
    allowed: "the committer's name together with spark.sql.sources.commitProtocolClass",
    change:
      "Set spark.sql.sources.commitProtocolClass=org.apache.spark.internal.io.cloud.PathOutputCommitProtocol and " +
      "spark.sql.parquet.output.committer.class=org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter.",
    source: `${integration}#hadoop-s3a-committers`,
  },
  {
    level: "warning",
    keys: /^spark\.hadoop\.fs\.s3a\.(bucket\.[^.]+\.)?aws\.credentials\.provider$/,
    when: (view, key) => orderOf(view.version) >= orderOf("4.0") && hasFirstSdkProvider(view.text(key)),
    problem: "names a class of the AWS SDK v1, which the S3A connector of Spark 4 does not bring",
    allowed: "classes of org.apache.hadoop.fs.s3a and of software.amazon.awssdk",
    change:
      "For a service account's role use software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider " +
      "(IRSA) or ContainerCredentialsProvider (Pod Identity).",
    source: "https://hadoop.apache.org/docs/r3.4.1/hadoop-aws/tools/hadoop-aws/aws_sdk_upgrade.html",
  },
  {
    level: "note",
    keys: ["spark.eventLog.rolling.enabled"],
    when: (view, key) =>
      view.isOn("spark.eventLog.enabled") && !view.isOn(key) && isStoreUri(view.text("spark.eventLog.dir")),
    problem: "writes the event log as one object, which can be seen only when the application has ended in good order",
    allowed: "rolling event logs on object stores",
    change: "Leave it out from Spark 4.0 on, or set it to true.",
    source: "https://spark.apache.org/docs/4.3.0/monitoring.html#applying-compaction-on-rolling-event-log-files",
  },
];

function isObjectStore({ storage }: Surroundings): boolean {
  return storage !== undefined && objectStores.includes(storage);
}

function isStoreUri(uri = ""): boolean {
  return /^(s3a|gs|abfss?):\/\//.test(uri);
}

/** Hadoop puts its own classes in the place of these three. */
const replaced =
  /(EnvironmentVariableCredentialsProvider|InstanceProfileCredentialsProvider|EC2ContainerCredentialsProviderWrapper)$/;

function hasFirstSdkProvider(value: string | undefined): boolean {
  const providers = (value ?? "").split(",").map((name) => name.trim());
  return providers.some((name) => name.startsWith("com.amazonaws.") && !replaced.test(name));
}
