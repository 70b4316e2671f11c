/** Which jars a connector to object storage takes, by the Hadoop that a version of Spark comes with. Pure. */

import type { StorageScheme } from "../plan/cluster";
import type { SparkMinor } from "../plan/spark/registry/minors";

/** Connectors, by the scheme of their URIs. */
export const connectors = ["s3a", "gs", "abfss"] as const satisfies readonly StorageScheme[];

export type Connector = (typeof connectors)[number];

/** A jar as Maven names it: `group:artifact:version`, with the classifier as a fourth part where it has one. */
export type Coordinates = string;

/** `hadoop.version` of the POM `org.apache.spark:spark-parent`; the same in every patch. */
const hadoopVersions: Record<SparkMinor, string> = {
  "3.5": "3.3.4",
  "4.0": "3.4.1",
  "4.1": "3.4.2",
  "4.2": "3.5.0",
  "4.3": "3.5.0",
};

/** Spark 4 comes in Scala 2.13 alone, and Apache's images of 3.5 in 2.12 alone: https://github.com/apache/spark-docker */
const scalaOf = (minor: SparkMinor) => (minor === "3.5" ? "2.12" : "2.13");

/** The Hadoop in the images of a Spark version. */
export function hadoopOf(minor: SparkMinor): string {
  return hadoopVersions[minor];
}

/** Every jar that the connectors add to an image of Spark, in the order of their names; none that the image has already. */
export function jarsOf(version: string, minor: SparkMinor, wanted: readonly Connector[]): Coordinates[] {
  const hadoopCloud = `org.apache.spark:spark-hadoop-cloud_${scalaOf(minor)}:${version}`;
  return [hadoopCloud, ...wanted.flatMap((connector) => jarsOfConnector[connector](minor))].sort();
}

/** The name that Maven gives to the file. */
export function fileOf(jar: Coordinates): string {
  const [, artifact, version, classifier] = jar.split(":");
  return `${artifact}-${version}${classifier === undefined ? "" : `-${classifier}`}.jar`;
}

const jarsOfConnector: Record<Connector, (minor: SparkMinor) => Coordinates[]> = {
  s3a: (minor) => [`org.apache.hadoop:hadoop-aws:${hadoopOf(minor)}`, ...awsSdk[minor]],
  gs: (minor) => [
    // Hadoop has a connector of its own from 3.5 on; before, it is Google's. Both hold shaded all that they need.
    hadoopOf(minor) === "3.5.0"
      ? "org.apache.hadoop:hadoop-gcp:3.5.0"
      : "com.google.cloud.bigdataoss:gcs-connector:hadoop3-2.2.28:shaded",
  ],
  abfss: (minor) => [
    `org.apache.hadoop:hadoop-azure:${hadoopOf(minor)}`,
    // Nothing for wasb://, whose driver is in the same jar before Hadoop 3.5, and which Azure has given up.
    ...(hadoopOf(minor) === "3.5.0" ? ["org.hdrhistogram:HdrHistogram:2.1.12"] : []),
  ],
};

/**
 * Version 1 of the SDK, which Hadoop 3.3 is built on. S3A loads exceptions of DynamoDB though it has no S3Guard any more. CBOR is
 * that of Spark's own Jackson.
 */
const sdk1 = [
  ...["core", "dynamodb", "kms", "s3", "sts"].map((name) => `com.amazonaws:aws-java-sdk-${name}:1.12.262`),
  "com.amazonaws:jmespath-java:1.12.262",
  "com.fasterxml.jackson.dataformat:jackson-dataformat-cbor:2.15.2",
  "software.amazon.ion:ion-java:1.0.2",
];

/** Modules of version 2 that S3A works with, and what they depend on and Spark does not bring: 14 MB in place of a bundle of 600. */
const modules = [
  "annotations",
  "apache-client",
  "arns",
  "auth",
  "aws-core",
  "aws-query-protocol",
  "aws-xml-protocol",
  "checksums",
  "checksums-spi",
  "crt-core",
  "endpoints-spi",
  "http-auth",
  "http-auth-aws",
  "http-auth-aws-eventstream",
  "http-auth-spi",
  "http-client-spi",
  "identity-spi",
  "json-utils",
  "metrics-spi",
  "netty-nio-client",
  "profiles",
  "protocol-core",
  "regions",
  "retries",
  "retries-spi",
  "s3",
  "s3-transfer-manager",
  "sdk-core",
  "sts",
  "third-party-jackson-core",
  "utils",
];

const sdk2 = (version: string, more: readonly string[] = []): Coordinates[] => [
  ...[...modules, ...more].map((name) => `software.amazon.awssdk:${name}:${version}`),
  "org.reactivestreams:reactive-streams:1.0.4",
  "software.amazon.eventstream:eventstream:1.0.1",
];

/** https://github.com/awslabs/analytics-accelerator-s3, which S3A reads with where `fs.s3a.input.stream.type` is `analytics`. */
const accelerator = (version: string) => `software.amazon.s3.analyticsaccelerator:analyticsaccelerator-s3:${version}`;

/** Versions are those of the POM of hadoop-aws, but for Hadoop 3.4.1, which takes the SDK of 3.4.2 in place of 2.24.6. */
const awsSdk: Record<SparkMinor, Coordinates[]> = {
  "3.5": sdk1,
  "4.0": sdk2("2.29.52"),
  "4.1": [...sdk2("2.29.52"), accelerator("1.2.1")],
  "4.2": [...sdk2("2.35.4", ["utils-lite"]), accelerator("1.3.1")],
  "4.3": [...sdk2("2.35.4", ["utils-lite"]), accelerator("1.3.1")],
};
