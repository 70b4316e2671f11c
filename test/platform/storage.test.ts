/** Data that applications may open, who pays for their pods, and where their images come from: whole platforms, recorded. */

import * as pulumi from "@pulumi/pulumi";

import { ExistingCluster, type SparkCluster, SparkApplication, SparkPlatform, type SparkPlatformArgs } from "../../lib";
import { byType, named, recordProgram } from "../../lib/testing";
import { clusterArgs, eventLogs } from "../addons/example";

type Args = Partial<Omit<SparkPlatformArgs, "cluster">>;

const storageAccess = { scheme: "s3a" } as const;
const pi = {
  mainClass: "org.apache.spark.examples.SparkPi",
  mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
};

/** What every service account of a platform is granted, by namespace. */
async function grants(args: Args): Promise<Record<string, unknown>> {
  const asked: Record<string, unknown> = {};
  class WritingDown extends ExistingCluster {
    override grantStorageAccess(...[, request]: Partial<Parameters<SparkCluster["grantStorageAccess"]>>) {
      if (request)
        asked[request.namespace] = request.grants.map(
          ({ access, uri }) => `${access} ${typeof uri === "string" ? uri : "(output)"}`,
        );
      return super.grantStorageAccess();
    }
  }
  await recordProgram(() => {
    new SparkPlatform("analytics", {
      cluster: new WritingDown("shared", { ...clusterArgs, storageAccess }),
      eventLogs,
      ...args,
    });
  });
  return asked;
}

async function refusal(args: Args, cluster = {}): Promise<string> {
  const { errors } = await recordProgram(
    () => {
      new SparkPlatform("analytics", {
        cluster: new ExistingCluster("shared", { ...clusterArgs, ...cluster }),
        eventLogs,
        ...args,
      });
    },
    { errors: "return" },
  );
  return errors.map(String).join("\n");
}

describe("data access", () => {
  const namespaces = [{ name: "etl" }, { name: "adhoc" }];

  test("is given to the namespaces that are named, or to all, beside the event logs", async () => {
    expect(
      await grants({
        namespaces,
        dataAccess: [
          { uri: "s3a://lake/raw", access: "read" },
          { uri: pulumi.output("s3a://lake/out"), access: "write", namespaces: ["etl"] },
        ],
      }),
    ).toEqual({
      etl: ["write (output)", "read s3a://lake/raw", "write (output)"],
      adhoc: ["write (output)", "read s3a://lake/raw"],
      "spark-system": ["read (output)"],
    });
  });

  test("holds the fallback storage of shuffle files without being asked", async () => {
    const { "spark-jobs": jobs } = await grants({ shuffle: { fallbackStorage: "s3a://lake/shuffle/" } });
    expect(jobs).toEqual(["write (output)", "write s3a://lake/shuffle/"]);
  });

  test("is refused where the cluster can't give it, for another file system, and for a namespace that there is not", async () => {
    const dataAccess: SparkPlatformArgs["dataAccess"] = [
      { uri: "gs://lake/raw", access: "read", namespaces: ["elt"] },
      { uri: "s3a://lake/*", access: "read" },
    ];
    const message = await refusal({ namespaces, dataAccess }, { storageAccess });
    expect(message).toContain(
      'dataAccess[0].uri: "gs://lake/raw" is on gs, and pods of this cluster have no identity for it.',
    );
    expect(message).toContain(
      'dataAccess[0].namespaces[0]: "elt" is no namespace of this platform. Allowed: "etl", "adhoc".',
    );
    expect(message).toContain('dataAccess[1].uri: "s3a://lake/*" is malformed for s3a.');
    expect(await refusal({ dataAccess: [{ uri: "s3a://lake/raw", access: "read" }] })).toContain(
      "asks for a right on a cluster that knows nothing of its pods' identities",
    );
  });
});

test("a namespace and all pods of its applications say who pays and which application they belong to", async () => {
  const recording = await recordProgram(() => {
    const platform = new SparkPlatform("analytics", {
      cluster: new ExistingCluster("shared", clusterArgs),
      eventLogs,
      namespaces: [{ name: "etl", team: "Data_Eng" }, { name: "adhoc" }],
    });
    new SparkApplication("pi", { platform, ...pi, namespace: "etl" });
  });
  const labelsOf = (name: string) =>
    (named(recording, "kubernetes:core/v1:Namespace", name).inputs.metadata as { labels: object }).labels;
  expect(labelsOf("analytics-etl-namespace")).toMatchObject({ "spark-platform/team": "Data_Eng" });
  expect(labelsOf("analytics-adhoc-namespace")).toMatchObject({ "spark-platform/team": "adhoc" });
  const [application] = byType(recording, "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication");
  const { driver, executor } = application!.inputs.spec as Record<string, { labels: object }>;
  const labels = { "spark-platform/team": "Data_Eng", "spark-platform/application": "pi" };
  expect(driver!.labels).toEqual(labels);
  expect(executor!.labels).toEqual(labels);
  const defaults = byType(recording, "kubernetes:core/v1:ConfigMap").find(({ name }) =>
    name.startsWith("analytics-etl"),
  );
  const text = (defaults!.inputs.data as Record<string, string>)["spark-defaults.conf"];
  expect(text).toContain("spark.kubernetes.executor.label.spark-platform/team=Data_Eng\n");
});

test("a team that is no label is refused", async () => {
  expect(await refusal({ namespaces: [{ name: "etl", team: "Data Eng" }] })).toContain(
    'namespaces[0].team: "Data Eng"',
  );
});

test("every image and chart comes from the mirrors", async () => {
  const mirror = "registry.example.com";
  const images = Object.fromEntries(
    ["docker.io", "ghcr.io", "registry.k8s.io"].map((host) => [host, `${mirror}/${host}`]),
  );
  const recording = await recordProgram(() => {
    const platform = new SparkPlatform("analytics", {
      cluster: new ExistingCluster("shared", clusterArgs),
      eventLogs,
      warm: { executors: 1 },
      mirrors: { images, charts: `oci://${mirror}/charts` },
    });
    new SparkApplication("pi", { platform, ...pi });
  });
  const everything = JSON.stringify(recording.resources.map(({ inputs }) => ({ ...inputs, plan: undefined })));
  const outside = [...everything.matchAll(/"((?:apache\/spark|registry\.k8s\.io|ghcr\.io|https:\/\/kubeflow)[^"]*)"/g)];
  expect(outside.map(([, name]) => name)).toEqual([]);
  expect(everything).toContain(`${mirror}/docker.io/apache/spark:4.1.1`);
  expect(everything).toContain(`${mirror}/registry.k8s.io/pause:3.10`);
  const chart = named(recording, "kubernetes:helm.sh/v4:Chart", "analytics-spark-operator-chart");
  expect(chart.inputs).toMatchObject({
    chart: `oci://${mirror}/charts/spark-operator`,
    values: { image: { registry: `${mirror}/ghcr.io` } },
  });
});
