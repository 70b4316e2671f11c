/** What a program creates in AWS, sent as real requests to moto, an independent implementation of AWS' APIs, where Python is at hand. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { join } from "node:path";

import type { RecordedResource } from "../../lib/testing";
import { awsPrograms, awsResources } from "../clouds/aws-programs";
import { PREFIX_SUFFIX, SUFFIX } from "../models/aws/places";
import { awsTable } from "../models/aws/table";
import { requestsOf } from "../models/mapping";
import { type MotoServer, startMoto } from "./moto/server";

jest.setTimeout(300_000);

/** `npm run e2e` says why it is not there, and these cases count as skipped then. */
const bin = process.env.SPARK_PLATFORM_MOTO ?? "";
const withMoto = bin === "" ? test.skip : test;

/** The mocks' account and region. */
const ACCOUNT = "000000000000";
const REGION = "us-east-1";

/** What moto 5.2 does not do, and so is only checked against the API's model. */
const gaps: Record<string, string> = {
  "autoscaling.CreateOrUpdateTags": "moto's node groups make no Auto Scaling group",
  "eks.AssociateAccessPolicy": "not implemented",
  "eks.CreateAccessEntry": "not implemented",
  "eks.CreateAddon": "not implemented",
  "eks.CreatePodIdentityAssociation": "not implemented",
};

/** Sent when the resource is deleted. */
const onDelete = ["kms.ScheduleKeyDeletion"];

interface Call {
  service: string;
  operation: string;
  params: Record<string, unknown>;
}

interface Result {
  resource: string;
  service: string;
  operation: string;
  problem: string | null;
}

let server: MotoServer;

beforeAll(async () => {
  if (bin !== "") server = await startMoto(bin, ACCOUNT);
});

afterAll(() => server?.stop());

beforeEach(() => server?.reset());

withMoto("moto takes every request of Karpenter that it knows", async () => {
  const { results } = await replay(inOrder(await awsResources(awsPrograms.karpenter!)));
  const refused = results.filter(({ problem, ...call }) => problem !== null && !(nameOf(call) in gaps));
  // The upload comes once the bucket has its policy, which denies requests over plain HTTP, such as these.
  expect(refused.map(nameOf)).toEqual(["s3.PutObject"]);
  expect(refused[0]?.problem).toMatch(/\b403\b/);
  expect(results.filter(({ problem }) => problem === null).length).toBeGreaterThan(60);
});

withMoto(
  "moto takes every request of the example but those that it does not know, and what it made hangs together",
  async () => {
    const resources = inOrder(await awsResources(awsPrograms["examples/aws/index.ts"]!));
    const { results, looks } = await replay(resources, [
      { service: "ec2", operation: "DescribeRouteTables", params: {} },
      { service: "ec2", operation: "DescribeVpcEndpoints", params: {} },
      { service: "eks", operation: "DescribeCluster", params: { name: "analytics" } },
      { service: "eks", operation: "ListNodegroups", params: { clusterName: "analytics" } },
      { service: "iam", operation: "ListAttachedRolePolicies", params: { RoleName: "analytics-node" } },
    ]);
    const [tables, endpoints, cluster, groups, policies] = looks as [
      { RouteTables: RouteTable[] },
      { VpcEndpoints: { RouteTableIds: string[] }[] },
      { cluster: { resourcesVpcConfig: { subnetIds: string[] }; encryptionConfig: unknown[] } },
      { nodegroups: string[] },
      { AttachedPolicies: { PolicyName: string }[] },
    ];
    const refused = new Set(results.filter(({ problem }) => problem !== null).map(nameOf));
    expect([...refused].sort()).toEqual(Object.keys(gaps));
    const { subnetIds } = cluster.cluster.resourcesVpcConfig;
    expect(subnetIds).toHaveLength(3);
    const ofNodes = tables.RouteTables.filter(({ Associations }) =>
      Associations.some((one) => subnetIds.includes(one.SubnetId!)),
    );
    // Each private subnet goes out by NAT, and to S3 by the endpoint.
    expect(ofNodes.flatMap(({ Associations }) => Associations.map(({ SubnetId }) => SubnetId)).sort()).toEqual(
      [...subnetIds].sort(),
    );
    for (const { Routes } of ofNodes) {
      expect(Routes.find((route) => route.DestinationCidrBlock === "0.0.0.0/0")?.NatGatewayId).toMatch(/^nat-/);
    }
    expect(endpoints.VpcEndpoints[0]!.RouteTableIds.sort()).toEqual(
      ofNodes.map(({ RouteTableId }) => RouteTableId).sort(),
    );
    expect(cluster.cluster.encryptionConfig).toHaveLength(1);
    expect(groups.nodegroups).toHaveLength(4);
    expect(policies.AttachedPolicies.map(({ PolicyName }) => PolicyName).sort()).toEqual([
      "AmazonEC2ContainerRegistryPullOnly",
      "AmazonEKSWorkerNodePolicy",
    ]);
  },
);

interface RouteTable {
  RouteTableId: string;
  Associations: { SubnetId?: string }[];
  Routes: { DestinationCidrBlock?: string; NatGatewayId?: string }[];
}

function nameOf({ service, operation }: Pick<Result, "service" | "operation">): string {
  return `${service}.${operation}`;
}

/** Each after all that it depends on. */
function inOrder(resources: RecordedResource[]): RecordedResource[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const ordered = new Set<RecordedResource>();
  const visit = (resource: RecordedResource): void => {
    if (ordered.has(resource)) return;
    for (const urn of resource.dependencies) {
      const before = byUrn.get(urn);
      if (before) visit(before);
    }
    ordered.add(resource);
  };
  resources.forEach(visit);
  return [...ordered];
}

function callsOf(resource: RecordedResource): Call[] {
  return requestsOf(resource, awsTable)
    .map(({ shape, body }): Call => {
      const [service = "", request = ""] = shape.split(".");
      return { service, operation: request.replace(/(Request|Type)$/, ""), params: named(body, resource) };
    })
    .filter(({ service, operation }) => !onDelete.includes(`${service}.${operation}`))
    .filter(({ operation, params }) => !operation.startsWith("Authorize") || isFilled(params.IpPermissions));
}

function isFilled(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}

/** Other resources know this one by the name that the mocks gave it, not by the longest that the provider could make. */
function named(body: Record<string, unknown>, { name, outputs }: RecordedResource): Record<string, unknown> {
  const known = outputs.name ?? outputs.bucket ?? name;
  return JSON.parse(JSON.stringify(body), (_key, value: unknown) => {
    if (typeof value !== "string") return value;
    return value.endsWith(SUFFIX) || value.endsWith(PREFIX_SUFFIX) ? known : value;
  }) as Record<string, unknown>;
}

async function replay(
  resources: RecordedResource[],
  looks: Call[] = [],
): Promise<{ results: Result[]; looks: unknown[] }> {
  const script = spawn(join(bin, "python"), [join(__dirname, "moto/replay.py")], { stdio: ["pipe", "pipe", "pipe"] });
  const ended = once(script, "exit");
  const given = {
    endpoint: server.endpoint,
    region: REGION,
    looks,
    resources: resources.map((resource) => {
      const { urn, id, outputs, inputs } = resource;
      return { urn, id, arn: outputs.arn, vpcId: inputs.vpcId, calls: callsOf(resource) };
    }),
  };
  script.stdin.end(JSON.stringify(given));
  const [out, problem] = await Promise.all([text(script.stdout), text(script.stderr), ended]);
  if (script.exitCode !== 0) throw new Error(problem);
  return JSON.parse(out) as { results: Result[]; looks: unknown[] };
}
