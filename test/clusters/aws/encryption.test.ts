import * as pulumi from "@pulumi/pulumi";

import { EksCluster, planEksCluster } from "../../../lib/clusters/aws";
import { byType, recordProgram, type Recording } from "../../../lib/testing";
import { pathsOf } from "./issues";
import { one, statements } from "./recorded";

const key = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d";

describe("a key of the user's own", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await recordProgram(() => {
      const cluster = new EksCluster("analytics", { kmsKeyArn: pulumi.output(key) });
      for (const access of ["read", "write"] as const) {
        const grants = [{ access, uri: "s3a://logs/spark" }];
        cluster.grantStorageAccess(access, { namespace: "jobs", serviceAccount: access, grants });
      }
    });
  });

  test("encrypts secrets, volumes, objects, images and the log, and no other key is made", () => {
    expect(byType(recording, "aws:kms/key:Key")).toEqual([]);
    expect(one(recording, "aws:eks/cluster:Cluster").inputs.encryptionConfig).toEqual({
      provider: { keyArn: key },
      resources: ["secrets"],
    });
    const templates = byType(recording, "aws:ec2/launchTemplate:LaunchTemplate");
    expect(templates).toHaveLength(4);
    for (const { inputs } of templates) {
      expect(inputs.blockDeviceMappings).toMatchObject([{ ebs: { encrypted: "true", kmsKeyId: key } }]);
    }
    const { rules } = one(
      recording,
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    ).inputs;
    expect(rules).toEqual([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key },
        bucketKeyEnabled: true,
      },
    ]);
    expect(one(recording, "aws:ecr/repository:Repository").inputs.encryptionConfigurations).toEqual([
      { encryptionType: "KMS", kmsKey: key },
    ]);
    expect(one(recording, "aws:cloudwatch/logGroup:LogGroup").inputs.kmsKeyId).toBe(key);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
  test.each([
    ["read", ["kms:Decrypt"]],
    ["write", ["kms:Decrypt", "kms:GenerateDataKey"]],
  ])("may be used to %s through S3 by whoever may open the objects", (access, actions) => {
    const allowed = statements(one(recording, "aws:iam/rolePolicy:RolePolicy", `${access}-role`).inputs.policy);
    expect(allowed.at(-1)).toEqual({
      Effect: "Allow",
      Action: actions,
      Resource: [key],
      Condition: { StringLike: { "kms:ViaService": "s3.us-east-1.amazonaws.*" } },
    });
  });

  test("is noted, since its policy is the user's", () => {
    const plan = planEksCluster("analytics", { kmsKeyArn: key, apiServer: { publicCidrs: [] } });
    expect(plan.notes.map(({ path, value }) => [path, value])).toEqual([["kmsKeyArn", key]]);
  });

  test("is refused where it is no key's ARN", () => {
    expect(pathsOf({ kmsKeyArn: "alias/mine" })).toEqual(["kmsKeyArn"]);
    expect(pathsOf({ permissionsBoundary: "arn:aws:s3:::bucket" })).toEqual(["permissionsBoundary"]);
  });
});
