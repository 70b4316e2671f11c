/** Answers of provider functions that programs commonly call. */

import { ACCOUNT, REGION } from "./account";
import { policyDocument } from "./policy";

type Fields = Record<string, unknown>;

const ZONES = ["a", "b", "c", "d"];

const ANSWERS: Record<string, (args: Fields) => Fields> = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({
    id: REGION,
    names: ZONES.map((zone) => `${REGION}${zone}`),
    zoneIds: ZONES.map((_, index) => `use1-az${index + 1}`),
    groupNames: [REGION],
  }),
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: ACCOUNT,
    accountId: ACCOUNT,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/session`,
    userId: "AROAMOCKED:session",
  }),
  "aws:index/getRegion:getRegion": () => ({ id: REGION, name: REGION, region: REGION, description: "US East" }),
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
  "aws:eks/getAddonVersion:getAddonVersion": ({ addonName, kubernetesVersion }) => ({
    id: addonName,
    addonName,
    kubernetesVersion,
    version: "v1.0.0-eksbuild.1",
  }),
  "aws:ssm/getParameter:getParameter": ({ name }) => ({ id: name, name, value: "mocked", type: "String", version: 1 }),
};

/** Functions that are not listed answer with their own arguments. */
export function mockedCall(token: string, args: Fields): Fields {
  return ANSWERS[token]?.(args) ?? args;
}
