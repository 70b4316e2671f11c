import { type EksClusterArgs, type ExistingSubnetArgs, planEksCluster } from "../../../lib/clusters/aws";
import { byType, type Recording } from "../../../lib/testing";
import { issuesOf, pathsOf } from "./issues";
import { ancestry, one, recordCluster } from "./recorded";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const ECR = ["ecr.api", "ecr.dkr"];
// https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html, and what cluster-autoscaler calls.
const ALL = [...ECR, "ec2", "eks", "eks-auth", "sts", "logs", "autoscaling"];

const interfaces = (recording: Recording) =>
  byType(recording, ENDPOINT).filter(({ inputs }) => inputs.vpcEndpointType === "Interface");

describe("endpoints of services", () => {
  test.each([
    [undefined, []],
    ["s3", []],
    ["ecr", ECR],
    ["all", ALL],
  ] as const)(
    "%s: besides S3's gateway there are those of %j, in each zone, for HTTPS from the VPC",
    async (endpoints, services) => {
      const recording = await recordCluster({ network: { endpoints } });
      const gateways = byType(recording, ENDPOINT).filter(({ inputs }) => inputs.vpcEndpointType === "Gateway");
      expect(gateways).toHaveLength(1);
      expect(interfaces(recording).map(({ inputs }) => inputs.serviceName)).toEqual(
        services.map((service) => `com.amazonaws.us-east-1.${service}`),
      );
      for (const { inputs } of interfaces(recording)) {
        expect(inputs).toMatchObject({
          subnetIds: ["analytics-private-0-id", "analytics-private-1-id", "analytics-private-2-id"],
          privateDnsEnabled: true,
          securityGroupIds: ["analytics-endpoints-id"],
        });
      }
      const groups = byType(recording, "aws:ec2/securityGroup:SecurityGroup").map(({ inputs }) => inputs.ingress);
      const https = { description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16"] };
      expect(groups).toEqual(services.length > 0 ? [[https]] : []);
    },
  );

  test("cost a hundredth of a dollar an hour for each service and zone", () => {
    const { fixedHourlyCost } = planEksCluster("analytics", { network: { endpoints: "ecr", zones: 4 } });
    // https://aws.amazon.com/privatelink/pricing/: 0.01 USD in us-east-1; 2 services in 4 zones.
    expect(fixedHourlyCost.at(-1)).toMatchObject({ name: "VPC endpoints (2 in 4 zones)", hourly: 0.08 });
  });

  test("are asked for by the name that they have, where China's differ", async () => {
    const recording = await recordCluster(
      { region: "cn-north-1", network: { endpoints: "ecr" } },
      {
        config: { "aws:region": "cn-north-1" },
        calls: (token, { filters }) => {
          if (!token.endsWith(":getVpcEndpointService")) return undefined;
          const [{ values }] = filters as [{ values: string[] }];
          return { serviceName: values.find((name) => name.startsWith("cn.")) };
        },
      },
    );
    expect(interfaces(recording).map(({ inputs }) => inputs.serviceName)).toEqual([
      "cn.com.amazonaws.cn-north-1.ecr.api",
      "cn.com.amazonaws.cn-north-1.ecr.dkr",
    ]);
  });
});

describe("a network without NAT", () => {
  const closed = { natGateways: "none", endpoints: "all" } as const;

  test("has no way to the internet in either direction, and nodes wait for its endpoints", async () => {
    const recording = await recordCluster({ network: closed });
    const types = new Set(recording.resources.map(({ type }) => type));
    for (const type of ["internetGateway:InternetGateway", "natGateway:NatGateway", "eip:Eip", "route:Route"]) {
      expect(types).not.toContain(`aws:ec2/${type}`);
    }
    expect(byType(recording, "aws:ec2/subnet:Subnet").map(({ inputs }) => inputs.cidrBlock)).toEqual([
      "10.0.0.0/18",
      "10.0.64.0/18",
      "10.0.128.0/18",
    ]);
    const tables = byType(recording, "aws:ec2/routeTableAssociation:RouteTableAssociation");
    expect(tables.map(({ inputs }) => inputs.routeTableId)).toEqual(Array(3).fill("analytics-private-0-id"));
    const nodes = ancestry(recording, one(recording, "aws:eks/nodeGroup:NodeGroup", "analytics-system"));
    expect(interfaces(recording).filter(({ urn }) => !nodes.has(urn))).toEqual([]);
  });

  test("costs its endpoints in place of gateways, and says that images must be in ECR", () => {
    const plan = planEksCluster("analytics", { network: closed, apiServer: { publicCidrs: [] } });
    expect(plan.fixedHourlyCost.map(({ name }) => name)).toEqual(["EKS control plane", "VPC endpoints (8 in 3 zones)"]);
    expect(plan.fixedHourlyCost[1]?.hourly).toBeCloseTo(0.24);
    expect(plan.notes.map(({ path }) => path)).toEqual(["network.natGateways"]);
  });

  test("is refused without all endpoints", () => {
    expect(issuesOf({ network: { natGateways: "none" } })).toMatchObject([
      { path: "network.natGateways", change: 'Add endpoints: "all".' },
    ]);
    expect(pathsOf({ network: { natGateways: "none", endpoints: "ecr" } })).toEqual(["network.natGateways"]);
  });
});

describe("subnets that are there", () => {
  const subnet = (zone: string, cidr: string, more: object = {}) => ({
    id: `subnet-${zone}`,
    zone: `us-east-1${zone}`,
    cidr,
    ...more,
  });
  const network = (...privateSubnets: Partial<ExistingSubnetArgs>[]) => ({
    network: { vpcId: "vpc-1", privateSubnets },
  });

  test("are refused where the plan's nodes and pods don't fit, with numbers", () => {
    // As for a new VPC, 84 nodes may take 3840. A /22 has 1024 addresses, of which AWS keeps 5.
    // https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
    const three = network(subnet("a", "10.0.0.0/22"), subnet("b", "10.0.4.0/22"), subnet("c", "10.0.8.0/22"));
    expect(issuesOf(three)).toMatchObject([
      {
        path: "network.privateSubnets",
        value: ["subnet-a", "subnet-b", "subnet-c"],
        problem: "leaves 3057 addresses in the private subnets, but 84 nodes with their pods may take 3840",
      },
    ]);
    expect(pathsOf(network(subnet("a", "10.0.0.0/20"), subnet("b", "10.0.16.0/22")))).toEqual([]);
  });

  test("that others use too count for what is left of them", () => {
    const shared = subnet("a", "10.0.0.0/20", { availableAddresses: 500 });
    expect(issuesOf(network(shared, subnet("b", "10.0.16.0/22")))[0]?.problem).toMatch(/^leaves 1519 addresses/);
  });

  test("are taken by their ids", async () => {
    const recording = await recordCluster(
      network(subnet("a", "10.0.0.0/20"), subnet("b", "10.0.16.0/20")) as EksClusterArgs,
    );
    expect(one(recording, "aws:eks/cluster:Cluster").inputs.vpcConfig).toMatchObject({
      subnetIds: ["subnet-a", "subnet-b"],
    });
  });

  test.each<[string, object, string[]]>([
    [
      "of one zone only",
      network(subnet("a", "10.0.0.0/20"), { ...subnet("a", "10.0.16.0/20"), id: "other" }),
      ["network.privateSubnets"],
    ],
    [
      "twice",
      network(subnet("a", "10.0.0.0/20"), subnet("a", "10.0.0.0/20"), subnet("b", "10.0.16.0/20")),
      ["network.privateSubnets[1]"],
    ],
    [
      "without a block",
      network(subnet("a", "10.0.0.0/20"), { id: "b", zone: "b" }),
      ["network.privateSubnets[1].cidr"],
    ],
    [
      "with a block that is none",
      network(subnet("a", "10.0.0.0"), subnet("b", "10.0.0.0/20")),
      ["network.privateSubnets[0].cidr"],
    ],
    ["none at all", network(), ["network.privateSubnets"]],
    [
      "said in two ways",
      {
        network: {
          ...network(subnet("a", "10.0.0.0/18"), subnet("b", "10.0.64.0/18")).network,
          privateSubnetIds: ["a", "b"],
        },
      },
      ["network.privateSubnetIds"],
    ],
  ])("are refused %s", (_, args, paths) => {
    expect(pathsOf(args)).toEqual(paths);
  });
});
