/** The rights of one service account to containers and directories of storage accounts, through workload identity. */

import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity/federatedIdentityCredential";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import * as pulumi from "@pulumi/pulumi";

import type { StorageAccessRequest, StorageGrant, WorkloadIdentity } from "../../contract";
import { type AbfssPlace, nameOf, parseAbfss } from "./abfss";
import { pathCondition } from "./path-condition";
import { roleAssignment, type RoleDefinition } from "../role-assignment";

export interface StorageAccessArgs extends StorageAccessRequest {
  /** OpenID Connect issuer of the cluster. */
  issuer: pulumi.Input<string>;
  /** Resource group of the identity. */
  resourceGroupName: pulumi.Input<string>;
  location?: pulumi.Input<string>;
  /** Ids of the storage accounts that grants may name. */
  storageAccounts: pulumi.Input<string>[];
  tags: Record<string, pulumi.Input<string>>;
}

const ROLES: Record<StorageGrant["access"], RoleDefinition> = {
  read: "Storage Blob Data Reader",
  write: "Storage Blob Data Contributor",
};

/** Grants that one role assignment makes: Azure takes one of a role for a principal at a scope. */
interface Right {
  /** Tells it from the others of the service account. */
  name: string;
  access: StorageGrant["access"];
  places: pulumi.Output<AbfssPlace[]>;
}

/**
 * A user-assigned identity that the service account's tokens are exchanged for, with a role at each container, limited to the
 * directories that the grants name. Free of charge.
 *
 * A role takes minutes to hold everywhere. Roles don't wait for the cluster, so on a first deployment they have those minutes.
 *
 * @throws pulumi.ResourceError when a URI is no place in Data Lake Storage, or in an account that is not known.
 */
export class StorageAccess extends pulumi.ComponentResource {
  readonly identity: WorkloadIdentity;

  constructor(name: string, args: StorageAccessArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const rights = rightsOf(args.grants);
    super("spark-platform:clusters/azure:StorageAccess", name, {}, opts);

    const { resourceGroupName, location, tags } = args;
    const identity = new UserAssignedIdentity(
      `${name}-identity`,
      { resourceGroupName, ...(location !== undefined && { location }), tags },
      { parent: this },
    );
    const credential = new FederatedIdentityCredential(
      `${name}-credential`,
      {
        resourceGroupName,
        resourceName: identity.name,
        federatedIdentityCredentialResourceName: "kubernetes",
        issuer: args.issuer,
        subject: `system:serviceaccount:${args.namespace}:${args.serviceAccount}`,
        audiences: ["api://AzureADTokenExchange"],
      },
      { parent: this },
    );
    const accounts = pulumi.all(args.storageAccounts);
    const scopes = pulumi
      .all([accounts, pulumi.all(rights.map(({ places }) => places))])
      .apply(([ids, places]) => scopesOf(rights, places, ids));
    const assignments = rights.map(({ name: right, access, places }, at) =>
      roleAssignment(
        `${name}-${right}`,
        {
          scope: scopes.apply((all) => all[at]!),
          principalId: identity.principalId,
          principalType: "ServicePrincipal",
          roleDefinition: ROLES[access],
          condition: places.apply((all) => pathCondition(all.map(({ path }) => path))),
        },
        { parent: this },
      ),
    );
    this.identity = {
      serviceAccountAnnotations: { "azure.workload.identity/client-id": identity.clientId },
      podLabels: { "azure.workload.identity/use": "true" },
      dependsOn: [credential, ...assignments],
    };
    this.registerOutputs({});
  }
}

/** Grants whose URIs are known are put together by container; of the others there is one for each. */
function rightsOf(grants: StorageGrant[]): Right[] {
  const known = new Map<string, { access: StorageGrant["access"]; places: AbfssPlace[] }>();
  const rights: Right[] = [];
  for (const { access, uri, name: own } of grants) {
    if (typeof uri !== "string") {
      const places = pulumi.output(uri).apply((text) => [parseAbfss(text)]);
      rights.push({ name: own ?? `${access}-${rights.length}`, access, places });
      continue;
    }
    const place = parseAbfss(uri);
    const name = `${access}-${place.account}-${place.container}`;
    known.set(name, { access, places: [...(known.get(name)?.places ?? []), place] });
  }
  const together = [...known].map(([name, { access, places }]) => ({ name, access, places: pulumi.output(places) }));
  return [...rights, ...together];
}

/** @throws pulumi.ResourceError when an account is not known, or when two rights would be one assignment. */
function scopesOf(rights: Right[], places: AbfssPlace[][], accountIds: string[]): string[] {
  const scopes = places.map(([place]) => scopeOf(place!, accountIds));
  const assignments = scopes.map((scope, at) => `${rights[at]!.access} ${scope.toLowerCase()}`);
  const twice = assignments.findIndex((one, at) => assignments.indexOf(one) < at);
  if (twice < 0) return scopes;
  const { container, account } = places[twice]![0]!;
  const message = `uri: two grants to ${rights[twice]!.access} name container ${JSON.stringify(container)} of storage account ${JSON.stringify(account)}, one of them by an output. Azure takes one assignment of a role for an identity at a container. Give both as plain text, or only the one that contains the other.`;
  throw new pulumi.ResourceError(message, undefined, true);
}

function scopeOf({ account, container }: AbfssPlace, accountIds: string[]): string {
  const id = accountIds.find((one) => nameOf(one) === account);
  if (id !== undefined) return `${id}/blobServices/default/containers/${container}`;
  const known = accountIds.map((one) => nameOf(one)).join(", ");
  const message = `uri: storage account ${JSON.stringify(account)} is not known to the cluster, so no right to it can be given. Allowed: ${known === "" ? "none yet" : known}. Add its id to storageAccounts of the cluster: az storage account show --name ${account} --query id`;
  throw new pulumi.ResourceError(message, undefined, true);
}
