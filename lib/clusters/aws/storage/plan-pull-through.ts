/** Plans which public registries ECR caches, and under which prefixes. Pure. */

import { createHash } from "node:crypto";

import type { EksClusterPlanArgs, PrivatePullThroughRegistry } from "../args";

export interface PullThroughPlan {
  /** As images name it, for example `docker.io`. */
  registry: string;
  /** As ECR names it, for example `registry-1.docker.io`. */
  upstream: string;
  /** First part of the names of cached repositories: one of the cluster and registry. */
  prefix: string;
  /** Whether the registry asks who one is. */
  hasCredentials: boolean;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-rule.html */
const PUBLIC = [
  { registry: "registry.k8s.io", upstream: "registry.k8s.io", short: "k8s" },
  { registry: "quay.io", upstream: "quay.io", short: "quay" },
  { registry: "public.ecr.aws", upstream: "public.ecr.aws", short: "ecr" },
];
const PRIVATE: { registry: PrivatePullThroughRegistry; upstream: string; short: string }[] = [
  { registry: "docker.io", upstream: "registry-1.docker.io", short: "hub" },
  { registry: "ghcr.io", upstream: "ghcr.io", short: "ghcr" },
];

/** Characters that ECR takes for a prefix. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
const LONGEST_PREFIX = 30;

/** Room for a slash and the longest short name. */
const LONGEST_OWNER = LONGEST_PREFIX - 5;

const DIGEST_LENGTH = 6;

export function planPullThrough(clusterName: string, registry: EksClusterPlanArgs["registry"]): PullThroughPlan[] {
  if (registry === undefined || !("pullThrough" in registry) || registry.pullThrough === undefined) return [];
  const secrets = registry.pullThrough;
  const withSecret = PRIVATE.filter((one) => secrets[one.registry] !== undefined);
  const prefixOf = (short: string) => `${owner(clusterName)}/${short}`;
  return [
    ...PUBLIC.map(({ short, ...one }) => ({ ...one, prefix: prefixOf(short), hasCredentials: false })),
    ...withSecret.map(({ short, ...one }) => ({ ...one, prefix: prefixOf(short), hasCredentials: true })),
  ];
}

/** The cluster's name, or as much of it as fits with a digest of all of it. */
function owner(clusterName: string): string {
  if (clusterName.length <= LONGEST_OWNER) return clusterName;
  const digest = createHash("sha256").update(clusterName).digest("hex").slice(0, DIGEST_LENGTH);
  return `${clusterName.slice(0, LONGEST_OWNER - DIGEST_LENGTH - 1).replace(/-$/, "")}-${digest}`;
}
