import { recordProgram } from "../../../lib/testing";
import { EksCluster } from "../../../lib/clusters/aws";
import { issuesOf, pathsOf } from "./issues";
import { one, recordCluster } from "./recorded";

/** Types of AWS that take tags, of those that a cluster is made of: the CloudFormation reference has a property for them. */
const untagged =
  /:(DefaultSecurityGroup|Route|RouteTableAssociation|RolePolicy|RolePolicyAttachment|AccessEntry|AccessPolicyAssociation|Tag|BucketPublicAccessBlock|BucketServerSideEncryptionConfiguration|BucketPolicy|BucketLifecycleConfiguration|BucketObjectv2|LifecyclePolicy|PullThroughCacheRule|RepositoryCreationTemplate)$/;

describe("tags", () => {
  test("say on everything which cluster it belongs to, and on nodes which pool", async () => {
    const recording = await recordCluster({ registry: { pullThrough: {} }, identity: "irsa", tags: { team: "data" } });
    const taggable = recording.resources.filter(({ type }) => type.startsWith("aws:") && !untagged.test(type));
    expect(taggable.length).toBeGreaterThan(20);
    const without = taggable.filter(({ inputs }) => {
      const tags = (inputs.tags ?? {}) as Record<string, string>;
      return tags["spark-platform"] !== "analytics" || tags.team !== "data";
    });
    expect(without.map(({ type, name }) => `${type} ${name}`)).toEqual([]);
    const { tagSpecifications } = one(recording, "aws:ec2/launchTemplate:LaunchTemplate", "analytics-drivers").inputs;
    expect(tagSpecifications).toEqual(
      ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: {
          team: "data",
          Name: "analytics-drivers",
          "spark-platform": "analytics",
          "spark-platform-pool": "drivers",
        },
      })),
    );
  });

  test("of the provider reach machines and disks, which EC2 creates", async () => {
    const recording = await recordProgram(
      () => {
        new EksCluster("analytics", { tags: { team: "data" } });
      },
      {
        calls: (token) =>
          token === "aws:index/getDefaultTags:getDefaultTags"
            ? { id: "x", tags: { costCentre: "4711", team: "everybody" } }
            : undefined,
      },
    );
    const { tagSpecifications } = one(recording, "aws:ec2/launchTemplate:LaunchTemplate", "analytics-spot").inputs;
    expect(tagSpecifications).toMatchObject(Array(3).fill({ tags: { costCentre: "4711", team: "data" } }));
  });
});

describe("tags that AWS or the library does not take are refused:", () => {
  // IAM's and CloudWatch Logs' API models: keys of 1 to 128, values of 0 to 256 characters of this alphabet.
  test.each<[string, Record<string, string>, string]>([
    ["a key of AWS", { "aws:team": "x" }, "is a key that AWS keeps for itself"],
    ["a key of AWS in capitals", { "AWS:team": "x" }, "is a key that AWS keeps for itself"],
    ["an empty key", { "": "x" }, "is a key of 0 characters"],
    ["a key of 129 characters", { ["k".repeat(129)]: "x" }, "is a key of 129 characters"],
    ["a value of 257 characters", { team: "x".repeat(257) }, "has 257 characters"],
    ["a key of other characters", { "team#1": "x" }, "is a key with characters that AWS does not take"],
    ["a value of other characters", { team: "a;b" }, "has characters that AWS does not take"],
    ["a key of the library", { "spark-platform": "x" }, "is a key by which this library splits the cost"],
    ["a key of the library's pools", { "spark-platform-pool": "x" }, "is a key by which this library splits the cost"],
    [
      "a key twice but for its case",
      { team: "a", Team: "b" },
      'differs from "team" in upper and lower case only, and IAM takes both for one',
    ],
  ])("%s", (_, tags, problem) => {
    expect(issuesOf({ tags }).map(({ problem: found }) => found)).toEqual([problem]);
  });

  test("more than fit", () => {
    const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`tag-${at}`, "x"]));
    expect(pathsOf({ tags: tags(41) })).toEqual(["tags"]);
    expect(pathsOf({ tags: tags(40) })).toEqual([]);
  });

  test("but not the longest, and letters of any language", () => {
    const tags = { ["k".repeat(128)]: "v".repeat(256), Équipe: "données 1", "a_.:/=+-@b": "" };
    expect(issuesOf({ tags })).toEqual([]);
  });
});
