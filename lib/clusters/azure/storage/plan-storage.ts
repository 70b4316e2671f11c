/** Plans the storage for event logs and the registry of an AKS cluster. Pure. */

import type { ClusterPlan } from "../../../plan/cluster";
import type { Issue, IssueList } from "../../../plan/issue";
import type { Sound } from "../../../plan/structure";
import { CODE_PREFIX } from "../../common/code";
import type { AksClusterPlanArgs } from "../args";
import type { NewRegistryArgs } from "./storage-args";

/** A container of a storage account. */
export type AksEventLogsPlan =
  | {
      kind: "new";
      container: string;
      /** Days after which event logs are deleted; absent where they never are. */
      expireAfterDays?: number;
      deleteData: boolean;
    }
  | {
      kind: "existing";
      /** Directory in the container; empty for its root. */
      prefix: string;
    };

export type AksRegistryPlan =
  | {
      kind: "new";
      tier: NonNullable<NewRegistryArgs["tier"]>;
      keepImages: number;
      deleteData: boolean;
      /** Public registries that it caches. */
      pullThrough: PullThroughPlan[];
    }
  | { kind: "existing" };

export interface PullThroughPlan {
  /** As images name it, for example `docker.io`. */
  registry: string;
  /** First part of the names of cached repositories. */
  prefix: string;
}

/** What the registry fetches without credentials: https://learn.microsoft.com/azure/container-registry/artifact-cache-overview */
const PUBLIC_REGISTRIES: PullThroughPlan[] = [
  { registry: "ghcr.io", prefix: "ghcr" },
  { registry: "quay.io", prefix: "quay" },
  { registry: "registry.k8s.io", prefix: "k8s" },
  { registry: "public.ecr.aws", prefix: "ecr" },
];

const DOCKER_HUB: PullThroughPlan = { registry: "docker.io", prefix: "hub" };

/** Letters, digits and single dashes: https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata */
export const CONTAINER_NAME = /^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** US dollars per day. https://azure.microsoft.com/pricing/details/container-registry/ */
const DAILY = { Basic: 0.167, Standard: 0.667, Premium: 1.667 };

const BASIS = { region: "eastus", date: "2026-06" };

export function planEventLogs(given: AksClusterPlanArgs["eventLogs"] = {}): AksEventLogsPlan {
  if ("storageAccountId" in given) return { kind: "existing", prefix: given.prefix ?? "" };
  const { container = "spark-events", expireAfterDays, deleteData = false } = given;
  return { kind: "new", container, ...(expireAfterDays !== undefined && { expireAfterDays }), deleteData };
}

export function planRegistry(given: AksClusterPlanArgs["registry"] = {}): AksRegistryPlan {
  if ("url" in given) return { kind: "existing" };
  const { tier = "Standard", keepImages = 100, deleteData = false } = given;
  return { kind: "new", tier, keepImages, deleteData, pullThrough: planPullThrough(given.pullThrough) };
}

function planPullThrough(given: NewRegistryArgs["pullThrough"]): PullThroughPlan[] {
  if (given === undefined) return [];
  return given["docker.io"] === undefined ? PUBLIC_REGISTRIES : [...PUBLIC_REGISTRIES, DOCKER_HUB];
}

/** What a registry costs while it holds no more than its tier includes. */
export function registryFees(plan: AksRegistryPlan): ClusterPlan["fixedHourlyCost"] {
  if (plan.kind === "existing") return [];
  return [{ name: `container registry (${plan.tier})`, hourly: DAILY[plan.tier] / 24, basis: BASIS }];
}

/** Adds an issue when the container's name is known and none. */
export function checkContainer(eventLogs: Sound<AksClusterPlanArgs["eventLogs"]>, issues: IssueList): void {
  const container: unknown = eventLogs?.container;
  if (typeof container !== "string") return;
  if (container === CODE_PREFIX && !("storageAccountId" in (eventLogs ?? {}))) {
    issues.add({
      path: "eventLogs.container",
      value: container,
      problem: "is the container for code, which pods that write event logs must not be able to change",
      allowed: "the name of any other container",
      change: "Choose another name, or leave it out.",
    });
  }
  if (CONTAINER_NAME.test(container)) return;
  issues.add({
    path: "eventLogs.container",
    value: container,
    problem: "is not the name of a container",
    allowed: "3 to 63 lower-case letters, digits and single dashes, with a letter or digit first and last",
    change: "Give the container's name alone, without abfss:// and without a directory.",
  });
}

/** A note where event logs go to a directory that may not be there. */
export function eventLogNotes({ eventLogs }: AksClusterPlanArgs): Issue[] {
  if (eventLogs === undefined || !("storageAccountId" in eventLogs) || eventLogs.prefix === undefined) return [];
  const { prefix } = eventLogs;
  return [
    {
      path: "eventLogs.prefix",
      value: prefix,
      problem: "is used as it is: drivers fail unless a directory of that name is there",
      allowed: "the name of any directory of the container, or nothing for its root",
      change: `Make it once: az storage fs directory create --auth-mode login --account-name <account> --file-system <container> --name ${prefix}`,
    },
  ];
}
