import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { StorageGrant } from "../../../lib/clusters/contract";
import { planEventLogs } from "../../../lib/clusters/common/args";
import { createEventLogs } from "../../../lib/clusters/gcp/storage/event-logs";
import { planGkeCluster } from "../../../lib/clusters/gcp";
import { planGkeRegistry } from "../../../lib/clusters/gcp/storage/plan-registry";
import { createRegistry } from "../../../lib/clusters/gcp/storage/registry";
import { StorageAccess } from "../../../lib/clusters/gcp/storage/storage-access";
import { byType, recordProgram, type RecordedResource, type Recording } from "../../../lib/testing";

const bucketType = "gcp:storage/bucket:Bucket";
const objectType = "gcp:storage/bucketObject:BucketObject";
const repositoryType = "gcp:artifactregistry/repository:Repository";
const memberType = "gcp:storage/bucketIAMMember:BucketIAMMember";

const key = "projects/keys/locations/europe-west1/keyRings/spark/cryptoKeys/data";

function only(recording: Recording, type: string): RecordedResource {
  const found = byType(recording, type);
  expect(found).toHaveLength(1);
  return found[0]!;
}

describe("the bucket for event logs", () => {
  function record(given: Parameters<typeof planEventLogs>[0] = {}, kmsKeyName?: string): Promise<Recording> {
    const plan = planEventLogs(given, "bucket");
    const args = { plan, location: "europe-west1", labels: { team: "data" }, ...(kmsKeyName && { kmsKeyName }) };
    return recordProgram(() => ({ uri: createEventLogs("analytics", args, {}).uri }));
  }

  const rules = async (given: Parameters<typeof planEventLogs>[0]) =>
    only(await record(given), bucketType).inputs.lifecycleRules;

  test("is private, in the cluster's region, and charges for nothing that was deleted", async () => {
    expect(only(await record(), bucketType).inputs).toEqual({
      location: "europe-west1",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      softDeletePolicy: { retentionDurationSeconds: 0 },
      lifecycleRules: [{ action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } }],
      forceDestroy: false,
      labels: { team: "data" },
    });
  });

  test("survives a destroy, unless deleteData says otherwise", async () => {
    const kept = await record();
    expect(kept.resources.map(({ type, retainOnDelete }) => [type, retainOnDelete])).toEqual([
      [bucketType, true],
      [objectType, true],
    ]);
    const deleted = await record({ deleteData: true });
    expect(deleted.resources.map(({ retainOnDelete }) => retainOnDelete)).toEqual([false, false]);
    expect(only(deleted, bucketType).inputs.forceDestroy).toBe(true);
  });

  test("is encrypted with the key that is given", async () => {
    expect(only(await record({}, key), bucketType).inputs.encryption).toEqual({ defaultKmsKeyName: key });
  });

  test("has the directory that drivers look for", async () => {
    const recording = await record({ prefix: "logs/spark" });
    expect(only(recording, objectType).inputs).toMatchObject({
      bucket: "analytics-event-logs",
      name: "logs/spark/",
      contentType: "application/x-directory",
    });
    expect(recording.outputs.uri).toBe("gs://analytics-event-logs/logs/spark");
  });

  test("is known to others once the directory is there", async () => {
    const recording = await recordProgram(() => {
      const plan = planEventLogs({}, "bucket");
      const { uri } = createEventLogs("analytics", { plan, location: "europe-west1", labels: {} }, {});
      new kubernetes.core.v1.ConfigMap("defaults", { data: { uri } });
    });
    const { dependencies } = only(recording, "kubernetes:core/v1:ConfigMap");
    expect(dependencies).toContain(only(recording, objectType).urn);
  });

  test("forgets event logs only when asked to, the markers of rolling ones too, and keeps the directory", async () => {
    expect(await rules({})).toHaveLength(1);
    const [, files, rolling] = (await rules({ expireAfterDays: 90, prefix: "logs" })) as {
      action: object;
      condition: { matchesPrefixes: string[]; sizeAboveBytes?: number; age: number };
    }[];
    expect([files?.action, rolling?.action]).toEqual([{ type: "Delete" }, { type: "Delete" }]);
    // https://cloud.google.com/storage/docs/lifecycle: every condition of a rule must be met.
    const matched = (name: string, size: number) =>
      [files!, rolling!].some(
        ({ condition: { matchesPrefixes, sizeAboveBytes = -1, age } }) =>
          age === 90 && size > sizeAboveBytes && matchesPrefixes.some((prefix) => name.startsWith(prefix)),
      );
    const marker = only(await record({ prefix: "logs" }), objectType).inputs;
    expect(matched(marker.name as string, (marker.content as string).length)).toBe(false);
    // Names as org.apache.spark.deploy.history.RollingEventLogFilesWriter gives them.
    expect(matched("logs/eventlog_v2_spark-1/", 0)).toBe(true);
    expect(matched("logs/eventlog_v2_spark-1/appstatus_spark-1", 0)).toBe(true);
    expect(matched("logs/eventlog_v2_spark-1/events_1_spark-1.zstd", 4096)).toBe(true);
    expect(matched("logs/spark-2.zstd", 4096)).toBe(true);
    expect(matched("logs-of-others/a", 4096)).toBe(false);
  });
});

// https://cloud.google.com/storage/docs/buckets#naming
test("a bucket that is there may have an underscore within its name, as those of S3 don't", () => {
  const plan = (bucket: string) => () => planGkeCluster("analytics", { region: "europe-west1", eventLogs: { bucket } });
  expect(plan("example_logs")).not.toThrow();
  expect(plan("_logs")).toThrow("eventLogs.bucket");
});

describe("the image registry", () => {
  function record(given: Parameters<typeof planGkeRegistry>[0] = {}, kmsKeyName?: string): Promise<Recording> {
    const plan = planGkeRegistry(given);
    return recordProgram(() => {
      if (plan.kind === "existing") return {};
      const args = { plan, location: "europe-west1", labels: { team: "data" }, ...(kmsKeyName && { kmsKeyName }) };
      const { url, imageMirrors } = createRegistry("analytics", args, {});
      return { url, imageMirrors };
    });
  }

  const named = (recording: Recording, name: string) =>
    byType(recording, repositoryType).find((resource) => resource.name === name)!;

  test("never moves a tag, and deletes no image that has one", async () => {
    const { inputs } = named(await record(), "analytics-images");
    expect(inputs).toMatchObject({
      format: "DOCKER",
      location: "europe-west1",
      repositoryId: "analytics-images",
      dockerConfig: { immutableTags: true },
      cleanupPolicyDryRun: false,
      vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
      labels: { team: "data" },
    });
    expect(inputs.cleanupPolicies).toEqual([
      { id: "delete-untagged", action: "DELETE", condition: { tagState: "UNTAGGED", olderThan: "604800s" } },
    ]);
  });

  test("keeps as many images as it is told to; Artifact Registry deletes none with an immutable tag", async () => {
    const { inputs } = named(await record({ keepImages: 7 }), "analytics-images");
    expect(inputs.dockerConfig).toEqual({ immutableTags: false });
    expect(inputs.cleanupPolicies).toContainEqual({
      id: "keep-newest",
      action: "KEEP",
      mostRecentVersions: { keepCount: 7 },
    });
    expect(inputs.cleanupPolicies).toContainEqual({
      id: "delete-older",
      action: "DELETE",
      condition: { tagState: "TAGGED", olderThan: "604800s" },
    });
  });

  test("survives a destroy unless deleteData says otherwise; caches go", async () => {
    const retained = async (given: Parameters<typeof planGkeRegistry>[0]) =>
      byType(await record(given), repositoryType)
        .filter(({ retainOnDelete }) => retainOnDelete)
        .map(({ name }) => name);
    expect(await retained({})).toEqual(["analytics-images"]);
    expect(await retained({ deleteData: true })).toEqual([]);
  });

  test("caches the public registries whose images need no credentials", async () => {
    const recording = await record();
    const prefix = "europe-west1-docker.pkg.dev/mocked-000000000000";
    expect(recording.outputs).toEqual({
      url: `${prefix}/analytics-images`,
      imageMirrors: {
        "docker.io": `${prefix}/analytics-docker-io`,
        "ghcr.io": `${prefix}/analytics-ghcr-io`,
        "quay.io": `${prefix}/analytics-quay-io`,
        "registry.k8s.io": `${prefix}/analytics-registry-k8s-io`,
      },
    });
    expect(named(recording, "analytics-docker-io").inputs).toMatchObject({
      mode: "REMOTE_REPOSITORY",
      remoteRepositoryConfig: { dockerRepository: { publicRepository: "DOCKER_HUB" } },
    });
    expect(named(recording, "analytics-quay-io").inputs).toMatchObject({
      mode: "REMOTE_REPOSITORY",
      remoteRepositoryConfig: { commonRepository: { uri: "https://quay.io" } },
      cleanupPolicyDryRun: false,
    });
  });

  test("is encrypted with the key that is given, caches too", async () => {
    const keys = byType(await record({}, key), repositoryType).map(({ inputs }) => inputs.kmsKeyName);
    expect(keys).toEqual(Array(5).fill(key));
  });
});

describe("access to storage", () => {
  const principal =
    "principal://iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/prod.svc.id.goog/subject/ns/jobs/sa/spark";

  function recordGrants(grants: StorageGrant[]): Promise<Recording> {
    return recordProgram(() => {
      const cluster = new kubernetes.Provider("cluster");
      const { identity } = new StorageAccess("jobs-spark", {
        namespace: "jobs",
        serviceAccount: "spark",
        grants,
        workloadPool: pulumi.output("prod.svc.id.goog"),
        projectNumber: "123",
        needs: [cluster],
      });
      return {
        annotations: identity.serviceAccountAnnotations,
        labels: identity.podLabels,
        first: pulumi.all(identity.dependsOn.map(({ urn }) => urn)),
      };
    });
  }

  const bindings = (recording: Recording) => byType(recording, memberType).sort((a, b) => a.name.localeCompare(b.name));
  const members = async (grant: StorageGrant) => bindings(await recordGrants([grant]));
  const expressionOf = ({ inputs }: RecordedResource) => (inputs.condition as { expression: string }).expression;

  test("to read is to list and get under the one prefix, and nothing else", async () => {
    const [member, ...others] = await members({ access: "read", uri: "gs://logs/spark-events" });
    expect(others).toEqual([]);
    expect(member?.inputs).toMatchObject({ bucket: "logs", member: principal, role: "roles/storage.objectViewer" });
    expect(expressionOf(member!).split(" || ")).toEqual([
      'resource.name == "projects/_/buckets/logs/objects/spark-events"',
      'resource.name.startsWith("projects/_/buckets/logs/objects/spark-events/")',
      'api.getAttribute("storage.googleapis.com/objectListPrefix", "").startsWith("spark-events/")',
    ]);
  });

  test("to write is also to create and delete there, and to see that bucket and parent are there", async () => {
    const [objects, bucket, ...others] = await members({ access: "write", uri: "gs://logs/team/spark-events" });
    expect(others).toEqual([]);
    expect(objects?.inputs).toMatchObject({ bucket: "logs", member: principal, role: "roles/storage.objectUser" });
    expect(expressionOf(objects!).split(" || ")).toEqual([
      'resource.name == "projects/_/buckets/logs/objects/team/spark-events"',
      'resource.name.startsWith("projects/_/buckets/logs/objects/team/spark-events/")',
      'api.getAttribute("storage.googleapis.com/objectListPrefix", "").startsWith("team/spark-events/")',
      'resource.name == "projects/_/buckets/logs/objects/team/"',
    ]);
    expect(bucket?.inputs).toEqual({ bucket: "logs", member: principal, role: "roles/storage.bucketViewer" });
  });

  test("is the same with a slash at the end, and with a URI that only a deployment knows", async () => {
    const inputsOf = async (uri: StorageGrant["uri"]) =>
      (await members({ access: "write", uri })).map(({ inputs }) => inputs);
    const plain = await inputsOf("gs://logs/spark-events");
    expect(await inputsOf("gs://logs/spark-events/")).toEqual(plain);
    expect(await inputsOf(pulumi.output("gs://logs/spark-events"))).toEqual(plain);
  });

  test("to a whole bucket is to all its objects, and to the bucket's root", async () => {
    const [objects, bucket] = await members({ access: "read", uri: "gs://logs" });
    expect(objects?.inputs).toEqual({ bucket: "logs", member: principal, role: "roles/storage.objectViewer" });
    expect(bucket?.inputs.role).toBe("roles/storage.bucketViewer");
  });

  test("to several prefixes is bound to each", async () => {
    const recording = await recordGrants([
      { access: "write", uri: "gs://logs/spark-events" },
      { access: "read", uri: "gs://lake/raw" },
    ]);
    expect(bindings(recording).map(({ inputs }) => [inputs.bucket, inputs.role])).toEqual([
      ["logs", "roles/storage.objectUser"],
      ["logs", "roles/storage.bucketViewer"],
      ["lake", "roles/storage.objectViewer"],
    ]);
  });

  test.each([
    "gs://logs/*",
    "gs://logs/a?",
    'gs://logs/a" || true || "',
    "gs://logs/a'b",
    "s3a://logs/a",
    "gs://Logs/a",
  ])("to %s is refused before anything of it exists", async (uri) => {
    await expect(recordGrants([{ access: "read", uri }])).rejects.toThrow("is no place in Cloud Storage.");
  });

  test("asks nothing of the service account or the pods but to wait for it, and comes after the pool of identities", async () => {
    const recording = await recordGrants([{ access: "write", uri: "gs://logs/spark-events" }]);
    expect(recording.outputs).toMatchObject({ annotations: {}, labels: {} });
    const [cluster] = byType(recording, "pulumi:providers:kubernetes");
    const bound = byType(recording, memberType);
    expect((recording.outputs.first as string[]).sort()).toEqual(bound.map(({ urn }) => urn).sort());
    for (const { dependencies } of bound) expect(dependencies).toContain(cluster?.urn);
  });
});
