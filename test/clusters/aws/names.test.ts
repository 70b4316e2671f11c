import { planEksCluster } from "../../../lib/clusters/aws";
import { pathsOf, issuesOf } from "./issues";

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
describe("buckets that S3 lets nobody have are refused:", () => {
  test.each([
    ["xn--logs", "starts with xn--, which S3 keeps for itself"],
    ["sthree-logs", "starts with sthree-, which S3 keeps for itself"],
    ["sthree-configurator", "starts with sthree-, which S3 keeps for itself"],
    ["amzn-s3-demo-logs", "starts with amzn-s3-demo-, which S3 keeps for itself"],
    ["logs-s3alias", "ends with -s3alias, which S3 keeps for itself"],
    ["logs--ol-s3", "ends with --ol-s3, which S3 keeps for itself"],
    ["logs.mrap", "ends with .mrap, which S3 keeps for itself"],
    ["logs--use1-az4--x-s3", "ends with --x-s3, which S3 keeps for itself"],
    ["logs--table-s3", "ends with --table-s3, which S3 keeps for itself"],
    ["192.168.5.4", "is an IP address, which S3 takes for no bucket's name"],
    ["my..logs", "has two periods in a row, which S3 does not take"],
    ["s3://logs", "is not the name of a bucket"],
    ["Logs", "is not the name of a bucket"],
  ])("%s", (bucket, problem) => {
    expect(issuesOf({ eventLogs: { bucket } })).toMatchObject([{ path: "eventLogs.bucket", value: bucket, problem }]);
  });

  test.each(["logs", "my-xn--logs", "mrap", "my.logs", "logs--x"])("but not %s", (bucket) => {
    expect(pathsOf({ eventLogs: { bucket } })).toEqual([]);
  });
});

// EKS's API model: clusters of 1 to 100 characters. Node groups: 63, https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
describe("names that EKS or IAM would not take are refused:", () => {
  test.each([31, 64, 101])("a cluster's of %d characters", (length) => {
    const [issue] = issuesOf({}, "a".repeat(length));
    expect(issue).toMatchObject({ path: "name", allowed: expect.stringMatching(/^1 to 30 /) as unknown });
  });

  test.each([31, 64])("a node group's of %d characters", (length) => {
    const sparkPools = [{ name: "p".repeat(length), machineTypes: ["m7i.4xlarge"], maxNodes: 1 }];
    expect(pathsOf({ sparkPools })).toEqual(["sparkPools[0].name"]);
  });

  test("a cluster's that is there, of 101 characters", () => {
    const name = "a".repeat(101);
    const controlPlane = {
      name,
      arn: `arn:aws:eks:us-east-1:123456789012:cluster/${name}`,
      kubernetesVersion: "1.35",
      endpoint: "https://example.com",
      certificateAuthority: "Y2E=",
      vpcId: "vpc-1",
      privateSubnets: [{ id: "subnet-a", zone: "us-east-1a", cidr: "10.0.0.0/18" }],
      securityGroupId: "sg-1",
      authenticationMode: "API",
    };
    expect(pathsOf({ controlPlane })).toEqual(["controlPlane.arn"]);
    const hundred = { name: "a".repeat(100), arn: controlPlane.arn.slice(0, -1) };
    expect(pathsOf({ controlPlane: { ...controlPlane, ...hundred } })).toEqual([]);
  });
});

describe("machine types that the region may not have", () => {
  // On EC2's price list of us-east-1 of July 2026 there is m7i.4xlarge, and no p5e.48xlarge.
  const pools = { sparkPools: [{ name: "gpu", machineTypes: ["p5e.48xlarge"], maxNodes: 1 }] };
  const notesIn = (region: string, args: object = pools) =>
    planEksCluster("analytics", { region, apiServer: { publicCidrs: [] }, ...args }).notes.map(({ path }) => path);

  test("are noted where the catalogue knows the region, and nowhere else", () => {
    expect(notesIn("us-east-1")).toEqual(["sparkPools[0].machineTypes"]);
    expect(notesIn("eu-central-1")).toEqual([]);
    expect(notesIn("us-east-1", {})).toEqual([]);
  });

  test("are not where EC2 was asked", () => {
    const machines = [{ name: "p5e.48xlarge", vcpu: 192, memoryMiB: 2_097_152, architecture: "amd64" }];
    expect(notesIn("us-east-1", { ...pools, machines })).toEqual([]);
  });
});
