/** How pods get credentials of AWS: by EKS Pod Identity, or by the cluster's OpenID Connect provider (IRSA). */

import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import type { EksContext } from "../context";
import type { ControlPlane } from "../control-plane/control-plane";
import { adoptRole, createRole, type PolicyStatement, type RoleRights, type RoleWithPolicies } from "./iam";

export interface ServiceAccount {
  namespace: string;
  serviceAccount: string;
}

export type Identity =
  | {
      kind: "pod-identity";
      clusterName: pulumi.Input<string>;
      /** What serves the credentials on the nodes. */
      agent: pulumi.Resource[];
    }
  | { kind: "irsa"; providerArn: pulumi.Output<string> };

/** How the service account of a role is to be written, and what its pods wait for. */
export interface RoleTie {
  serviceAccountAnnotations: Record<string, pulumi.Input<string>>;
  needs: pulumi.Resource[];
}

export interface PodRoleContext extends Pick<EksContext, "partition" | "permissionsBoundary" | "roles" | "tags"> {
  identity: Identity;
}

/** The audience that EKS writes into the tokens of service accounts. */
const AUDIENCE = "sts.amazonaws.com";

/** Takes the provider that IAM has for the cluster's tokens, or creates it. Free of charge. */
export function createIrsa(
  name: string,
  { issuer, oidcProviderArn }: ControlPlane,
  tags: EksContext["tags"],
  opts: pulumi.CustomResourceOptions,
): Identity {
  if (oidcProviderArn !== undefined) return { kind: "irsa", providerArn: pulumi.output(oidcProviderArn) };
  const provider = new iam.OpenIdConnectProvider(
    `${name}-identity`,
    { url: issuer, clientIdLists: [AUDIENCE], tags },
    opts,
  );
  return { kind: "irsa", providerArn: provider.arn };
}

/** The role of one service account's pods: the user's own where it was given, else one that they alone may assume. */
export function podRole(
  name: string,
  account: ServiceAccount,
  rights: RoleRights,
  context: PodRoleContext,
  opts: pulumi.CustomResourceOptions,
): RoleWithPolicies {
  const own = context.roles.pods?.[`${account.namespace}/${account.serviceAccount}`];
  if (own !== undefined) return adoptRole(own);
  return createRole(name, { ...roleSetting(context), ...rights, trusts: trustFor(account, context.identity) }, opts);
}

/** Lets the pods of a service account have the role. An association takes a moment to reach the nodes. */
export function tieRole(
  name: string,
  { namespace, serviceAccount }: ServiceAccount,
  role: RoleWithPolicies,
  { identity, tags }: Pick<PodRoleContext, "identity" | "tags">,
  opts: pulumi.CustomResourceOptions,
): RoleTie {
  if (identity.kind === "irsa") {
    return { serviceAccountAnnotations: { "eks.amazonaws.com/role-arn": role.arn }, needs: role.policies };
  }
  const association = new eks.PodIdentityAssociation(
    name,
    { clusterName: identity.clusterName, namespace, serviceAccount, roleArn: role.arn, tags },
    { ...opts, dependsOn: identity.agent },
  );
  return { serviceAccountAnnotations: {}, needs: [association, ...role.policies] };
}

function roleSetting({ partition, permissionsBoundary, tags }: PodRoleContext) {
  return { partition, permissionsBoundary, tags };
}

/** With Pod Identity it is the association that says whose role it is; with IRSA the role itself must. */
function trustFor({ namespace, serviceAccount }: ServiceAccount, identity: Identity): "pods" | PolicyStatement {
  if (identity.kind === "pod-identity") return "pods";
  const subject = `system:serviceaccount:${namespace}:${serviceAccount}`;
  return {
    Effect: "Allow",
    Principal: { Federated: identity.providerArn },
    Action: ["sts:AssumeRoleWithWebIdentity"],
    Condition: identity.providerArn.apply((arn) => {
      const issuer = arn.replace(/^.*:oidc-provider\//, "");
      return { StringEquals: { [`${issuer}:sub`]: subject, [`${issuer}:aud`]: AUDIENCE } };
    }),
  };
}
