/** SparkImage: an image of Spark with connectors, built and pushed by the deployment, and run by its digest. */

import { relative } from "node:path";

import { Image } from "@pulumi/docker-build/image";
import type { Platform } from "@pulumi/docker-build/types/enums";
import * as pulumi from "@pulumi/pulumi";

import type { BuiltImage } from "../addons/built-image";
import type { SparkCluster } from "../clusters/contract";
import { planned } from "../component";
import { describeIssue } from "../plan/issue";
import type { SparkArgs } from "../plan/platform";
import { noFiles } from "./no-files/location";
import { type ImageBuildPlan, planImageBuild } from "./plan";
import type { SparkDockerfileArgs } from "./dockerfile";

/** A registry other than the cluster's. */
export interface ImageRegistryArgs {
  /** The image is `<repository>:<tag>`; nodes must be allowed to pull it. */
  repository: pulumi.Input<string>;
  /** @default what Docker knows of the registry on the machine that deploys */
  username?: pulumi.Input<string>;
  password?: pulumi.Input<string>;
}

export interface SparkImageArgs extends Omit<SparkDockerfileArgs, "connectors"> {
  /** The cluster that runs it: its nodes say for which architectures it is built, its registry takes it. */
  cluster: SparkCluster;
  /** Schemes of the object storage that the image can open. @default those that the cluster gives identities for */
  connectors?: SparkDockerfileArgs["connectors"];
  /** Folder with files for `instructions` to COPY, for example `./image`. @default no files */
  files?: string;
  /**
   * A settings.xml of Maven that names a mirror, for machines that do not reach the public repository; a secret, of which nothing
   * comes into the image. @default the public repository
   */
  mavenSettings?: pulumi.Input<string>;
  /** @default the registry that comes with the cluster */
  registry?: ImageRegistryArgs;
}

/**
 * Builds an image of Spark with the connectors of the cluster's storage, pushes it to the cluster's registry, and gives a platform
 * the name by its digest. A preview builds nothing. Needs `@pulumi/docker-build`, and a BuildKit builder on the machine that deploys.
 *
 * The tag follows from what is in the image, so that registries whose tags never move take each one once. A destroy leaves the
 * image where it is, as pods elsewhere may run it; the registry's own rules delete it.
 *
 * @example
 * const image = new SparkImage("analytics", { cluster });
 * const platform = new SparkPlatform("analytics", { cluster, spark: image.spark });
 *
 * Costs what the registry asks for storing it: what it adds to Spark's image is 1 to 50 MB.
 * @throws pulumi.ResourceError that lists every bad argument; nothing is created then.
 */
export class SparkImage extends pulumi.ComponentResource {
  /** The Dockerfile and what goes into it, as plain data. */
  readonly plan: ImageBuildPlan;
  /** `<repository>@sha256:<digest>`. */
  readonly reference: pulumi.Output<string>;
  /** What a platform says of it, for its argument `spark`. */
  readonly spark: Omit<SparkArgs, "image"> & { image: BuiltImage };

  constructor(name: string, args: SparkImageArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const plan = planned(() => planImageBuild(name, args));
    super("spark-platform:images:SparkImage", name, { plan }, opts);
    this.plan = plan;
    for (const note of plan.notes) void pulumi.log.warn(describeIssue(note), this);

    const { repository, username, password } = args.registry ?? args.cluster.pushTarget!(name);
    const image = new Image(
      `${name}-image`,
      {
        tags: [pulumi.interpolate`${repository}:${plan.tag}`],
        dockerfile: { inline: plan.dockerfile },
        context: { location: args.files ?? pathFromHere(noFiles) },
        platforms: plan.architectures.map((architecture): Platform => `linux/${architecture}`),
        // What BuildKit writes into the image in place of the time: https://reproducible-builds.org/specs/source-date-epoch/
        buildArgs: { SOURCE_DATE_EPOCH: "0" },
        ...(args.mavenSettings !== undefined && {
          secrets: { [MAVEN_SETTINGS]: pulumi.secret(args.mavenSettings) },
          // Another password there makes no other image, and registries whose tags never move would refuse it again.
          ignoreSecretsInDiffCalculation: [MAVEN_SETTINGS],
        }),
        push: true,
        buildOnPreview: false,
        ...(username !== undefined && { registries: [{ address: hostOf(repository), username, password }] }),
      },
      // The credentials that would delete it are gone by then.
      { parent: this, retainOnDelete: true },
    );
    this.reference = pulumi.interpolate`${repository}@${image.digest}`;
    this.spark = {
      version: plan.version,
      image: { name: plan.name, reference: this.reference },
      architectures: plan.architectures,
      hadoopCloud: true,
    };
    this.registerOutputs({ reference: this.reference });
  }
}

/** The secret that the Dockerfile takes. */
const MAVEN_SETTINGS = "maven-settings";

/** The engine starts programs and providers in the same folder; a path from there is the same on every machine. */
function pathFromHere(path: string): string {
  return relative(process.cwd(), path).replaceAll("\\", "/");
}

/** Credentials are of the whole registry. */
function hostOf(repository: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(repository).apply((name) => name.split("/")[0]!);
}
