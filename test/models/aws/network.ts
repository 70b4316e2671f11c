/** What the AWS provider sends for a network. */

import type { Mapping } from "../mapping";
import { ofGroup, onDelete, pairsOf, permissions, prefixOf, specified, SUFFIX } from "./places";

export const network: Record<string, Mapping> = {
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    shape: "ec2.CreateTagsRequest",
    properties: {
      vpcId: { own: "finds the group that is there" },
      ingress: permissions("ec2.AuthorizeSecurityGroupIngressRequest"),
      egress: permissions("ec2.AuthorizeSecurityGroupEgressRequest"),
      tags: { to: "Tags", as: pairsOf },
    },
    adds: { "ec2.CreateTagsRequest": ({ id }) => ({ Resources: [id], Tags: [] }), ...ofGroup() },
  },
  "aws:ec2/eip:Eip": { shape: "ec2.AllocateAddressRequest", properties: { tags: specified("elastic-ip") } },
  "aws:ec2/internetGateway:InternetGateway": {
    shape: "ec2.CreateInternetGatewayRequest",
    properties: {
      vpcId: { to: "VpcId", request: "ec2.AttachInternetGatewayRequest" },
      tags: specified("internet-gateway"),
    },
    adds: { "ec2.AttachInternetGatewayRequest": ({ id }) => ({ InternetGatewayId: id }) },
  },
  "aws:ec2/natGateway:NatGateway": {
    shape: "ec2.CreateNatGatewayRequest",
    properties: { tags: specified("natgateway") },
  },
  "aws:ec2/route:Route": { shape: "ec2.CreateRouteRequest" },
  "aws:ec2/routeTable:RouteTable": {
    shape: "ec2.CreateRouteTableRequest",
    properties: { tags: specified("route-table") },
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { shape: "ec2.AssociateRouteTableRequest" },
  "aws:ec2/securityGroup:SecurityGroup": {
    shape: "ec2.CreateSecurityGroupRequest",
    properties: {
      name: "GroupName",
      namePrefix: prefixOf("GroupName"),
      ingress: permissions("ec2.AuthorizeSecurityGroupIngressRequest"),
      egress: permissions("ec2.AuthorizeSecurityGroupEgressRequest"),
      revokeRulesOnDelete: onDelete,
      tags: specified("security-group"),
    },
    adds: {
      "ec2.CreateSecurityGroupRequest": ({ name }) => ({ GroupName: name + SUFFIX, Description: "Managed by Pulumi" }),
      ...ofGroup(),
    },
  },
  "aws:ec2/subnet:Subnet": {
    shape: "ec2.CreateSubnetRequest",
    properties: {
      mapPublicIpOnLaunch: { to: "MapPublicIpOnLaunch.Value", request: "ec2.ModifySubnetAttributeRequest" },
      tags: specified("subnet"),
    },
    adds: { "ec2.ModifySubnetAttributeRequest": ({ id }) => ({ SubnetId: id }) },
  },
  "aws:ec2/vpc:Vpc": {
    shape: "ec2.CreateVpcRequest",
    properties: {
      enableDnsSupport: { to: "EnableDnsSupport.Value", request: "ec2.ModifyVpcAttributeRequest" },
      enableDnsHostnames: { to: "EnableDnsHostnames.Value", request: "ec2.ModifyVpcAttributeRequest" },
      tags: specified("vpc"),
    },
    adds: { "ec2.ModifyVpcAttributeRequest": ({ id }) => ({ VpcId: id }) },
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    shape: "ec2.CreateVpcEndpointRequest",
    properties: { policy: "PolicyDocument", tags: specified("vpc-endpoint") },
  },
};
