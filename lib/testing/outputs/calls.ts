/** Answers of provider functions that programs commonly call. */

import { ACCOUNT } from "./account";
import { awsClusterAnswers } from "./aws-cluster";
import { azureAnswers } from "./azure";
import { describedGkeCluster } from "./gcp-cluster";
import { describedInstanceType, listedMachineTypes } from "./machines";
import { policyDocument } from "./policy";

type Fields = Record<string, unknown>;

const ZONES = ["a", "b", "c", "d"];
const GCP_ZONES = ["a", "b", "c", "f"];

const ANSWERS: Record<string, (args: Fields, region: string, project: string) => Fields> = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_, region) => ({
    id: region,
    names: ZONES.map((zone) => `${region}${zone}`),
    zoneIds: ZONES.map((_, index) => `use1-az${index + 1}`),
    groupNames: [region],
  }),
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: ACCOUNT,
    accountId: ACCOUNT,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/session`,
    userId: "AROAMOCKED:session",
  }),
  "aws:index/getRegion:getRegion": (_, region) => ({ id: region, name: region, region, description: region }),
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:iam/getSessionContext:getSessionContext": ({ arn }) => ({
    id: arn,
    arn,
    issuerArn: `arn:aws:iam::${ACCOUNT}:role/deployer`,
    issuerId: "AROAMOCKED",
    issuerName: "deployer",
    sessionName: "session",
  }),
  "aws:iam/getPolicyDocument:getPolicyDocument": (args) => {
    const json = JSON.stringify(policyDocument(args));
    return { id: "policy", json, minifiedJson: json };
  },
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": ({ registryId }, region) => ({
    id: region,
    region,
    registryId,
    userName: "AWS",
    password: "mocked",
    proxyEndpoint: `https://${ACCOUNT}.dkr.ecr.${region}.amazonaws.com`,
  }),
  "aws:eks/getAddonVersion:getAddonVersion": ({ addonName, kubernetesVersion }) => ({
    id: addonName,
    addonName,
    kubernetesVersion,
    version: "v1.0.0-eksbuild.1",
  }),
  "aws:ec2/getInstanceType:getInstanceType": ({ instanceType, region: asked }, region) =>
    describedInstanceType(String(instanceType), typeof asked === "string" ? asked : region),
  "gcp:compute/getMachineTypes:getMachineTypes": listedMachineTypes,
  "gcp:container/getCluster:getCluster": describedGkeCluster,
  "gcp:compute/getZones:getZones": ({ region: asked }, region, project) => {
    const of = typeof asked === "string" ? asked : region;
    return { id: of, project, region: of, names: GCP_ZONES.map((zone) => `${of}-${zone}`) };
  },
  "gcp:organizations/getClientConfig:getClientConfig": (_, region, project) => ({
    id: `projects/${project}`,
    project,
    region,
    zone: "",
    accessToken: "mocked",
  }),
  "gcp:organizations/getProject:getProject": ({ projectId }, _, project) => ({
    id: `projects/${typeof projectId === "string" ? projectId : project}`,
    projectId: projectId ?? project,
    name: projectId ?? project,
    number: ACCOUNT,
  }),
  ...awsClusterAnswers,
  ...azureAnswers,
  "aws:ssm/getParameter:getParameter": ({ name }) => ({ id: name, name, value: "mocked", type: "String", version: 1 }),
};

/** Functions that compute their answer from their arguments alone, as the real ones do. */
const COMPUTED = new Set(["aws:iam/getPolicyDocument:getPolicyDocument", "pulumi:pulumi:getResource"]);

/** Whether a cloud would have been asked. */
export function asksCloud(token: string): boolean {
  return !COMPUTED.has(token);
}

/** Functions that are not listed answer with their own arguments. */
export function mockedCall(token: string, args: Fields, region: string, project: string): Fields {
  return ANSWERS[token]?.(args, region, project) ?? args;
}
