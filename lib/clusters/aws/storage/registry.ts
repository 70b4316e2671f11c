/** The image registry that comes with a cluster: one ECR repository for the images of Spark applications. */

import * as ecr from "@pulumi/aws/ecr";
import type * as pulumi from "@pulumi/pulumi";

import type { Tags } from "../context";

export interface RegistryArgs {
  /** Newest images to keep. */
  keepImages: number;
  deleteData: boolean;
  kmsKeyArn?: pulumi.Input<string>;
  tags: Tags;
}

/** Days after which an image that lost its tag is deleted. */
const UNTAGGED_DAYS = 7;

/**
 * Creates the repository; it survives the cluster unless `deleteData`. Costs 0.10 USD a month for each GB of images.
 * @returns its URL: an image is `<url>:<tag>`.
 */
export function createRegistry(
  name: string,
  { keepImages, deleteData, kmsKeyArn, tags }: RegistryArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const kept: pulumi.CustomResourceOptions = { ...opts, retainOnDelete: !deleteData };
  const repository = new ecr.Repository(
    `${name}-images`,
    {
      // A tag that an application was tested with stays that image.
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [encryptionOf(kmsKeyArn)],
      forceDelete: deleteData,
      tags,
    },
    kept,
  );
  new ecr.LifecyclePolicy(
    `${name}-images`,
    { repository: repository.name, policy: lifecyclePolicy(keepImages) },
    // A repository has one policy: deleting the old one last would take the new one away.
    { ...kept, deleteBeforeReplace: true },
  );
  return repository.repositoryUrl;
}

/** How images lie in ECR. It can't be changed later without a new repository. */
export function encryptionOf(kmsKeyArn: pulumi.Input<string> | undefined): {
  encryptionType: string;
  kmsKey?: pulumi.Input<string>;
} {
  return kmsKeyArn === undefined ? { encryptionType: "AES256" } : { encryptionType: "KMS", kmsKey: kmsKeyArn };
}

/** Deletes images that lost their tag, and all but the newest. */
export function lifecyclePolicy(keepImages: number): string {
  const expire = { type: "expire" };
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: `Delete images without a tag after ${UNTAGGED_DAYS} days`,
        selection: {
          tagStatus: "untagged",
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: UNTAGGED_DAYS,
        },
        action: expire,
      },
      {
        rulePriority: 2,
        description: `Keep the newest ${keepImages} images`,
        selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keepImages },
        action: expire,
      },
    ],
  });
}
