/** Structure of what is said of a control plane, subnets and roles that are already there. Pure. */

import { z } from "zod";

import { inputText, strictObject, wholeNumber } from "../../../plan/structure";
import { flag } from "../../common/structure";

const plainText = (phrase: string) => z.string(phrase).min(1, phrase);

/** An ARN of a service; of an output nothing can be said before the deployment. */
export function arnOf(service: string, phrase: string): z.ZodType {
  const arn = new RegExp(`^arn:aws[\\w-]*:${service}:[\\w-]*:\\w+:.+`);
  return inputText(phrase).refine((value) => typeof value !== "string" || arn.test(value), phrase);
}

const roleArn = arnOf("iam", "the ARN of a role, arn:aws:iam::<account>:role/<name>");

export const subnet = strictObject({
  id: plainText("the id of a subnet"),
  zone: plainText('an availability zone such as "eu-central-1a"'),
  cidr: plainText('an IPv4 block such as "10.0.0.0/18"'),
  availableAddresses: wholeNumber(0, 65_531).optional(),
});
export const controlPlane = strictObject({
  name: plainText("the name of an EKS cluster"),
  arn: plainText("the ARN of an EKS cluster"),
  kubernetesVersion: z.string('text such as "1.35"'),
  endpoint: z.string("the URL of the API server").regex(/^https:\/\//, "a URL that starts with https://"),
  certificateAuthority: plainText("the certificate authority in base64"),
  vpcId: plainText("the id of a VPC"),
  privateSubnets: z.array(subnet, "a list of subnets with id, zone and cidr").optional(),
  securityGroupId: plainText("the id of the cluster's security group"),
  authenticationMode: z.enum(
    ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"],
    '"API", "API_AND_CONFIG_MAP" or "CONFIG_MAP"',
  ),
  oidcIssuer: z
    .string("a URL")
    .regex(/^https:\/\//, "a URL that starts with https://")
    .optional(),
  oidcProviderArn: z
    .string("an ARN")
    .regex(/^arn:aws[\w-]*:iam::\d{12}:oidc-provider\/.+/, "arn:aws:iam::<account>:oidc-provider/<issuer>")
    .optional(),
  podIdentityAgent: flag,
  autoMode: flag,
});

export const roles = strictObject({
  cluster: roleArn.optional(),
  nodes: roleArn.optional(),
  pods: z
    .record(
      z.string().regex(/^[a-z0-9-]+\/[a-z0-9.-]+$/, "<namespace>/<service account>"),
      roleArn,
      "roles by <namespace>/<service account>",
    )
    .optional(),
});
