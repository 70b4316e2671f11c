import * as gcp from "@pulumi/gcp/provider";
import * as pulumi from "@pulumi/pulumi";

import { GkeCluster, type GkeClusterArgs } from "../../../lib/clusters/gcp";
import { SparkPlatform } from "../../../lib/platform/platform";
import { recordProgram, type Recording } from "../../../lib/testing";
import { one } from "../recorded";

const OBJECT = "gcp:storage/bucketObject:BucketObject";
const BUCKET = "gcp:storage/bucket:Bucket";
const FILE = "spark-code/etl/daily-report/0f3a9c21/job.py";

const upload = {
  namespace: "etl",
  source: new pulumi.asset.FileAsset("job.py"),
  fileName: "daily-report/0f3a9c21/job.py",
};

function record(args: GkeClusterArgs = {}, options: pulumi.CustomResourceOptions = {}): Promise<Recording> {
  return recordProgram(() => {
    const cluster = new GkeCluster("analytics", { region: "europe-west1", ...args });
    const code = cluster.uploadCode?.("report-job", upload, options);
    return { codeUri: cluster.codeUri, uri: code?.uri, needs: code?.dependsOn.map(({ urn }) => urn) };
  });
}

describe("code that is put into the cluster's bucket", () => {
  test("is below its namespace, apart from the event logs, as the asset has it", async () => {
    const recording = await record();
    const { inputs, urn } = one(recording, OBJECT, "report-job");
    expect(inputs).toMatchObject({ bucket: "analytics-event-logs", name: FILE, source: { path: "job.py" } });
    expect(recording.outputs).toEqual({
      codeUri: "gs://analytics-event-logs/spark-code",
      uri: `gs://analytics-event-logs/${FILE}`,
      needs: [urn],
    });
  });

  test("never expires", async () => {
    const { lifecycleRules } = one(await record({ eventLogs: { expireAfterDays: 1 } }), BUCKET).inputs;
    const deleting = (
      lifecycleRules as { action: { type: string }; condition: { matchesPrefixes?: string[] } }[]
    ).filter(({ action }) => action.type === "Delete");
    expect(deleting).toHaveLength(2);
    // https://cloud.google.com/storage/docs/lifecycle#matchesprefix-suffix: without a prefix a rule is for every object.
    for (const { condition } of deleting) {
      expect(condition.matchesPrefixes).toHaveLength(1);
      expect(condition.matchesPrefixes!.filter((prefix) => FILE.startsWith(prefix))).toEqual([]);
    }
  });

  test("goes with who needs it, whether the bucket stays or not, unless it is asked to stay", async () => {
    expect(one(await record(), OBJECT, "report-job").retainOnDelete).toBe(false);
    expect(one(await record({}, { retainOnDelete: true }), OBJECT, "report-job").retainOnDelete).toBe(true);
  });

  test("is a child of who needs it, in the cluster's project", async () => {
    const recording = await recordProgram(() => {
      const provider = new gcp.Provider("other-project", { project: "other" });
      const cluster = new GkeCluster("analytics", { region: "europe-west1" }, { providers: [provider] });
      const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
      cluster.uploadCode?.("report-job", upload, { parent });
    });
    const file = one(recording, OBJECT, "report-job");
    expect(file.parent).toBe(one(recording, "test:index:Parent").urn);
    expect(file.provider).toBe(one(recording, "pulumi:providers:gcp").urn);
  });

  test("has no place where the bucket is the user's own", async () => {
    expect((await record({ eventLogs: { bucket: "company-logs" } })).outputs).toEqual({});
  });
});

test("drivers read the code of their namespace, no other's, and write none", async () => {
  const recording = await recordProgram(() => {
    new SparkPlatform("lake", {
      cluster: new GkeCluster("analytics", { region: "europe-west1" }),
      spark: { image: "registry.example.com/spark:4.1.1-gcs" },
      namespaces: [{ name: "etl" }, { name: "adhoc" }],
      dataAccess: [{ uri: "gs://lake/raw", access: "read" }],
    });
  });
  const members = recording.resources.filter(({ type }) => type === "gcp:storage/bucketIAMMember:BucketIAMMember");
  const ofCode = members.filter(({ inputs }) => JSON.stringify(inputs).includes("spark-code"));
  // The name does not change when a right to data comes to be before it.
  expect(ofCode.map(({ name }) => name)).toEqual(["lake-etl-driver-code", "lake-adhoc-driver-code"]);
  const [etl] = ofCode;
  expect(etl!.inputs).toMatchObject({ bucket: "analytics-event-logs", role: "roles/storage.objectViewer" });
  const { expression } = etl!.inputs.condition as { expression: string };
  const objects = "projects/_/buckets/analytics-event-logs/objects";
  expect(expression.split(" || ")).toEqual([
    `resource.name == "${objects}/spark-code/etl"`,
    `resource.name.startsWith("${objects}/spark-code/etl/")`,
    `api.getAttribute("storage.googleapis.com/objectListPrefix", "").startsWith("spark-code/etl/")`,
  ]);
});
