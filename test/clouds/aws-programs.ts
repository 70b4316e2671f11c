/** The programs of AWS that are checked: documented ones, and some that turn every option. */

import * as pulumi from "@pulumi/pulumi";

import { EksCluster, type EksClusterArgs } from "../../lib/clusters/aws";
import { SparkPlatform } from "../../lib/platform/platform";
import type { RecordedResource, Recording } from "../../lib/testing";
import { documentedPrograms, type Program, recorded, resourcesOf } from "./programs";

const key = "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666";

/** As long as a cluster's name may be, so that names made from it are as long as they get. */
const LONGEST = "a-name-as-long-as-may-be-30-ch";

const options: Record<string, EksClusterArgs> = {
  karpenter: { autoscaler: "karpenter" },
  "karpenter with irsa and a key": { autoscaler: "karpenter", identity: "irsa", kmsKeyArn: key },
  "auto mode": { autoscaler: "auto-mode" },
  irsa: { identity: "irsa" },
  endpoints: { network: { endpoints: "all", natGateways: "none", zones: 2 } },
  "ecr endpoints": { network: { endpoints: "ecr", natGateways: "per-zone" } },
  "keys, boundary and administrators": {
    kmsKeyArn: key,
    permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
    admins: ["arn:aws:iam::111122223333:role/ci", "arn:aws:iam::111122223333:user/anna"],
    accessRoleArn: "arn:aws:iam::111122223333:role/ci",
    deletionProtection: true,
    tags: { team: "data" },
  },
  "images of others": {
    registry: {
      keepImages: 5,
      pullThrough: {
        "docker.io": "arn:aws:secretsmanager:us-east-1:111122223333:secret:ecr-pullthroughcache/hub-0a1b2c",
      },
    },
  },
  "data that goes": {
    eventLogs: { prefix: "logs/spark", expireAfterDays: 30, deleteData: true },
    registry: { deleteData: true },
  },
  "closed API server": { apiServer: { publicCidrs: [] }, logRetentionDays: 365 },
  "pools of all kinds": {
    sparkPools: [
      {
        name: "a-pool-name-as-long-as-30-char",
        machineTypes: ["m7gd.4xlarge"],
        runs: ["driver"],
        maxNodes: 3,
      },
      {
        name: "gpu",
        capacity: "spot",
        machineTypes: ["g5.4xlarge"],
        runs: ["executor"],
        maxNodes: 5,
        labels: { "example.com/accelerator": "a10g" },
        taints: [{ key: "example.com/gpu", value: "yes", effect: "NoSchedule" }],
      },
      { name: "nvme", machineTypes: ["i4i.4xlarge"], runs: ["executor"], maxNodes: 5, maxPods: 20 },
    ],
  },
  "roles of one's own": {
    roles: {
      cluster: "arn:aws:iam::111122223333:role/eks",
      nodes: "arn:aws:iam::111122223333:role/nodes",
      pods: { "kube-system/aws-node": "arn:aws:iam::111122223333:role/cni" },
    },
  },
};

/** By name. */
export const awsPrograms: Record<string, Program> = {
  ...documentedPrograms("aws"),
  "longest name": () => platformOn(new EksCluster(LONGEST)),
  ...Object.fromEntries(
    Object.entries(options).map(([name, args]) => [name, () => platformOn(new EksCluster("analytics", args))]),
  ),
};

/** With what EC2's ids begin. */
const idPrefixes: Record<string, string> = {
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "sg",
  "aws:ec2/eip:Eip": "eipalloc",
  "aws:ec2/internetGateway:InternetGateway": "igw",
  "aws:ec2/launchTemplate:LaunchTemplate": "lt",
  "aws:ec2/natGateway:NatGateway": "nat",
  "aws:ec2/routeTable:RouteTable": "rtb",
  "aws:ec2/securityGroup:SecurityGroup": "sg",
  "aws:ec2/subnet:Subnet": "subnet",
  "aws:ec2/vpc:Vpc": "vpc",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "vpce",
};

/** What a program declares, its ids as EC2 writes them. */
export function recordAws(program: Program): Promise<Recording> {
  return recorded(program, ({ type, name }) => {
    const prefix = idPrefixes[type];
    return prefix === undefined ? undefined : { id: `${prefix}-${name}` };
  });
}

/** What a program creates in AWS. */
export async function awsResources(program: Program): Promise<RecordedResource[]> {
  return resourcesOf(await recordAws(program), "aws");
}

/** A platform brings the rights of history server and applications; code goes where the cluster has a place for it. */
function platformOn(cluster: EksCluster): void {
  const source = new pulumi.asset.StringAsset("print(1)");
  cluster.uploadCode?.("report-code", { namespace: "spark-jobs", source, fileName: "report/0f3a9c21/job.py" }, {});
  new SparkPlatform("analytics", {
    cluster,
    spark: { image: "registry.example.com/spark:4.1.1-s3a" },
    dataAccess: [{ uri: "s3a://example-lake/raw", access: "read" }],
  });
}
