import * as aws from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";

import { EksCluster, type EksClusterArgs } from "../../../lib/clusters/aws";
import { SparkPlatform } from "../../../lib/platform/platform";
import { recordProgram, type Recording } from "../../../lib/testing";
import { pathsOf } from "./issues";
import { one, statements } from "./recorded";

const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";
const FILE = "spark-code/etl/daily-report/0f3a9c21/job.py";

const upload = {
  namespace: "etl",
  source: new pulumi.asset.StringAsset("print(1)"),
  fileName: "daily-report/0f3a9c21/job.py",
};

function record(args: EksClusterArgs = {}, options: pulumi.CustomResourceOptions = {}): Promise<Recording> {
  return recordProgram(() => {
    const cluster = new EksCluster("analytics", args);
    const code = cluster.uploadCode?.("report-job", upload, options);
    return { codeUri: cluster.codeUri, uri: code?.uri, needs: code?.dependsOn.map(({ urn }) => urn) };
  });
}

describe("code that is put into the cluster's bucket", () => {
  test("is below its namespace, apart from the event logs, as the asset has it", async () => {
    const recording = await record();
    const { inputs, urn } = one(recording, OBJECT, "report-job");
    expect(inputs).toMatchObject({ bucket: "analytics-event-logs", key: FILE, source: { text: "print(1)" } });
    expect(Object.keys(inputs).sort()).toEqual(["bucket", "key", "source"]);
    expect(recording.outputs).toEqual({
      codeUri: "s3a://analytics-event-logs/spark-code",
      uri: `s3a://analytics-event-logs/${FILE}`,
      needs: [urn],
    });
  });

  test("is put there once the bucket encrypts, and lets in neither the public nor plain text", async () => {
    const recording = await record({ kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d" });
    const { dependencies } = one(recording, OBJECT, "report-job");
    for (const type of ["PublicAccessBlock", "ServerSideEncryptionConfiguration", "Policy"]) {
      const token = `aws:s3/bucket${type}:Bucket${type}`;
      expect(dependencies).toContain(one(recording, token, "analytics-event-logs").urn);
    }
  });

  test("never expires", async () => {
    const recording = await record({ eventLogs: { expireAfterDays: 1 } });
    const { rules } = one(recording, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs;
    const expiring = (rules as { expiration?: object; filter: { prefix?: string; and?: { prefix: string } } }[]).filter(
      ({ expiration }) => expiration !== undefined,
    );
    const prefixes = expiring.map(({ filter }) => filter.and?.prefix ?? filter.prefix);
    expect(prefixes).toHaveLength(2);
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html
    expect(prefixes.filter((prefix) => FILE.startsWith(prefix!))).toEqual([]);
  });

  test("goes with who needs it, whether the bucket stays or not, unless it is asked to stay", async () => {
    expect(one(await record(), OBJECT, "report-job").retainOnDelete).toBe(false);
    expect(one(await record({}, { retainOnDelete: true }), OBJECT, "report-job").retainOnDelete).toBe(true);
  });

  test("is a child of who needs it, in the cluster's account", async () => {
    const recording = await recordProgram(() => {
      const provider = new aws.Provider("other-account", { region: "us-east-1" });
      const cluster = new EksCluster("analytics", {}, { providers: [provider] });
      const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
      cluster.uploadCode?.("report-job", upload, { parent });
      cluster.uploadCode?.("orphan", { ...upload, fileName: "orphan/1/job.py" }, {});
    });
    const file = one(recording, OBJECT, "report-job");
    expect(file.parent).toBe(one(recording, "test:index:Parent").urn);
    const provider = one(recording, "pulumi:providers:aws").urn;
    expect(file.provider).toBe(provider);
    const orphan = one(recording, OBJECT, "orphan");
    expect([orphan.parent, orphan.provider]).toEqual([
      one(recording, "spark-platform:clusters/aws:EksCluster").urn,
      provider,
    ]);
  });

  test("has no place where the bucket is the user's own", async () => {
    expect((await record({ eventLogs: { bucket: "company-logs" } })).outputs).toEqual({});
  });

  test.each(["spark-code", "spark-code/logs"])("is not mixed with event logs in %s", (prefix) => {
    expect(pathsOf({ eventLogs: { prefix } })).toEqual(["eventLogs.prefix"]);
    expect(pathsOf({ eventLogs: { prefix: `${prefix.replace("code", "codex")}` } })).toEqual([]);
  });
});

test("drivers read the code of their namespace, no other's, and write none", async () => {
  const recording = await recordProgram(() => {
    new SparkPlatform("lake", {
      cluster: new EksCluster("analytics"),
      spark: { image: "registry.example.com/spark:4.1.1-s3a" },
      namespaces: [{ name: "etl" }, { name: "adhoc" }],
    });
  });
  const rights = statements(one(recording, "aws:iam/rolePolicy:RolePolicy", "lake-etl-driver-role").inputs.policy);
  const bucket = "arn:aws:s3:::analytics-event-logs";
  const ofCode = rights.filter((right) => JSON.stringify(right).includes("spark-code"));
  expect(ofCode).toEqual([
    {
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: [bucket],
      Condition: { StringLike: { "s3:prefix": ["spark-code/etl", "spark-code/etl/*"] } },
    },
    {
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: [`${bucket}/spark-code/etl`, `${bucket}/spark-code/etl/*`],
    },
  ]);
  const history = one(recording, "aws:iam/rolePolicy:RolePolicy", "lake-history-server-role").inputs.policy;
  expect(history).not.toContain("spark-code");
});
