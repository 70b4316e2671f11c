/** VPC endpoints: services of AWS that nodes reach without leaving the VPC. */

import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import type { Tags } from "../context";

export interface EndpointArgs {
  vpc: ec2.Vpc;
  /** One in each zone. */
  subnetIds: pulumi.Output<string>[];
  routeTables: ec2.RouteTable[];
  /** Services that get an interface endpoint, as AWS names them: `ecr.api`. */
  services: string[];
  region: pulumi.Output<string>;
  tags: Tags;
}

/** Creates the gateway to S3, which is free, and the interface endpoints: 0.01 USD an hour for each service and zone. */
export function createEndpoints(
  name: string,
  args: EndpointArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { vpc, routeTables, region, tags } = args;
  const gateway = new ec2.VpcEndpoint(
    `${name}-s3`,
    {
      vpcId: vpc.id,
      vpcEndpointType: "Gateway",
      serviceName: pulumi.interpolate`com.amazonaws.${region}.s3`,
      routeTableIds: routeTables.map(({ id }) => id),
      tags: { ...tags, Name: `${name}-s3` },
    },
    opts,
  );
  return args.services.length === 0 ? [gateway] : [gateway, ...createInterfaces(name, args, opts)];
}

function createInterfaces(
  name: string,
  { vpc, subnetIds, services, region, tags }: EndpointArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const group = new ec2.SecurityGroup(
    `${name}-endpoints`,
    {
      vpcId: vpc.id,
      description: "HTTPS from the VPC to the endpoints of AWS services",
      ingress: [{ description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [vpc.cidrBlock] }],
      egress: [],
      tags: { ...tags, Name: `${name}-endpoints` },
    },
    opts,
  );
  return services.map(
    (service) =>
      new ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          vpcId: vpc.id,
          vpcEndpointType: "Interface",
          serviceName: region.apply((inRegion) => serviceName(service, inRegion, opts)),
          subnetIds,
          securityGroupIds: [group.id],
          privateDnsEnabled: true,
          tags: { ...tags, Name: `${name}-${service}` },
        },
        opts,
      ),
  );
}

/** In China some services' names start with `cn.` and some don't, so AWS is asked for the one that is there. */
function serviceName(service: string, region: string, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const usual = `com.amazonaws.${region}.${service}`;
  if (!region.startsWith("cn-")) return pulumi.output(usual);
  const filters = [{ name: "service-name", values: [usual, `cn.${usual}`] }];
  return ec2.getVpcEndpointServiceOutput({ filters }, { parent: opts.parent }).serviceName;
}
