/** What a program creates in AWS as Terraform, for scanners that read it. */

import type { RecordedResource } from "../../lib/testing";
import { label, terraformOf, type TerraformNames, terraformType } from "./terraform";

const names: TerraformNames = {
  types: {
    "aws:autoscaling/tag:Tag": "aws_autoscaling_group_tag",
    "aws:cloudwatch/eventRule:EventRule": "aws_cloudwatch_event_rule",
    "aws:cloudwatch/logGroup:LogGroup": "aws_cloudwatch_log_group",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "aws_default_security_group",
    "aws:ec2/eip:Eip": "aws_eip",
    "aws:ec2/internetGateway:InternetGateway": "aws_internet_gateway",
    "aws:ec2/launchTemplate:LaunchTemplate": "aws_launch_template",
    "aws:ec2/natGateway:NatGateway": "aws_nat_gateway",
    "aws:ec2/route:Route": "aws_route",
    "aws:ec2/routeTable:RouteTable": "aws_route_table",
    "aws:ec2/routeTableAssociation:RouteTableAssociation": "aws_route_table_association",
    "aws:ec2/securityGroup:SecurityGroup": "aws_security_group",
    "aws:ec2/subnet:Subnet": "aws_subnet",
    "aws:ec2/vpc:Vpc": "aws_vpc",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "aws_vpc_endpoint",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "aws_iam_openid_connect_provider",
    "aws:s3/bucketObjectv2:BucketObjectv2": "aws_s3_object",
  },
  maps: ["tags", "labels"],
};

/** By label: the file of one program. */
export function terraformProgram(resources: RecordedResource[]): string {
  const byAnswer = new Map(
    resources.flatMap((resource) =>
      answersOf(resource).map(([value, attribute]) => [value, { resource, attribute }] as const),
    ),
  );
  const reference = (value: string): string | undefined => {
    const found = byAnswer.get(value);
    return found && `${terraformType(found.resource.type, names)}.${label(found.resource.name)}.${found.attribute}`;
  };
  return resources.map((resource) => terraformOf(resource, names, reference)).join("\n");
}

/** Terraform's name of a resource, as scanners report it, with the recorded one. */
export function byTerraformName(resources: RecordedResource[]): Map<string, RecordedResource> {
  return new Map(
    resources.map((resource) => [`${terraformType(resource.type, names)}.${label(resource.name)}`, resource]),
  );
}

/** By which others know a resource. */
function answersOf({ id, outputs }: RecordedResource): [string, string][] {
  const { arn } = outputs;
  return [
    ...(id === "" ? [] : [[id, "id"] as [string, string]]),
    ...(typeof arn === "string" ? [[arn, "arn"] as [string, string]] : []),
  ];
}
