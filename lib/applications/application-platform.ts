/** What an application needs to know of the platform that runs it; SparkPlatform is one, and one can be put together by hand. */

import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { ImageMirrors } from "../addons/mirrors";
import type { SparkCluster } from "../clusters/contract";
import type { PlatformPlan } from "../plan/platform";
import type { ConfigurationEntry } from "../plan/spark/configuration";

export interface ApplicationPlatform {
  /** Sizes, placement and configuration. */
  readonly plan: PlatformPlan;
  /** Deploys into the cluster. */
  readonly provider: kubernetes.Provider;
  /** Where event logs go. */
  readonly eventLogUri: pulumi.Output<string>;
  /** Labels by namespace that pods need so that the cloud knows who they are. @default none */
  readonly podLabels?: Record<string, Record<string, pulumi.Input<string>>>;
  /** The image that pods run, where its digest is known only after it was pushed. @default the plan's */
  readonly sparkImage?: pulumi.Input<string>;
  /** Registries that images are pulled from in place of the public ones. @default none */
  readonly imageMirrors?: ImageMirrors;
  /** What placeholders of executors run. @default registry.k8s.io/pause:3.10 */
  readonly pauseImage?: string;
  /** Puts local code where drivers read it. @default only small text files can be brought, by a ConfigMap */
  readonly uploadCode?: SparkCluster["uploadCode"];
}

/** The plan's configuration with the values that only the deployed cluster knows. */
export function resolvedConfiguration(
  configuration: ConfigurationEntry[],
  eventLogUri: pulumi.Input<string>,
): Record<string, pulumi.Input<string>> {
  return Object.fromEntries(
    configuration.map(({ key, value }) => [key, typeof value === "string" ? value : eventLogUri]),
  );
}
