/** Structure of the plain arguments: what each may be, and which of them are sound enough for further checks. Pure. */

import { z } from "zod";

import type { IssueList } from "../../plan/issue";
import { type Sound, soundPart, strictObject, wholeNumber } from "../../plan/structure";
import { cidr, everyCluster, existingEventLogs, flag, hasKey, reference, tags } from "../common/structure";
import type { AksClusterPlanArgs } from "./args";
import { AKS_AUTOSCALERS } from "./autoscaler/autoscalers";
import { controlPlane } from "./control-plane/existing-structure";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const REGION = 'a region as `az account list-locations` names it, such as "westeurope"';

const newNetwork = strictObject({ cidr });
const existingNetwork = strictObject({
  subnetId: reference("the id of a subnet"),
  outboundType: z
    .enum(
      ["userAssignedNATGateway", "userDefinedRouting", "loadBalancer"],
      '"userAssignedNATGateway", "userDefinedRouting" or "loadBalancer"',
    )
    .optional(),
  cidr,
});

const newStorage = strictObject({
  container: z.string("the name of a container").optional(),
  expireAfterDays: wholeNumber(1, 36_500).optional(),
  deleteData: flag,
  encryptionKey: strictObject({
    keyId: reference("the identifier of a key in Key Vault"),
    identityId: reference("the id of a user-assigned identity"),
  }).optional(),
});
const existingStorage = existingEventLogs({
  storageAccountId: reference("the id of a storage account, together with container"),
  container: reference("the name of a container"),
});

const pullThrough = strictObject({
  "docker.io": strictObject({
    vaultId: reference("the id of a key vault"),
    usernameSecretId: reference("the identifier of a secret"),
    passwordSecretId: reference("the identifier of a secret"),
  }).optional(),
}).optional();
const newImages = strictObject({
  keepImages: wholeNumber(1, 10_000).optional(),
  deleteData: flag,
  tier: z.enum(["Basic", "Standard", "Premium"], '"Basic", "Standard" or "Premium"').optional(),
  pullThrough,
});
const existingImages = strictObject({
  url: reference("the URL of a registry"),
  registryId: reference("the id of a registry").optional(),
});

const others = {
  ...everyCluster,
  controlPlane: controlPlane.optional(),
  region: z
    .string(REGION)
    .regex(/^[a-z][a-z0-9]+$/, REGION)
    .optional(),
  tier: z.enum(["Free", "Standard", "Premium"], '"Free", "Standard" or "Premium"').optional(),
  zones: z.array(z.enum(["1", "2", "3"], '"1", "2" or "3"'), 'a list of zones such as ["1", "2", "3"]').optional(),
  podCidr: cidr,
  serviceCidr: cidr,
  maintenance: strictObject({
    day: z.enum(DAYS, "a day of the week such as Sunday").optional(),
    hour: wholeNumber(0, 23).optional(),
    hours: wholeNumber(4, 24).optional(),
  }).optional(),
  autoscaler: z.enum(AKS_AUTOSCALERS, '"native" or "auto-provisioning"').optional(),
  idleMinutes: wholeNumber(1, 120).optional(),
  deletionProtection: flag,
  identityId: reference("the id of a user-assigned identity").optional(),
  encryptionKeyId: reference("the identifier of a key in Key Vault").optional(),
  tags,
};

/** What the plan does not look at, so that it is not taken for an argument that is not there. */
const wiredThrough = {
  resourceGroupName: reference("the name of a resource group").optional(),
  admins: z
    .array(
      strictObject({
        objectId: reference("an object id of Entra ID"),
        type: z.enum(["Group", "User", "ServicePrincipal"], '"Group", "User" or "ServicePrincipal"').optional(),
      }),
      "a list of principals, itself plain; their object ids may be outputs",
    )
    .optional(),
  diskEncryptionSetId: reference("the id of a disk encryption set").optional(),
  storageAccounts: z
    .array(reference("the id of a storage account"), "a list of ids, itself plain; its elements may be outputs")
    .optional(),
};

/**
 * Adds an issue for every argument that is not known or not of the right structure.
 * @returns what is right of the arguments, so that one that is bad does not hide what is wrong with another.
 */
export function soundArguments(args: AksClusterPlanArgs, issues: IssueList): Sound<AksClusterPlanArgs> {
  return soundPart<AksClusterPlanArgs>(schemaFor(args), args, "", issues).sound ?? {};
}

/** What is there already has other arguments than what comes with the cluster. */
function schemaFor(args: Partial<AksClusterPlanArgs> | null) {
  const { network, eventLogs, registry } = args ?? {};
  return strictObject({
    ...others,
    ...wiredThrough,
    network: (hasKey(network, "subnetId") ? existingNetwork : newNetwork).optional(),
    eventLogs: (hasKey(eventLogs, "storageAccountId") ? existingStorage : newStorage).optional(),
    registry: (hasKey(registry, "url", "registryId") ? existingImages : newImages).optional(),
  });
}
