/** Every policy document of every program against AWS' Service Authorization Reference: no right that is not needed, none that is void. */

import type { RecordedResource } from "../../lib/testing";
import { matchesArn } from "../models/aws/arn";
import { checkPolicy, type PolicyKind } from "../models/aws/policy";
import { awsPrograms, awsResources } from "./aws-programs";

/** Where documents stand. */
const places: Record<string, PolicyKind> = {
  "aws:ecr/registryPolicy:RegistryPolicy.policy": "resource",
  "aws:iam/role:Role.assumeRolePolicy": "trust",
  "aws:iam/rolePolicy:RolePolicy.policy": "identity",
  "aws:s3/bucketPolicy:BucketPolicy.policy": "resource",
  "aws:sqs/queuePolicy:QueuePolicy.policy": "resource",
};

/** What the reference objects to and is right all the same. */
const accepted: { of: RegExp; values: RegExp; because: string }[] = [
  {
    of: /-cluster$/,
    values: /^ec2:(RunInstances|CreateFleet|CreateLaunchTemplate|CreateVolume|CreateSnapshot|CreateNetworkInterface)$/,
    because:
      "AWS documents exactly these for tags of one's own in Auto Mode; each is limited to requests tagged with this cluster: " +
      "https://docs.aws.amazon.com/eks/latest/userguide/auto-learn-iam.html#tag-prop",
  },
  {
    of: /-karpenter$/,
    values: /:spot-instances-request\/\*$/,
    because:
      "Karpenter's documented policy names it beside what a launch creates: https://karpenter.sh/docs/reference/cloudformation/",
  },
];

interface Document {
  resource: RecordedResource;
  place: string;
  json: string;
}

test.each(Object.entries(awsPrograms))(
  "IAM takes every policy of %s, and none is wider than it must be",
  async (_name, program) => {
    const documents = (await awsResources(program)).flatMap(documentsOf);
    expect(documents.length).toBeGreaterThan(0);
    const problems = documents.flatMap(({ resource, place, json }) =>
      checkPolicy(json, kindOf(place))
        .filter(({ value }) => !accepted.some(({ of, values }) => of.test(resource.name) && values.test(String(value))))
        .map(({ path, value, problem }) => `${place} ${resource.name}: ${path}: ${JSON.stringify(value)} ${problem}`),
    );
    expect(problems).toEqual([]);
  },
);

/** Every text that is a policy, wherever it stands: a place that is not known fails the check. */
function documentsOf(resource: RecordedResource): Document[] {
  return Object.entries(resource.inputs).flatMap(([name, json]) =>
    typeof json === "string" && json.includes('"Statement"')
      ? { resource, place: `${resource.type}.${name}`, json }
      : [],
  );
}

function kindOf(place: string): PolicyKind {
  const kind = places[place];
  if (kind === undefined) throw new Error(`${place} holds a policy, and nothing says of what kind`);
  return kind;
}

const sound = {
  Effect: "Allow",
  Action: ["s3:GetObject"],
  Resource: ["arn:aws:s3:::lake/raw/*"],
};
const trust = { Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" }, Action: ["sts:AssumeRole"] };

test("a sound policy has no problem", () => {
  expect(problemsOf({})).toEqual([]);
  expect(
    problemsOf({
      Action: ["s3:ListBucket"],
      Resource: ["arn:aws:s3:::lake"],
      Condition: { StringLike: { "s3:prefix": "raw/*" } },
    }),
  ).toEqual([]);
  expect(problemsOf({ Action: ["ec2:DescribeImages"], Resource: "*" })).toEqual([]);
  expect(checkPolicy(documentOf(trust), "trust")).toEqual([]);
});

test.each<[string, Record<string, unknown>, string]>([
  ["an action that AWS does not have", { Action: ["s3:GetObjects"] }, "Action"],
  ["a service that AWS does not have", { Action: ["s4:GetObject"] }, "Action"],
  ["a wildcard among actions", { Action: ["s3:Get*"] }, "Action"],
  ["all actions", { Action: "*" }, "Action"],
  ["every resource where some would do", { Resource: "*" }, "Resource"],
  ["an object's right on a bucket", { Resource: ["arn:aws:s3:::lake"] }, "Action"],
  ["a bucket's right on objects", { Action: ["s3:ListBucket"] }, "Action"],
  ["another service's resource", { Resource: ["arn:aws:sqs:us-east-1:111122223333:lake"] }, "Action"],
  ["one resource too many", { Resource: ["arn:aws:s3:::lake/*", "arn:aws:s3:::lake"] }, "Resource"],
  ["a limit that the action does not know", { Action: ["ec2:DescribeImages"] }, "Action"],
  [
    "a key that the action does not have",
    { Condition: { StringLike: { "s3:prefix": "raw/*" } } },
    "Condition.StringLike",
  ],
  [
    "an operator that there is not",
    { Condition: { StringMatches: { "aws:SourceArn": "a" } } },
    "Condition.StringMatches",
  ],
  ["an effect of another case", { Effect: "allow" }, "Effect"],
  ["a principal in a role's rights", { Principal: "*" }, "Principal"],
  ["no resource", { Resource: undefined }, "Resource"],
  ["no action", { Action: [] }, "Action"],
  ["a Sid with a dash", { Sid: "read-lake" }, "Sid"],
  ["a part that there is not", { Actions: ["s3:GetObject"] }, "Actions"],
])("finds %s", (_what, change, at) => {
  expect(problemsOf(change).map(({ path }) => path)).toContain(`Statement[0].${at}`);
});

test.each<[string, Record<string, unknown>, string]>([
  ["trust in everybody", { Principal: { AWS: "*" } }, "Principal"],
  ["trust in nobody", { Principal: undefined }, "Principal"],
  ["a resource", { Resource: ["*"] }, "Resource"],
  ["another action", { Action: ["sts:Assume"] }, "Action"],
])("finds %s in a trust policy", (_what, change, at) => {
  const problems = checkPolicy(documentOf({ ...trust, ...change }), "trust");
  expect(problems.map(({ path }) => path)).toContain(`Statement[0].${at}`);
});

test.each([
  ["arn:aws:s3:::lake/*", "arn:${Partition}:s3:::${BucketName}/${ObjectName}", true],
  ["arn:aws:s3:::lake*", "arn:${Partition}:s3:::${BucketName}/${ObjectName}", true],
  ["arn:aws:s3:::lake", "arn:${Partition}:s3:::${BucketName}/${ObjectName}", false],
  ["arn:aws:s3:::lake/raw", "arn:${Partition}:s3:::${BucketName}", false],
  ["arn:aws:sqs:us-east-1:1:q", "arn:${Partition}:s3:::${BucketName}", false],
  [
    "arn:aws:autoscaling:r:1:autoScalingGroup:*",
    "arn:${Partition}:autoscaling:${Region}:${Account}:autoScalingGroup:${Id}:name/${Name}",
    true,
  ],
])("%s can be a %s: %s", (arn, format, expected) => {
  expect(matchesArn(arn, format)).toBe(expected);
});

function problemsOf(change: Record<string, unknown>): ReturnType<typeof checkPolicy> {
  return checkPolicy(documentOf({ ...sound, ...change }), "identity");
}

function documentOf(statement: unknown): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
