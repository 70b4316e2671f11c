/** The image registry that comes with a cluster: a repository for the images of Spark applications, and caches of public ones. */

import { Repository, type RepositoryArgs as ArtifactRepositoryArgs } from "@pulumi/gcp/artifactregistry/repository";
import type * as pulumi from "@pulumi/pulumi";

import type { GkeRegistryPlan } from "./plan-registry";

export interface RegistryArgs {
  plan: Extract<GkeRegistryPlan, { kind: "new" }>;
  /** Region of the repositories. */
  location: pulumi.Input<string>;
  labels: Record<string, pulumi.Input<string>>;
  /** Key that encrypts the images; Artifact Registry's service agent must be allowed to use it. @default Google's own */
  kmsKeyName?: pulumi.Input<string>;
}

export interface Registry {
  /** Images are named `<url>/<image>:<tag>`. */
  url: pulumi.Output<string>;
  /** Host of each public registry with the prefix by which its images are pulled here. */
  imageMirrors: Record<string, pulumi.Output<string>>;
}

type Upstream = NonNullable<ArtifactRepositoryArgs["remoteRepositoryConfig"]>;

/** Registries whose public images need no credentials. The first pull caches an image, later ones don't leave Google's network. */
const UPSTREAMS: Record<string, Upstream> = {
  "docker.io": { dockerRepository: { publicRepository: "DOCKER_HUB" } },
  "ghcr.io": { commonRepository: { uri: "https://ghcr.io" } },
  "quay.io": { commonRepository: { uri: "https://quay.io" } },
  "registry.k8s.io": { commonRepository: { uri: "https://registry.k8s.io" } },
};

/** Time after which an image that has no tag, or is not among the newest, is deleted. */
const SEVEN_DAYS = "604800s";

/** Time after which a cached image is deleted; the next pull caches it again. */
const NINETY_DAYS = "7776000s";

/**
 * Creates the repositories; that of the applications' images survives the cluster unless `deleteData`. Costs 0.10 USD a month for
 * each GB of images, caches included (https://cloud.google.com/artifact-registry/pricing).
 */
export function createRegistry(
  name: string,
  { plan, location, labels, kmsKeyName }: RegistryArgs,
  opts: pulumi.CustomResourceOptions,
): Registry {
  const common = { format: "DOCKER", location, labels, ...(kmsKeyName !== undefined && { kmsKeyName }) };
  const images = new Repository(
    `${name}-images`,
    {
      ...common,
      repositoryId: `${name}-images`,
      description: `Images of Spark applications on the GKE cluster ${name}`,
      // A tag that an application was tested with stays that image. Artifact Registry deletes nothing that has such a tag:
      // https://cloud.google.com/artifact-registry/docs/repositories/update-repo-settings
      dockerConfig: { immutableTags: plan.keepImages === undefined },
      cleanupPolicies: cleanupPolicies(plan.keepImages),
      cleanupPolicyDryRun: false,
      // Scans what is pushed where the project has the Container Scanning API on.
      vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
    },
    { ...opts, retainOnDelete: !plan.deleteData },
  );
  const mirrors = Object.entries(UPSTREAMS).map(([host, upstream]): [string, pulumi.Output<string>] => [
    host,
    createMirror(name, host, { ...common, remoteRepositoryConfig: upstream }, opts),
  ]);
  return { url: images.registryUri, imageMirrors: Object.fromEntries(mirrors) };
}

function createMirror(
  name: string,
  host: string,
  args: Omit<ArtifactRepositoryArgs, "repositoryId">,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const repositoryId = `${name}-${host.replaceAll(".", "-")}`;
  const mirror = new Repository(
    repositoryId,
    {
      ...args,
      repositoryId,
      description: `Cache of ${host} for the GKE cluster ${name}`,
      mode: "REMOTE_REPOSITORY",
      cleanupPolicies: [{ id: "expire-cache", action: "DELETE", condition: { olderThan: NINETY_DAYS } }],
      cleanupPolicyDryRun: false,
      // Each image would cost, and they are others'.
      vulnerabilityScanningConfig: { enablementConfig: "DISABLED" },
    },
    opts,
  );
  return mirror.registryUri;
}

/** A version that is to be deleted and to be kept is kept. */
function cleanupPolicies(keepImages: number | undefined): ArtifactRepositoryArgs["cleanupPolicies"] {
  const untagged = {
    id: "delete-untagged",
    action: "DELETE",
    condition: { tagState: "UNTAGGED", olderThan: SEVEN_DAYS },
  };
  if (keepImages === undefined) return [untagged];
  return [
    untagged,
    { id: "keep-newest", action: "KEEP", mostRecentVersions: { keepCount: keepImages } },
    { id: "delete-older", action: "DELETE", condition: { tagState: "TAGGED", olderThan: SEVEN_DAYS } },
  ];
}
