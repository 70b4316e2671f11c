/** Public registries that the cluster's own one fetches images of, and keeps them. */

import { CacheRule } from "@pulumi/azure-native/containerregistry/cacheRule";
import { CredentialSet } from "@pulumi/azure-native/containerregistry/credentialSet";
import type { Registry } from "@pulumi/azure-native/containerregistry/registry";
import * as pulumi from "@pulumi/pulumi";

import type { AksRegistryPlan } from "./plan-storage";
import { roleAssignment } from "../role-assignment";
import type { RegistrySecretsArgs } from "./storage-args";

export interface CacheArgs {
  plan: Extract<AksRegistryPlan, { kind: "new" }>;
  registry: Registry;
  resourceGroupName: pulumi.Input<string>;
  dockerHub?: RegistrySecretsArgs;
}

/** Rules stay with the registry that they are part of; the right to the secrets goes with a destroy. */
interface CacheOptions {
  opts: pulumi.CustomResourceOptions;
  kept: pulumi.CustomResourceOptions;
}

/**
 * Creates a rule for each public registry. Costs the storage of what was pulled.
 * @see https://learn.microsoft.com/azure/container-registry/wildcards-artifact-cache
 */
export function createCache(
  name: string,
  { plan, registry, resourceGroupName, dockerHub }: CacheArgs,
  { opts, kept }: CacheOptions,
): { mirrors: Record<string, pulumi.Output<string>>; needs: pulumi.Resource[] } {
  const of = { resourceGroupName, registryName: registry.name };
  const mirrors: Record<string, pulumi.Output<string>> = {};
  const needs: pulumi.Resource[] = [];
  for (const { registry: source, prefix } of plan.pullThrough) {
    const credentials =
      source === "docker.io" && dockerHub ? createCredentials(name, of, dockerHub, { opts, kept }) : undefined;
    const rule = new CacheRule(
      `${name}-cache-${prefix}`,
      {
        ...of,
        // Letters and digits, at least five.
        cacheRuleName: `cache${prefix}`,
        sourceRepository: `${source}/*`,
        targetRepository: `${prefix}/*`,
        ...(credentials && { credentialSetResourceId: credentials.id }),
      },
      kept,
    );
    mirrors[source] = pulumi.interpolate`${registry.loginServer}/${prefix}`;
    needs.push(rule, ...(credentials ? [credentials.right] : []));
  }
  return { mirrors, needs };
}

function createCredentials(
  name: string,
  of: Pick<CacheArgs, "resourceGroupName"> & { registryName: pulumi.Input<string> },
  { vaultId, usernameSecretId, passwordSecretId }: RegistrySecretsArgs,
  { opts, kept }: CacheOptions,
): { id: pulumi.Output<string>; right: pulumi.Resource } {
  const credentials = new CredentialSet(
    `${name}-docker-hub`,
    {
      ...of,
      credentialSetName: "dockerhub",
      loginServer: "docker.io",
      authCredentials: [
        {
          name: "Credential1",
          usernameSecretIdentifier: usernameSecretId,
          passwordSecretIdentifier: passwordSecretId,
        },
      ],
      identity: { type: "SystemAssigned" },
    },
    kept,
  );
  const right = roleAssignment(
    `${name}-docker-hub-secrets`,
    {
      scope: vaultId,
      principalId: credentials.identity.apply((identity) => identity!.principalId!),
      principalType: "ServicePrincipal",
      roleDefinition: "Key Vault Secrets User",
    },
    opts,
  );
  return { id: credentials.id, right };
}
