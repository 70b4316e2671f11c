/** The VPC that a cluster lives in: a new one over several zones, or one that is already there. */

import * as ec2 from "@pulumi/aws/ec2";
import { getAvailabilityZonesOutput } from "@pulumi/aws/getAvailabilityZones";
import * as pulumi from "@pulumi/pulumi";

import type { ExistingNetworkArgs } from "../args";
import { createEndpoints } from "./endpoints";
import type { EksNetworkPlan } from "./plan-network";
import type { SubnetPlan } from "./subnets";

export interface Network {
  vpcId: pulumi.Output<string>;
  /** For nodes, pods and the control plane's network interfaces. */
  privateSubnetIds: pulumi.Output<string>[];
  /** The way out of the private subnets: nodes can't join before it exists, nor drain after it is gone. */
  egress: pulumi.Resource[];
}

export interface NetworkArgs {
  plan: NewNetworkPlan;
  region: pulumi.Output<string>;
  tags: Record<string, pulumi.Input<string>>;
}

type NewNetworkPlan = Extract<EksNetworkPlan, { kind: "new" }>;

/**
 * Zones without EKS control planes: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 * They are named by id because every account has its own names for zones.
 */
const ZONES_WITHOUT_EKS = ["use1-az3", "usw1-az2", "cac1-az3"];

/** Takes a network that is there, without touching it. */
export function adoptNetwork({ vpcId, privateSubnetIds, privateSubnets = [] }: ExistingNetworkArgs): Network {
  const ids = privateSubnetIds ?? privateSubnets.map(({ id }) => id);
  return {
    vpcId: pulumi.output(vpcId),
    privateSubnetIds: ids.map((id) => pulumi.output(id)),
    egress: [],
  };
}

/**
 * Creates a network.
 *
 * Costs a NAT gateway (0.045 USD an hour and per GB, us-east-1) with its address for each planned one, and 0.01 USD an hour for each
 * interface endpoint in each zone; S3 is reached by a gateway endpoint, which is free.
 */
export function createNetwork(
  name: string,
  { plan, region, tags }: NetworkArgs,
  opts: pulumi.CustomResourceOptions,
): Network {
  const vpc = new ec2.Vpc(
    `${name}-vpc`,
    { cidrBlock: plan.cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: { ...tags, Name: name } },
    opts,
  );
  // The group that a VPC is born with allows everything among its members; nothing here uses it.
  new ec2.DefaultSecurityGroup(`${name}-default-group`, { vpcId: vpc.id, ingress: [], egress: [], tags }, opts);
  const subnets = createSubnets(name, plan, vpc, tags, opts);
  const isClosed = plan.natGateways === 0;
  const publicWay = isClosed ? NO_WAY : createPublicRoutes(name, vpc, subnets, tags, opts);
  const privateWay = isClosed
    ? createClosedRoutes(name, vpc, subnets, tags, opts)
    : createPrivateRoutes(name, plan, vpc, subnets, publicWay, tags, opts);
  const privateSubnetIds = subnets.filter(isPrivate).map(({ resource }) => resource.id);
  const endpoints = createEndpoints(
    name,
    {
      vpc,
      subnetIds: privateSubnetIds,
      routeTables: privateWay.tables,
      services: plan.endpoints,
      region,
      tags,
    },
    opts,
  );
  return {
    vpcId: vpc.id,
    privateSubnetIds,
    egress: [...publicWay.resources, ...privateWay.resources, ...endpoints],
  };
}

interface Subnet {
  plan: SubnetPlan;
  resource: ec2.Subnet;
}

interface Way {
  tables: ec2.RouteTable[];
  /** Everything of which the lack would cut the way. */
  resources: pulumi.Resource[];
}

const NO_WAY: Way = { tables: [], resources: [] };

const isPrivate = ({ plan }: Subnet): boolean => plan.access === "private";
const isPublic = ({ plan }: Subnet): boolean => plan.access === "public";

function createSubnets(
  name: string,
  plan: NewNetworkPlan,
  vpc: ec2.Vpc,
  tags: NetworkArgs["tags"],
  opts: pulumi.CustomResourceOptions,
): Subnet[] {
  const zones = getAvailabilityZonesOutput(
    {
      state: "available",
      excludeZoneIds: ZONES_WITHOUT_EKS,
      // Local zones and zones that an account has opted into.
      filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    },
    { parent: opts.parent },
  );
  return plan.subnets.map((subnet) => {
    // Where load balancers that Kubernetes makes are to go.
    const role = subnet.access === "private" ? "kubernetes.io/role/internal-elb" : "kubernetes.io/role/elb";
    const resource = new ec2.Subnet(
      `${name}-${subnet.name}`,
      {
        vpcId: vpc.id,
        cidrBlock: subnet.cidr,
        availabilityZone: zones.apply(({ names }) => zoneName(names, subnet.zone, plan.zones)),
        mapPublicIpOnLaunch: false,
        tags: { ...tags, Name: `${name}-${subnet.name}`, [role]: "1" },
      },
      // A zone that AWS adds must not move the subnets, and with them the nodes, by one.
      { ...opts, ignoreChanges: ["availabilityZone"] },
    );
    return { plan: subnet, resource };
  });
}

/** @throws pulumi.ResourceError when the region has no zone of that index. */
export function zoneName(names: string[], index: number, zones: number): string {
  const found = names[index];
  if (found !== undefined) return found;
  const message = `network.zones: ${zones} is more than the ${names.length} zones that EKS has here (${names.join(", ")}). Use fewer zones.`;
  throw new pulumi.ResourceError(message, undefined, true);
}

function createPublicRoutes(
  name: string,
  vpc: ec2.Vpc,
  subnets: Subnet[],
  tags: NetworkArgs["tags"],
  opts: pulumi.CustomResourceOptions,
): Way {
  const gateway = new ec2.InternetGateway(`${name}-internet`, { vpcId: vpc.id, tags: { ...tags, Name: name } }, opts);
  const table = new ec2.RouteTable(
    `${name}-public`,
    { vpcId: vpc.id, tags: { ...tags, Name: `${name}-public` } },
    opts,
  );
  const route = new ec2.Route(
    `${name}-public`,
    { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
    opts,
  );
  const associations = subnets.filter(isPublic).map((subnet) => associate(name, subnet, table, opts));
  return { tables: [table], resources: [gateway, route, ...associations] };
}

function createPrivateRoutes(
  name: string,
  plan: NewNetworkPlan,
  vpc: ec2.Vpc,
  subnets: Subnet[],
  publicWay: Way,
  tags: NetworkArgs["tags"],
  opts: pulumi.CustomResourceOptions,
): Way {
  const resources: pulumi.Resource[] = [];
  const nats = subnets.filter(isPublic).slice(0, plan.natGateways);
  const tables = nats.map(({ plan: { zone }, resource: subnet }) => {
    const named = { tags: { ...tags, Name: `${name}-nat-${zone}` } };
    const address = new ec2.Eip(`${name}-nat-${zone}`, { domain: "vpc", ...named }, opts);
    const nat = new ec2.NatGateway(
      `${name}-nat-${zone}`,
      { allocationId: address.id, subnetId: subnet.id, ...named },
      { ...opts, dependsOn: publicWay.resources },
    );
    const table = new ec2.RouteTable(
      `${name}-private-${zone}`,
      { vpcId: vpc.id, tags: { ...tags, Name: `${name}-private-${zone}` } },
      opts,
    );
    const route = new ec2.Route(
      `${name}-private-${zone}`,
      { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
      opts,
    );
    resources.push(nat, route);
    return table;
  });
  for (const subnet of subnets.filter(isPrivate)) {
    resources.push(associate(name, subnet, tables[subnet.plan.zone % tables.length]!, opts));
  }
  return { tables, resources };
}

/** One table for all private subnets, with no way but to the VPC and its endpoints. */
function createClosedRoutes(
  name: string,
  vpc: ec2.Vpc,
  subnets: Subnet[],
  tags: NetworkArgs["tags"],
  opts: pulumi.CustomResourceOptions,
): Way {
  const table = new ec2.RouteTable(
    `${name}-private-0`,
    { vpcId: vpc.id, tags: { ...tags, Name: `${name}-private` } },
    opts,
  );
  const resources = subnets.filter(isPrivate).map((subnet) => associate(name, subnet, table, opts));
  return { tables: [table], resources };
}

function associate(
  name: string,
  { plan, resource }: Subnet,
  table: ec2.RouteTable,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  return new ec2.RouteTableAssociation(`${name}-${plan.name}`, { subnetId: resource.id, routeTableId: table.id }, opts);
}
