import { EksCluster, type EksClusterArgs, planEksCluster } from "../../../lib/clusters/aws";
import { byType, recordProgram, type Recording } from "../../../lib/testing";
import { issuesOf, pathsOf } from "./issues";
import { ancestry, one, statements } from "./recorded";

const RULE = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule";
const TEMPLATE = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate";
const HOST = "000000000000.dkr.ecr.us-east-1.amazonaws.com";
const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf";

function record(args: EksClusterArgs): Promise<Recording> {
  return recordProgram(() => {
    const { imageMirrors, ready } = new EksCluster("analytics", args);
    return { imageMirrors, ready: ready.map(({ urn }) => urn) };
  });
}

describe("the pull-through cache", () => {
  test("is not there unless it is asked for", async () => {
    const recording = await record({});
    expect(byType(recording, RULE)).toEqual([]);
    expect(recording.outputs.imageMirrors).toEqual({});
  });

  test("caches the registries that ask nobody who one is", async () => {
    const recording = await record({ registry: { pullThrough: {} } });
    // Registries without authentication: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
    expect(byType(recording, RULE).map(({ inputs }) => inputs)).toEqual([
      { ecrRepositoryPrefix: "analytics/k8s", upstreamRegistryUrl: "registry.k8s.io" },
      { ecrRepositoryPrefix: "analytics/quay", upstreamRegistryUrl: "quay.io" },
      { ecrRepositoryPrefix: "analytics/ecr", upstreamRegistryUrl: "public.ecr.aws" },
    ]);
    expect(recording.outputs.imageMirrors).toEqual({
      "registry.k8s.io": `${HOST}/analytics/k8s`,
      "quay.io": `${HOST}/analytics/quay`,
      "public.ecr.aws": `${HOST}/analytics/ecr`,
    });
    expect(recording.outputs.ready).toEqual(
      expect.arrayContaining(byType(recording, RULE).map(({ urn }) => urn)) as unknown,
    );
  });

  test("caches the others with the secret for each", async () => {
    const recording = await record({ registry: { pullThrough: { "docker.io": secret } } });
    expect(
      byType(recording, RULE)
        .map(({ inputs }) => inputs)
        .at(-1),
    ).toEqual({
      ecrRepositoryPrefix: "analytics/hub",
      upstreamRegistryUrl: "registry-1.docker.io",
      credentialArn: secret,
    });
    expect(byType(recording, RULE)).toHaveLength(4);
  });

  test("makes repositories that are tagged, encrypted and cleaned up, by a role of their own", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/1";
    const recording = await record({ registry: { pullThrough: {} }, tags: { team: "data" }, kmsKeyArn });
    const template = one(recording, TEMPLATE, "analytics-quay.io");
    expect(template.inputs).toMatchObject({
      prefix: "analytics/quay",
      appliedFors: ["PULL_THROUGH_CACHE"],
      customRoleArn: "arn:aws:iam::000000000000:role/analytics-cache",
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: kmsKeyArn }],
      resourceTags: { team: "data", "spark-platform": "analytics" },
    });
    const { rules } = JSON.parse(template.inputs.lifecyclePolicy as string) as { rules: { selection: object }[] };
    expect(rules.at(-1)?.selection).toMatchObject({ countType: "imageCountMoreThan", countNumber: 20 });
    expect(ancestry(recording, one(recording, RULE, "analytics-quay.io")).has(template.urn)).toBe(true);
    const role = one(recording, "aws:iam/role:Role", "analytics-cache");
    expect(statements(role.inputs.assumeRolePolicy)).toEqual([
      { Effect: "Allow", Principal: { Service: "ecr.amazonaws.com" }, Action: ["sts:AssumeRole"] },
    ]);
    const allowed = statements(one(recording, "aws:iam/rolePolicy:RolePolicy", "analytics-cache").inputs.policy);
    expect(allowed.map(({ Resource }) => Resource)).toEqual([
      ["k8s", "quay", "ecr"].map((short) => `arn:aws:ecr:us-east-1:000000000000:repository/analytics/${short}/*`),
      [kmsKeyArn],
    ]);
  });

  // The operation BatchGetImage: https://docs.aws.amazon.com/service-authorization/latest/reference/list_ecr.html
  test("lets nodes fill it, and nothing else", async () => {
    const recording = await record({ registry: { pullThrough: {} } });
    expect(statements(one(recording, "aws:iam/rolePolicy:RolePolicy", "analytics-node").inputs.policy)).toEqual([
      {
        Effect: "Allow",
        Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository", "ecr:TagResource"],
        Resource: ["k8s", "quay", "ecr"].map(
          (short) => `arn:aws:ecr:us-east-1:000000000000:repository/analytics/${short}/*`,
        ),
      },
    ]);
    const policy = one(recording, "aws:iam/rolePolicy:RolePolicy", "analytics-node");
    expect(ancestry(recording, one(recording, "aws:eks/nodeGroup:NodeGroup", "analytics-system")).has(policy.urn)).toBe(
      true,
    );
  });

  // ECR's API model: 2 to 30 characters of this pattern.
  test("has prefixes that ECR takes, and that no two clusters share", () => {
    const pattern = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\/?$/;
    const names = [
      "a",
      "a--b",
      "a".repeat(25),
      "a".repeat(26),
      `${"a".repeat(29)}b`,
      `${"a".repeat(17)}-${"b".repeat(12)}`,
    ];
    const prefixes = names.flatMap((name) =>
      planEksCluster(name, { registry: { pullThrough: { "docker.io": secret, "ghcr.io": secret } } }).pullThrough.map(
        ({ prefix }) => prefix,
      ),
    );
    expect(prefixes).toHaveLength(5 * names.length);
    expect(prefixes.filter((prefix) => !pattern.test(prefix) || prefix.length < 2 || prefix.length > 30)).toEqual([]);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });

  test.each<[string, object, string[]]>([
    [
      "a secret of another name",
      { "docker.io": secret.replace("ecr-pullthroughcache/", "") },
      ['registry.pullThrough["docker.io"]'],
    ],
    ["a registry that ECR does not cache", { "gcr.io": secret }, ['registry.pullThrough["gcr.io"]']],
  ])("is refused with %s", (_, pullThrough, paths) => {
    expect(pathsOf({ registry: { pullThrough } })).toEqual(paths);
  });

  test("is refused for a registry that is there", () => {
    expect(issuesOf({ registry: { url: "registry.example.com/spark", pullThrough: {} } })).toMatchObject([
      { path: "registry.pullThrough", problem: "is given to an argument that is not there" },
    ]);
  });
});
