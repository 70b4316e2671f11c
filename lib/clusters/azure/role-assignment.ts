/** Rights in Azure: a built-in role for one principal at one scope. */

import { createHash } from "node:crypto";

import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment";
import * as pulumi from "@pulumi/pulumi";

/** Built-in roles by their documented names. https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
export const roleDefinitions = {
  /** Pulls images from a registry. */
  AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
  /** All of Kubernetes in a cluster whose rights are Azure's. */
  "Azure Kubernetes Service RBAC Cluster Admin": "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
  /** Lists the kubeconfig of a cluster, without a right in it. */
  "Azure Kubernetes Service Cluster User Role": "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
  /** Reads secrets of a vault. */
  "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
  /** Lets a service run as a user-assigned identity. */
  "Managed Identity Operator": "f1a07417-d97a-45cb-824c-7a7467783830",
  /** Manages networks, and joins machines and load balancers to them. */
  "Network Contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
  /** Lists and reads blobs. */
  "Storage Blob Data Reader": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
  /** Lists, reads, writes and deletes blobs. */
  "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
} as const;

export type RoleDefinition = keyof typeof roleDefinitions;

export interface RoleAssignmentArgs {
  /** Id of the resource, resource group or subscription that the right is limited to. */
  scope: pulumi.Input<string>;
  /** Object id of who gets the right. */
  principalId: pulumi.Input<string>;
  /** What the principal is: Azure looks up one that was just made only where it is told. */
  principalType: pulumi.Input<"ServicePrincipal" | "User" | "Group">;
  roleDefinition: RoleDefinition;
  /** Condition in version 2.0 of Azure's language. @default none */
  condition?: pulumi.Input<string | undefined>;
}

/**
 * Assigns the role. Free of charge; it takes minutes to hold everywhere.
 *
 * Azure refuses a second assignment of one role to one principal at one scope, so these three make the name: an assignment that is
 * replaced has another name than its successor, and the same program has the same names.
 */
export function roleAssignment(
  name: string,
  { scope, principalId, principalType, roleDefinition, condition }: RoleAssignmentArgs,
  opts: pulumi.CustomResourceOptions,
): RoleAssignment {
  const role = roleDefinitions[roleDefinition];
  const resolved = pulumi.all([scope, principalId]);
  return new RoleAssignment(
    name,
    {
      roleAssignmentName: resolved.apply(([at, principal]) => guidOf(at.toLowerCase(), principal, role)),
      scope,
      principalId,
      principalType,
      roleDefinitionId: pulumi
        .output(scope)
        .apply((at) => `${subscriptionOf(at)}/providers/Microsoft.Authorization/roleDefinitions/${role}`),
      condition,
      conditionVersion: pulumi.output(condition).apply((text) => (text === undefined ? undefined : "2.0")),
    },
    opts,
  );
}

/**
 * A GUID that depends on the parts alone: version 8 of RFC 9562, made of SHA-256.
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
 */
export function guidOf(...parts: string[]): string {
  const bytes = createHash("sha256").update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const [, ...groups] = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(bytes.toString("hex")) ?? [];
  return groups.join("-");
}

/** `/subscriptions/<id>` of the id of anything in it. */
function subscriptionOf(id: string): string {
  return id.split("/").slice(0, 3).join("/");
}
