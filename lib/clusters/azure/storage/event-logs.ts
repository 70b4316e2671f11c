/** The storage account that Spark's event logs go to: ADLS Gen2, without keys, encrypted, and there after the cluster is gone. */

import { getClientConfigOutput } from "@pulumi/azure-native/authorization/getClientConfig";
import { BlobContainer } from "@pulumi/azure-native/storage/blobContainer";
import { ManagementPolicy } from "@pulumi/azure-native/storage/managementPolicy";
import { StorageAccount, type StorageAccountArgs } from "@pulumi/azure-native/storage/storageAccount";
import * as pulumi from "@pulumi/pulumi";

import { CODE_PREFIX } from "../../common/code";
import { abfssUri, hostOf } from "./abfss";
import { dataGroup, type DataGroupArgs } from "./data-group";
import { globalName } from "./global-name";
import type { AksEventLogsPlan } from "./plan-storage";
import type { ExistingEventLogsArgs, StorageKeyArgs } from "./storage-args";

export interface EventLogsArgs extends DataGroupArgs {
  plan: Extract<AksEventLogsPlan, { kind: "new" }>;
  /** Whether the region has zones, of which one may fail then. */
  zoneRedundant: boolean;
  /** @default keys that Azure holds */
  encryptionKey?: StorageKeyArgs;
}

export interface EventLogStorage {
  /** URI of the event logs; known once the container is there. */
  uri: pulumi.Output<string>;
  /** Id of the storage account. */
  accountId: pulumi.Output<string>;
  /** URI of the container for code, without a slash at its end; absent where the account is not the cluster's own. */
  codeUri?: pulumi.Output<string>;
}

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftstorage */
const LONGEST_ACCOUNT_NAME = 24;

/**
 * Creates the account with a container for event logs and one for code, in a resource group of its own unless one is given. Costs
 * what Blob Storage takes by volume and request.
 *
 * Nobody gets in by a key: keys are off, and so are signatures made with them. Event logs are at the root of the container: Spark
 * fails where their directory is not there, and Resource Manager makes containers, but no directories.
 *
 * Without `deleteData`, `pulumi destroy` leaves the account with its resource group. It has no versions and no soft delete: event logs
 * are written once, and what compaction and expiry delete would go on to cost.
 */
export function createEventLogs(
  name: string,
  { plan, zoneRedundant, encryptionKey, ...group }: EventLogsArgs,
  opts: pulumi.CustomResourceOptions,
): EventLogStorage {
  const kept: pulumi.CustomResourceOptions = { ...opts, retainOnDelete: !plan.deleteData };
  const resourceGroupName = dataGroup(`${name}-event-logs`, group, kept);
  const { location, tags } = group;
  const account = new StorageAccount(
    `${name}-event-logs`,
    {
      resourceGroupName,
      accountName: pulumi
        .all([getClientConfigOutput({ parent: opts.parent }), resourceGroupName])
        .apply(([{ subscriptionId }, at]) => globalName(name, LONGEST_ACCOUNT_NAME, [subscriptionId, at, name])),
      ...(location !== undefined && { location }),
      kind: "StorageV2",
      sku: { name: zoneRedundant ? "Standard_ZRS" : "Standard_LRS" },
      isHnsEnabled: true,
      allowSharedKeyAccess: false,
      defaultToOAuthAuthentication: true,
      allowBlobPublicAccess: false,
      allowCrossTenantReplication: false,
      isLocalUserEnabled: false,
      enableHttpsTrafficOnly: true,
      minimumTlsVersion: "TLS1_2",
      ...encryptedWith(encryptionKey),
      tags,
    },
    kept,
  );
  const of = { resourceGroupName, accountName: account.name };
  const container = new BlobContainer(
    `${name}-event-logs`,
    { ...of, containerName: plan.container, publicAccess: "None" },
    kept,
  );
  if (plan.expireAfterDays !== undefined) {
    new ManagementPolicy(
      `${name}-event-logs`,
      // Azure takes no other name.
      { ...of, managementPolicyName: "default", policy: { rules: [expiry(plan.container, plan.expireAfterDays)] } },
      kept,
    );
  }
  const code = new BlobContainer(`${name}-code`, { ...of, containerName: CODE_PREFIX, publicAccess: "None" }, kept);
  const host = account.primaryEndpoints.apply(({ dfs }) => new URL(dfs).host);
  return {
    uri: abfssUri({ container: container.name, host, path: "" }),
    accountId: account.id,
    codeUri: pulumi.interpolate`abfss://${code.name}@${host}`,
  };
}

/** A container that is already there. */
export function adoptEventLogs({ storageAccountId, container, prefix = "" }: ExistingEventLogsArgs): EventLogStorage {
  const uri = abfssUri({ container, host: hostOf(storageAccountId), path: prefix });
  return { uri, accountId: pulumi.output(storageAccountId) };
}

/** Twice: by the service, and by the disks below it. https://learn.microsoft.com/azure/storage/common/infrastructure-encryption-enable */
function encryptedWith(key: StorageKeyArgs | undefined): Pick<StorageAccountArgs, "encryption" | "identity"> {
  const both = { requireInfrastructureEncryption: true, services: { blob: { enabled: true, keyType: "Account" } } };
  if (key === undefined) return { encryption: { ...both, keySource: "Microsoft.Storage" } };
  return {
    identity: { type: "UserAssigned", userAssignedIdentities: [key.identityId] },
    encryption: {
      ...both,
      keySource: "Microsoft.Keyvault",
      keyVaultProperties: pulumi.output(key.keyId).apply(keyOf),
      encryptionIdentity: { encryptionUserAssignedIdentity: key.identityId },
    },
  };
}

/** Without a version, Azure follows the key's rotation. */
function keyOf(keyId: string): { keyVaultUri: string; keyName: string; keyVersion?: string } {
  const { origin, pathname } = new URL(keyId);
  const [, , keyName = "", keyVersion] = pathname.split("/");
  return { keyVaultUri: origin, keyName, ...(keyVersion !== undefined && { keyVersion }) };
}

/** Files go; the directories of applications stay, empty. */
function expiry(container: string, days: number) {
  return {
    name: "expired-event-logs",
    enabled: true,
    type: "Lifecycle",
    definition: {
      filters: { blobTypes: ["blockBlob"], prefixMatch: [`${container}/`] },
      actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: days } } },
    },
  };
}
