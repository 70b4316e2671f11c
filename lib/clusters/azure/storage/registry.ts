/** The image registry that comes with a cluster: an Azure Container Registry that only the nodes pull from. */

import { getClientConfigOutput } from "@pulumi/azure-native/authorization/getClientConfig";
import { Registry } from "@pulumi/azure-native/containerregistry/registry";
import { Task } from "@pulumi/azure-native/containerregistry/task";
import * as pulumi from "@pulumi/pulumi";

import { createCache } from "./registry-cache";
import { dataGroup, type DataGroupArgs } from "./data-group";
import { globalName } from "./global-name";
import type { AksRegistryPlan } from "./plan-storage";
import { roleAssignment } from "../role-assignment";
import type { ExistingRegistryArgs, RegistrySecretsArgs } from "./storage-args";

export interface RegistryArgs extends DataGroupArgs {
  plan: Extract<AksRegistryPlan, { kind: "new" }>;
  /** Object id of the identity that nodes pull images with. */
  kubeletId: pulumi.Input<string>;
  /** Credentials of Docker Hub, where it is cached. */
  dockerHub?: RegistrySecretsArgs;
}

export interface ImageRegistry {
  /** An image is `<url>:<tag>`. */
  url: pulumi.Output<string>;
  /** Prefixes by which images of public registries are pulled from this one. */
  mirrors: Record<string, pulumi.Output<string>>;
  /** Must be there before a node can pull. */
  needs: pulumi.Resource[];
}

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcontainerregistry */
const LONGEST_REGISTRY_NAME = 50;

const REPOSITORY = "spark";

/** Days after which an image that lost its tag is deleted. */
const UNTAGGED_DAYS = 7;

/** Once a day, when little runs; in UTC. */
const PURGE_SCHEDULE = "0 3 * * *";

/** Seconds; the default of a scheduled task. https://learn.microsoft.com/azure/container-registry/container-registry-auto-purge */
const PURGE_TIMEOUT = 3600;

/**
 * Creates the registry, in a resource group of its own unless one is given; it survives the cluster unless `deleteData`. Costs what
 * its tier costs, storage beyond what the tier includes (0.10 USD a month for each GB), and about a cent a month for the purge.
 *
 * Azure has no rule that keeps the newest images: a task of the registry deletes the others, day by day. `acr purge`, which it runs,
 * is a preview. Nor does a registry refuse to overwrite a tag; images can be locked one by one.
 */
export function createRegistry(
  name: string,
  { plan, kubeletId, dockerHub, ...group }: RegistryArgs,
  opts: pulumi.CustomResourceOptions,
): ImageRegistry {
  const kept: pulumi.CustomResourceOptions = { ...opts, retainOnDelete: !plan.deleteData };
  const resourceGroupName = dataGroup(`${name}-images`, group, kept);
  const { location, tags } = group;
  const placed = { resourceGroupName, ...(location !== undefined && { location }), tags };
  const registry = new Registry(
    `${name}-images`,
    {
      ...placed,
      registryName: pulumi
        .all([getClientConfigOutput({ parent: opts.parent }), resourceGroupName])
        .apply(([{ subscriptionId }, at]) => globalName(name, LONGEST_REGISTRY_NAME, [subscriptionId, at, name])),
      sku: { name: plan.tier },
      adminUserEnabled: false,
      anonymousPullEnabled: false,
    },
    kept,
  );
  new Task(
    `${name}-images-purge`,
    {
      ...placed,
      registryName: registry.name,
      taskName: "purge",
      platform: { os: "Linux", architecture: "amd64" },
      agentConfiguration: { cpu: 2 },
      credentials: { sourceRegistry: { loginMode: "Default" } },
      step: { type: "EncodedTask", encodedTaskContent: Buffer.from(purgeSteps(plan.keepImages)).toString("base64") },
      trigger: { timerTriggers: [{ name: "daily", schedule: PURGE_SCHEDULE, status: "Enabled" }] },
      timeout: PURGE_TIMEOUT,
      status: "Enabled",
    },
    kept,
  );
  const cache = createCache(name, { plan, registry, resourceGroupName, dockerHub }, { opts, kept });
  return {
    url: pulumi.interpolate`${registry.loginServer}/${REPOSITORY}`,
    mirrors: cache.mirrors,
    needs: [grantPull(name, registry.id, kubeletId, opts), ...cache.needs],
  };
}

/** A registry that is already there. */
export function adoptRegistry(
  name: string,
  { url, registryId }: ExistingRegistryArgs,
  kubeletId: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): ImageRegistry {
  return {
    url: pulumi.output(url),
    mirrors: {},
    needs: registryId === undefined ? [] : [grantPull(name, registryId, kubeletId, opts)],
  };
}

function grantPull(
  name: string,
  registryId: pulumi.Input<string>,
  kubeletId: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  return roleAssignment(
    `${name}-images-pull`,
    { scope: registryId, principalId: kubeletId, principalType: "ServicePrincipal", roleDefinition: "AcrPull" },
    opts,
  );
}

/** Tags beyond the newest first, then what no tag holds any more. */
function purgeSteps(keepImages: number): string {
  const steps = [
    `acr purge --filter '.*:.*' --ago 0d --keep ${keepImages}`,
    `acr purge --filter '.*:^$' --ago ${UNTAGGED_DAYS}d --untagged`,
  ];
  const lines = steps.flatMap((cmd) => [
    `  - cmd: ${cmd}`,
    "    disableWorkingDirectoryOverride: true",
    `    timeout: ${PURGE_TIMEOUT}`,
  ]);
  return ["version: v1.1.0", "steps:", ...lines, ""].join("\n");
}
