import * as ec2 from "@pulumi/aws/ec2";
import * as ecr from "@pulumi/aws/ecr";
import * as eks from "@pulumi/aws/eks";
import { getAvailabilityZones } from "@pulumi/aws/getAvailabilityZones";
import { getRegion } from "@pulumi/aws/getRegion";
import * as iam from "@pulumi/aws/iam";
import { Provider } from "@pulumi/aws/provider";
import * as s3 from "@pulumi/aws/s3";
import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment";
import { AgentPool } from "@pulumi/azure-native/containerservice/agentPool";
import { ManagedCluster } from "@pulumi/azure-native/containerservice/managedCluster";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import { StorageAccount } from "@pulumi/azure-native/storage/storageAccount";

import { recordProgram } from "../../lib/testing";

describe("mocked AWS", () => {
  test("answers with what the provider answers with: ids, ARNs, nested attributes", async () => {
    const { outputs } = await recordProgram(() => {
      const role = new iam.Role("node", { assumeRolePolicy: "{}" });
      const cluster = new eks.Cluster("main", { roleArn: role.arn, vpcConfig: { subnetIds: ["subnet-1"] } });
      const group = new eks.NodeGroup("spot", {
        clusterName: cluster.name,
        nodeRoleArn: role.arn,
        subnetIds: ["subnet-1"],
        scalingConfig: { minSize: 0, maxSize: 1, desiredSize: 0 },
      });
      const bucket = new s3.Bucket("logs", { bucket: "company-logs" });
      return {
        roleArn: role.arn,
        roleId: role.id,
        endpoint: cluster.endpoint,
        certificate: cluster.certificateAuthority.data,
        subnets: cluster.vpcConfig.subnetIds,
        securityGroup: cluster.vpcConfig.clusterSecurityGroupId,
        scalingGroup: group.resources[0]?.autoscalingGroups[0]?.name,
        bucketArn: bucket.arn,
        vpc: new ec2.Vpc("net", { cidrBlock: "10.0.0.0/16" }).id,
        repository: new ecr.Repository("images").repositoryUrl,
      };
    });
    expect(outputs).toEqual({
      roleArn: "arn:aws:iam::000000000000:role/node",
      roleId: "node",
      endpoint: "https://000000000000.gr7.us-east-1.eks.amazonaws.com",
      certificate: "bW9ja2VkIGNlcnRpZmljYXRl",
      subnets: ["subnet-1"],
      securityGroup: "sg-main",
      scalingGroup: "eks-spot-000000000000",
      bucketArn: "arn:aws:s3:::company-logs",
      vpc: "net-id",
      repository: "000000000000.dkr.ecr.us-east-1.amazonaws.com/images",
    });
  });

  test("is in the region of the provider, else in the configured one", async () => {
    const program = async () => {
      const provider = new Provider("west", { region: "us-west-2" });
      return {
        configured: (await getRegion({})).region,
        zones: (await getAvailabilityZones({ state: "available" })).names,
        ofProvider: (await getRegion({}, { provider })).region,
      };
    };
    const { outputs } = await recordProgram(program, { config: { "aws:region": "eu-west-1" } });
    expect(outputs).toEqual({
      configured: "eu-west-1",
      zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"],
      ofProvider: "us-west-2",
    });
  });

  // The document of the example on https://www.pulumi.com/registry/packages/aws/api-docs/iam/getpolicydocument/, shortened.
  test("writes policy documents", async () => {
    const { outputs } = await recordProgram(async () => {
      const { json } = await iam.getPolicyDocument({
        statements: [
          { sid: "1", actions: ["s3:ListAllMyBuckets", "s3:GetBucketLocation"], resources: ["arn:aws:s3:::*"] },
          {
            actions: ["s3:ListBucket"],
            resources: ["arn:aws:s3:::logs"],
            principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }],
            conditions: [{ test: "StringLike", variable: "s3:prefix", values: ["", "home/"] }],
          },
          { effect: "Deny", actions: ["*"], principals: [{ type: "*", identifiers: ["*"] }] },
        ],
      });
      return { document: JSON.parse(json) as unknown };
    });
    expect(outputs.document).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "1",
          Effect: "Allow",
          Action: ["s3:ListAllMyBuckets", "s3:GetBucketLocation"],
          Resource: "arn:aws:s3:::*",
        },
        {
          Effect: "Allow",
          Action: "s3:ListBucket",
          Resource: "arn:aws:s3:::logs",
          Principal: { Service: "ec2.amazonaws.com" },
          Condition: { StringLike: { "s3:prefix": ["", "home/"] } },
        },
        { Effect: "Deny", Action: "*", Principal: "*" },
      ],
    });
  });
});

describe("mocked Azure", () => {
  const GROUP = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/data";

  test("answers with what the provider answers with: ids of Resource Manager, the identities and hosts of a cluster", async () => {
    const { outputs } = await recordProgram(() => {
      const { name: resourceGroupName } = new ResourceGroup("group", { resourceGroupName: "data" });
      const cluster = new ManagedCluster("main", { resourceGroupName, resourceName: "prod", dnsPrefix: "prod" });
      const pool = new AgentPool("spot", { resourceGroupName, resourceName: cluster.name, agentPoolName: "spot1" });
      const identity = new UserAssignedIdentity("reader", { resourceGroupName });
      const account = new StorageAccount("logs", {
        resourceGroupName,
        accountName: "logs1",
        kind: "StorageV2",
        sku: { name: "Standard_LRS" },
      });
      return {
        poolId: pool.id,
        fqdn: cluster.fqdn,
        version: cluster.currentKubernetesVersion,
        kubelet: cluster.identityProfile.apply((profile) => profile?.kubeletidentity?.objectId),
        principal: identity.principalId,
        dfs: account.primaryEndpoints.dfs,
        location: cluster.location,
      };
    });
    const guid = /^[0-9a-f]{8}-0000-0000-0000-000000000000$/;
    expect(outputs).toEqual({
      poolId: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/prod/agentPools/spot1`,
      fqdn: "prod-000000000000.hcp.eastus.azmk8s.io",
      version: "1.35.0",
      kubelet: expect.stringMatching(guid) as unknown,
      principal: expect.stringMatching(guid) as unknown,
      dfs: "https://logs1.dfs.core.windows.net/",
      location: "eastus",
    });
    expect(outputs.kubelet).not.toBe(outputs.principal);
  });

  test("puts a role assignment at its scope", async () => {
    const { outputs } = await recordProgram(() => {
      const scope = `${GROUP}/providers/Microsoft.Storage/storageAccounts/logs1`;
      const args = { scope, principalId: "1", roleDefinitionId: "2", roleAssignmentName: "3" };
      return { id: new RoleAssignment("reader", args).id };
    });
    expect(outputs.id).toBe(
      `${GROUP}/providers/Microsoft.Storage/storageAccounts/logs1/providers/Microsoft.Authorization/roleAssignments/3`,
    );
  });
});
