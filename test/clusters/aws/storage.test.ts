import * as aws from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";

import { EksCluster, type EksClusterArgs, planEksCluster } from "../../../lib/clusters/aws";
import { createEventLogs } from "../../../lib/clusters/aws/storage/event-logs";
import type { Identity } from "../../../lib/clusters/aws/identity/identity";
import { createRegistry } from "../../../lib/clusters/aws/storage/registry";
import { StorageAccess } from "../../../lib/clusters/aws/storage/storage-access";
import type { StorageAccessRequest, StorageGrant } from "../../../lib/clusters/contract";
import { byType, recordProgram, type Recording } from "../../../lib/testing";
import { one, statements } from "./recorded";

const bucketTypes = [
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketObjectv2:BucketObjectv2",
];

function recordEventLogs(eventLogs: EksClusterArgs["eventLogs"] = {}): Promise<Recording> {
  const plan = planEksCluster("analytics", { eventLogs }).eventLogs;
  return recordProgram(() => ({ uri: createEventLogs("analytics", plan, { tags: { team: "data" } }, {}).uri }));
}

function recordRegistry(registry: EksClusterArgs["registry"] = {}): Promise<Recording> {
  const plan = planEksCluster("analytics", { registry }).registry;
  return recordProgram(() => {
    if (plan.kind === "new") createRegistry("analytics", { ...plan, tags: {} }, {});
  });
}

describe("the bucket for event logs", () => {
  test("survives a destroy with everything that protects it, unless deleteData says otherwise", async () => {
    const kept = await recordEventLogs();
    expect(kept.resources.map(({ type }) => type).sort()).toEqual([...bucketTypes].sort());
    expect(kept.resources.map(({ retainOnDelete }) => retainOnDelete)).toEqual(Array(6).fill(true));
    expect(one(kept, "aws:s3/bucket:Bucket").inputs).toEqual({ forceDestroy: false, tags: { team: "data" } });
    const deleted = await recordEventLogs({ deleteData: true });
    expect(deleted.resources.map(({ retainOnDelete }) => retainOnDelete)).toEqual(Array(6).fill(false));
    expect(one(deleted, "aws:s3/bucket:Bucket").inputs.forceDestroy).toBe(true);
  });

  test("is private, encrypted, and answers over TLS only", async () => {
    const recording = await recordEventLogs();
    expect(one(recording, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs).toEqual({
      bucket: "analytics-event-logs",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(
      one(recording, "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").inputs
        .rules,
    ).toEqual([{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
    expect(statements(one(recording, "aws:s3/bucketPolicy:BucketPolicy").inputs.policy)).toEqual([
      {
        Sid: "DenyWithoutTls",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:*"],
        Resource: ["arn:aws:s3:::analytics-event-logs", "arn:aws:s3:::analytics-event-logs/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("has the directory that drivers look for", async () => {
    const recording = await recordEventLogs({ prefix: "logs/spark" });
    expect(one(recording, "aws:s3/bucketObjectv2:BucketObjectv2").inputs).toMatchObject({
      bucket: "analytics-event-logs",
      key: "logs/spark/",
      content: "",
    });
    expect(recording.outputs.uri).toBe("s3a://analytics-event-logs/logs/spark");
  });

  test("forgets uploads that never ended, and event logs only when asked to", async () => {
    const rules = async (eventLogs: EksClusterArgs["eventLogs"]) => {
      const recording = await recordEventLogs(eventLogs);
      return one(recording, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs.rules;
    };
    const abandoned = {
      id: "abandoned-uploads",
      status: "Enabled",
      filter: { prefix: "" },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    };
    expect(await rules({})).toEqual([abandoned]);
    expect(await rules({ expireAfterDays: 90 })).toEqual([
      abandoned,
      {
        id: "expired-event-logs",
        status: "Enabled",
        filter: { and: { prefix: "spark-events/", objectSizeGreaterThan: 1 } },
        expiration: { days: 90 },
      },
      // eventlog_v2_<application>/appstatus_<application> is empty, so the first rule leaves it.
      {
        id: "expired-rolling-logs",
        status: "Enabled",
        filter: { prefix: "spark-events/eventlog_v2_" },
        expiration: { days: 90 },
      },
    ]);
  });
});

describe("the image registry", () => {
  const types = ["aws:ecr/repository:Repository", "aws:ecr/lifecyclePolicy:LifecyclePolicy"];

  test("never moves a tag, scans what is pushed, and survives a destroy unless deleteData says otherwise", async () => {
    const kept = await recordRegistry();
    expect(one(kept, "aws:ecr/repository:Repository").inputs).toEqual({
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "AES256" }],
      forceDelete: false,
      tags: {},
    });
    expect(types.map((type) => one(kept, type).retainOnDelete)).toEqual([true, true]);
    const deleted = await recordRegistry({ deleteData: true });
    expect(types.map((type) => one(deleted, type).retainOnDelete)).toEqual([false, false]);
    expect(one(deleted, "aws:ecr/repository:Repository").inputs.forceDelete).toBe(true);
  });

  test("keeps as many images as it is told to", async () => {
    const recording = await recordRegistry({ keepImages: 7 });
    const { rules } = JSON.parse(one(recording, "aws:ecr/lifecyclePolicy:LifecyclePolicy").inputs.policy as string) as {
      rules: { rulePriority: number; selection: object }[];
    };
    expect(rules.map(({ rulePriority, selection }) => [rulePriority, selection])).toEqual([
      [1, { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 }],
      [2, { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 7 }],
    ]);
  });
});

describe("access to storage", () => {
  const request: StorageAccessRequest = {
    namespace: "jobs",
    serviceAccount: "spark",
    grants: [{ access: "write", uri: "s3a://logs/spark-events" }],
  };

  function recordGrant(more: Partial<StorageGrant> = {}, name = "jobs-spark"): Promise<Recording> {
    return recordProgram(() => {
      const partition = pulumi.output("aws");
      const grants = request.grants.map((grant) => ({ ...grant, ...more }));
      const identity: Identity = { kind: "pod-identity", clusterName: "analytics", agent: [] };
      const region = pulumi.output("us-east-1");
      const args = { ...request, grants, identity, partition, region, roles: {}, tags: {} };
      const access = new StorageAccess(name, args).identity;
      return {
        annotations: access.serviceAccountAnnotations,
        labels: access.podLabels,
        first: pulumi.all(access.dependsOn.map(({ urn }) => urn)),
      };
    });
  }

  const policyOf = (recording: Recording) =>
    statements(one(recording, "aws:iam/rolePolicy:RolePolicy", "jobs-spark-role").inputs.policy);

  const list = {
    Effect: "Allow",
    Action: ["s3:ListBucket"],
    Resource: ["arn:aws:s3:::logs"],
    Condition: { StringLike: { "s3:prefix": ["spark-events", "spark-events/*"] } },
  };
  const objects = ["arn:aws:s3:::logs/spark-events", "arn:aws:s3:::logs/spark-events/*"];
  const read = { Effect: "Allow", Action: ["s3:GetObject"], Resource: objects };
  const write = {
    Effect: "Allow",
    Action: ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
    Resource: objects,
  };

  test("to read is to list and get under the one prefix, and nothing else", async () => {
    expect(policyOf(await recordGrant({ access: "read" }))).toEqual([list, read]);
  });

  test("to write is also to put, delete and abort there", async () => {
    expect(policyOf(await recordGrant())).toEqual([list, read, write]);
  });

  test("is the same with a slash at the end, and with a URI that only a deployment knows", async () => {
    expect(policyOf(await recordGrant({ uri: "s3a://logs/spark-events/" }))).toEqual([list, read, write]);
    expect(policyOf(await recordGrant({ uri: pulumi.output("s3a://logs/spark-events") }))).toEqual([list, read, write]);
  });

  test("to a whole bucket is to all its objects", async () => {
    expect(policyOf(await recordGrant({ uri: "s3a://logs", access: "read" }))).toEqual([
      { Effect: "Allow", Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::logs"] },
      { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::logs/*"] },
    ]);
  });

  test.each(["s3a://logs/*", "s3a://logs/a?", "s3a://logs/${aws:username}", "gs://logs/a", "logs/a", "s3a://Logs/a"])(
    "to %s is refused before anything of it exists",
    async (uri) => {
      await expect(recordGrant({ uri })).rejects.toThrow(`uri: "${uri}" is no place in S3.`);
    },
  );

  test("comes by a role that pods alone assume, for the one service account", async () => {
    const recording = await recordGrant();
    const { inputs } = one(recording, "aws:iam/role:Role", "jobs-spark-role");
    expect(statements(inputs.assumeRolePolicy)).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
      },
    ]);
    expect(inputs.namePrefix).toBe("jobs-spark-");
    const association = one(
      recording,
      "aws:eks/podIdentityAssociation:PodIdentityAssociation",
      "jobs-spark-association",
    );
    expect(association.inputs).toMatchObject({
      clusterName: "analytics",
      namespace: "jobs",
      serviceAccount: "spark",
      roleArn: "arn:aws:iam::000000000000:role/jobs-spark-role",
    });
  });

  test("asks nothing of the service account or the pods but to wait for it", async () => {
    const recording = await recordGrant();
    expect(recording.outputs).toMatchObject({ annotations: {}, labels: {} });
    expect((recording.outputs.first as string[]).map((urn) => urn.split("::").pop()).sort()).toEqual([
      "jobs-spark-association",
      "jobs-spark-role",
    ]);
  });

  test("keeps the role's name short enough for IAM", async () => {
    const recording = await recordGrant({}, "a".repeat(60));
    const { namePrefix } = one(recording, "aws:iam/role:Role", `${"a".repeat(60)}-role`).inputs;
    expect(namePrefix).toBe(`${"a".repeat(37)}-`);
  });

  test("is made in the cluster's account, after what serves it, whatever the caller's parent knows of AWS", async () => {
    const recording = await recordProgram(() => {
      const provider = new aws.Provider("other-account", { region: "us-east-1" });
      const cluster = new EksCluster("analytics", {}, { providers: [provider] });
      const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
      cluster.grantStorageAccess("jobs-spark", request, { parent });
    });
    const association = one(
      recording,
      "aws:eks/podIdentityAssociation:PodIdentityAssociation",
      "jobs-spark-association",
    );
    const agent = one(recording, "aws:eks/addon:Addon", "analytics-eks-pod-identity-agent");
    expect(association.dependencies).toContain(agent.urn);
    const provider = one(recording, "pulumi:providers:aws");
    const access = one(recording, "spark-platform:clusters/aws:StorageAccess");
    expect(access.parent).toBe(one(recording, "test:index:Parent").urn);
    const role = one(recording, "aws:iam/role:Role", "jobs-spark-role");
    expect(role.parent).toBe(access.urn);
    expect(role.provider).toBe(provider.urn);
    // And so is everything of the cluster itself.
    const others = recording.resources.filter(({ type, kind }) => kind === "custom" && type.startsWith("aws:"));
    expect(byType(recording, "aws:eks/cluster:Cluster")[0]?.provider).toBe(provider.urn);
    expect(others.filter((resource) => resource.provider !== provider.urn)).toEqual([]);
  });
});
