/** What spark-submit users of a namespace start from: configuration, pod templates and placeholders of the plan. */

import type * as pulumi from "@pulumi/pulumi";

import { DRIVER_SERVICE_ACCOUNT } from "../addons/job-namespace";
import { mirrored } from "../addons/mirrors";
import { SparkDefaults } from "../addons/spark-defaults";
import { images } from "../addons/versions";
import { type ApplicationPlatform, resolvedConfiguration } from "../applications/application-platform";
import { placeholderTemplate } from "../applications/placeholders/template";
import { submissionConfiguration } from "../applications/spark-submit/command";
import { podTemplate } from "../plan/placement/pod-template";
import { configurationIn, withExecutorSize } from "../plan/room";

export function createSparkDefaults(
  platform: Omit<ApplicationPlatform, "provider">,
  namespace: string,
  options: pulumi.ComponentResourceOptions,
): void {
  const { plan, eventLogUri, imageMirrors } = platform;
  const labels = Object.entries(platform.podLabels?.[namespace] ?? {}).flatMap(([key, value]) =>
    ["driver", "executor"].map((role) => [`spark.kubernetes.${role}.label.${key}`, value] as const),
  );
  const image = mirrored(platform.sparkImage ?? plan.spark.image, imageMirrors);
  const pauseImage = mirrored(platform.pauseImage ?? images.pause, imageMirrors);
  const ofSize = (size?: string) => {
    const sized = withExecutorSize(plan, size);
    return {
      configuration: {
        ...resolvedConfiguration(configurationIn(sized, namespace), eventLogUri),
        ...submissionConfiguration({ namespace, serviceAccount: DRIVER_SERVICE_ACCOUNT, image }),
        ...Object.fromEntries(labels),
      },
      template: podTemplate(sized, "executor"),
      placeholders: placeholderTemplate({ plan: sized, namespace, image, pauseImage }),
    };
  };
  const { configuration, template: executor, placeholders } = ofSize();
  new SparkDefaults(
    `${plan.name}-${namespace}-spark-defaults`,
    {
      name: `${plan.name}-spark-defaults`,
      namespace,
      configuration,
      templates: { driver: podTemplate(plan, "driver"), executor },
      placeholders,
      executorSizes: plan.executorSizes.map(({ name }) => ({ name, ...ofSize(name) })),
    },
    options,
  );
}
