/** The service account that nodes run as: what a node needs, and nothing that a pod could use. */

import { IAMMember } from "@pulumi/gcp/projects/iammember";
import { Account } from "@pulumi/gcp/serviceaccount/account";
import type * as pulumi from "@pulumi/pulumi";

export interface NodeAccount {
  /** E-mail address. */
  email: pulumi.Input<string>;
  /** Rights without which a node does not become Ready. */
  rights: pulumi.Resource[];
}

/**
 * Logs, metrics and autoscaling, and pulling images.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#use_least_privilege_sa
 */
const ROLES = ["roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader"];

/** Creates the account in place of Compute Engine's default one, which may edit the whole project. Free of charge. */
export function createNodeAccount(
  name: string,
  { accountId, project }: { accountId: string; project: pulumi.Output<string> },
  opts: pulumi.CustomResourceOptions,
): NodeAccount {
  const account = new Account(`${name}-nodes`, { accountId, displayName: `Nodes of the GKE cluster ${name}` }, opts);
  const rights = ROLES.map(
    (role) =>
      new IAMMember(`${name}-nodes-${role.replace(/^roles\//, "")}`, { project, role, member: account.member }, opts),
  );
  return { email: account.email, rights };
}
