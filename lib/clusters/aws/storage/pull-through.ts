/** ECR as a cache of public registries: rules, what the repositories that it makes are like, and who may fill them. */

import * as ecr from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";

import type { NewEcrRegistryArgs } from "../args";
import type { EksContext } from "../context";
import { createRole, type PolicyStatement } from "../identity/iam";
import type { PullThroughPlan } from "./plan-pull-through";
import { encryptionOf, lifecyclePolicy } from "./registry";

export interface PullThroughArgs extends EksContext {
  /** URL of any repository of the registry. */
  repositoryUrl: pulumi.Output<string>;
  /** ARNs of the secrets for registries that ask who one is. */
  secrets: NonNullable<NewEcrRegistryArgs["pullThrough"]>;
}

export interface PullThrough {
  /** Prefix of the images of each registry, for example `111122223333.dkr.ecr.eu-central-1.amazonaws.com/analytics/k8s`. */
  mirrors: Record<string, pulumi.Output<string>>;
  /** What nodes need to have an image fetched that the cache lacks. */
  nodeRights: pulumi.Output<PolicyStatement[]>;
  /** What must exist before images are pulled from there. */
  rules: pulumi.Resource[];
}

/** Cached images of each repository to keep; others come again from the public registry. */
const KEPT_IMAGES = 20;

/** What the first pull of an image asks for: https://docs.aws.amazon.com/service-authorization/latest/reference/list_ecr.html */
const FILLING = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository", "ecr:TagResource"];

/** Creates the rules. Costs 0.10 USD a month for each GB of cached images; ECR keeps their repositories after a destroy. */
export function createPullThrough(
  name: string,
  args: PullThroughArgs,
  opts: pulumi.CustomResourceOptions,
): PullThrough {
  const { plan, repositoryUrl, secrets } = args;
  const host = repositoryUrl.apply((url) => url.slice(0, url.indexOf("/")));
  const repositories = repositoryArns(args, host);
  const maker = createRole(`${name}-cache`, { ...args, trusts: "ecr", allows: makerRights(args, repositories) }, opts);
  const rules = plan.pullThrough.map((cached) => {
    const template = new ecr.RepositoryCreationTemplate(
      `${name}-${cached.registry}`,
      templateArgs(cached, maker.arn, args),
      { ...opts, dependsOn: maker.policies },
    );
    const secret = (secrets as Record<string, pulumi.Input<string> | undefined>)[cached.registry];
    return new ecr.PullThroughCacheRule(
      `${name}-${cached.registry}`,
      {
        ecrRepositoryPrefix: cached.prefix,
        upstreamRegistryUrl: cached.upstream,
        ...(secret !== undefined && { credentialArn: secret }),
      },
      // A repository that is made before its template stays without what it says.
      { ...opts, dependsOn: template },
    );
  });
  const mirrors = plan.pullThrough.map(({ registry, prefix }) => [registry, pulumi.interpolate`${host}/${prefix}`]);
  return {
    mirrors: Object.fromEntries(mirrors) as PullThrough["mirrors"],
    nodeRights: repositories.apply((arns): PolicyStatement[] => [{ Effect: "Allow", Action: FILLING, Resource: arns }]),
    rules,
  };
}

/** The account is the first part of the registry's host. */
function repositoryArns({ plan, partition, region }: EksContext, host: pulumi.Output<string>): pulumi.Output<string[]> {
  return pulumi
    .all([partition, region, host])
    .apply(([inPartition, inRegion, ofHost]) =>
      plan.pullThrough.map(
        ({ prefix }) => `arn:${inPartition}:ecr:${inRegion}:${ofHost.split(".")[0]}:repository/${prefix}/*`,
      ),
    );
}

function templateArgs(
  { prefix }: PullThroughPlan,
  makerArn: pulumi.Output<string>,
  { kmsKeyArn, tags }: EksContext,
): ecr.RepositoryCreationTemplateArgs {
  return {
    prefix,
    description: "Images of a public registry that nodes pull through ECR",
    appliedFors: ["PULL_THROUGH_CACHE"],
    customRoleArn: makerArn,
    encryptionConfigurations: [encryptionOf(kmsKeyArn)],
    // Tags of public registries may move, and ECR follows them once a day.
    imageTagMutability: "MUTABLE",
    lifecyclePolicy: lifecyclePolicy(KEPT_IMAGES),
    resourceTags: tags,
  };
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html */
function makerRights(
  { kmsKeyArn }: EksContext,
  repositories: pulumi.Output<string[]>,
): pulumi.Output<PolicyStatement[]> {
  return pulumi.all([repositories, kmsKeyArn]).apply(([arns, key]): PolicyStatement[] => [
    { Effect: "Allow", Action: ["ecr:CreateRepository", "ecr:TagResource"], Resource: arns },
    ...(key === undefined
      ? []
      : [
          {
            Effect: "Allow" as const,
            Action: ["kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey"],
            Resource: [key],
          },
        ]),
  ]);
}
