/** The operator that runs applications, where the plan has one. */

import type * as pulumi from "@pulumi/pulumi";

import { ApacheSparkOperator } from "../addons/apache-spark-operator";
import { type ImageMirrors, mirroredChart } from "../addons/mirrors";
import { SparkOperator } from "../addons/spark-operator";
import { systemSchedulingOf } from "../plan/placement/scheduling";
import { apacheSparkOperator, sparkOperatorController, sparkOperatorWebhook } from "../plan/placement/system-pods";
import type { PlatformPlan } from "../plan/platform";
import type { SparkPlatformArgs } from "./args";

export function createOperator(
  plan: PlatformPlan,
  { operator, mirrors }: Pick<SparkPlatformArgs, "operator" | "mirrors">,
  imageMirrors: ImageMirrors,
  options: pulumi.ComponentResourceOptions,
): void {
  if (plan.sparkOperator === false) return;
  const { chart, values } = operator || {};
  const name = `${plan.name}-spark-operator`;
  const args = {
    namespace: plan.systemNamespace,
    jobNamespaces: plan.namespaces.map((namespace) => namespace.name),
    chart: mirroredChart(chart, mirrors),
    imageMirrors,
    values,
  };
  if (plan.sparkOperator === "apache") {
    const scheduling = systemSchedulingOf(plan, apacheSparkOperator.name);
    new ApacheSparkOperator(name, { ...args, scheduling }, options);
  } else {
    const controllerScheduling = systemSchedulingOf(plan, sparkOperatorController.name);
    const webhookScheduling = systemSchedulingOf(plan, sparkOperatorWebhook.name);
    new SparkOperator(name, { ...args, controllerScheduling, webhookScheduling }, options);
  }
}
