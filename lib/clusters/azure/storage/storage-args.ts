/** What a user can say about the storage for event logs and the registry of an AKS cluster. */

import type * as pulumi from "@pulumi/pulumi";

import type { NewEventLogsArgs as CommonEventLogsArgs, NewRegistryArgs as CommonRegistryArgs } from "../../common/args";

/** A storage account that comes with the cluster: ADLS Gen2, without keys. */
export interface NewEventLogsArgs extends Omit<CommonEventLogsArgs, "prefix"> {
  /** Container that holds nothing else, 3 to 63 lower-case letters, digits and single dashes. @default "spark-events" */
  container?: string;
  /** Key that the account is encrypted with, besides Azure's own. @default none */
  encryptionKey?: StorageKeyArgs;
}

/** A customer-managed key in Key Vault that a storage account is encrypted with. */
export interface StorageKeyArgs {
  /** `https://<vault>.vault.azure.net/keys/<key>`; Azure follows its rotation unless a version is appended. */
  keyId: pulumi.Input<string>;
  /** Id of a user-assigned identity with the role Key Vault Crypto Service Encryption User at the key. */
  identityId: pulumi.Input<string>;
}

/** A container of a storage account that is already there. It is used as it is; pods get roles at the container. */
export interface ExistingEventLogsArgs {
  /** `/subscriptions/.../storageAccounts/<account>`, of an account with a hierarchical namespace (ADLS Gen2). */
  storageAccountId: pulumi.Input<string>;
  container: pulumi.Input<string>;
  /** Directory without slashes at its ends; it must be there. @default the root of the container */
  prefix?: string;
}

/** An image registry that comes with the cluster. */
export interface NewRegistryArgs extends CommonRegistryArgs {
  /**
   * `Basic` is for a few nodes: it has a third of the throughput, and 10 GiB. `Premium` has private endpoints and replicas.
   * @default "Standard", 0.67 USD a day with 100 GiB
   */
  tier?: "Basic" | "Standard" | "Premium";
  /**
   * Lets the registry fetch images of public registries and keep them: nodes then pull them from it. ghcr.io, quay.io,
   * registry.k8s.io and public.ecr.aws need no credentials; docker.io is cached where secrets with credentials are given, since Azure
   * fetches nothing from there without. `{}` caches the first four. Costs what the registry takes for storage.
   * @default no cache
   */
  pullThrough?: { "docker.io"?: RegistrySecretsArgs };
}

/** Credentials of a public registry in Key Vault; the registry gets the role Key Vault Secrets User at the vault. */
export interface RegistrySecretsArgs {
  /** `/subscriptions/.../vaults/<vault>`, of a vault whose rights are roles of Azure. */
  vaultId: pulumi.Input<string>;
  /** Secret that holds the user name: `https://<vault>.vault.azure.net/secrets/<secret>`. */
  usernameSecretId: pulumi.Input<string>;
  /** Secret that holds a password or access token. */
  passwordSecretId: pulumi.Input<string>;
}

/** A registry that is already there. */
export interface ExistingRegistryArgs {
  /** As images are named in it, for example `example.azurecr.io/spark`. */
  url: pulumi.Input<string>;
  /** `/subscriptions/.../registries/<registry>`; nodes get the right to pull from it. @default they have it already */
  registryId?: pulumi.Input<string>;
}
