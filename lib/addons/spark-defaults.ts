/** What a spark-submit user needs so that jobs land where the plan put them: defaults and pod templates, in one ConfigMap. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";

import type { PodTemplate } from "../plan/placement/pod-template";
import { childOptions } from "./child-options";
import { javaProperties } from "./properties";

export interface SparkDefaultsArgs {
  /** Name of the ConfigMap. @default the component's name */
  name?: string;
  /** A namespace that jobs run in; must exist. */
  namespace: pulumi.Input<string>;
  /** Spark configuration. */
  configuration: Record<string, pulumi.Input<string>>;
  /** Pod templates of both roles. */
  templates: { driver: PodTemplate; executor: PodTemplate };
  /** A Job of placeholders of executors, as text for `printf` and the number of them. @default none */
  placeholders?: pulumi.Input<string>;
  /** Configuration, pod template and placeholders of executors of other sizes. @default none */
  executorSizes?: {
    name: string;
    configuration: Record<string, pulumi.Input<string>>;
    template: PodTemplate;
    placeholders?: pulumi.Input<string>;
  }[];
}

/**
 * A ConfigMap with `spark-defaults.conf`, `driver.yaml`, `executor.yaml` and `placeholders.yaml`: everything but the application; and
 * for executors of other sizes `spark-defaults-<size>.conf`, `executor-<size>.yaml` and `placeholders-<size>.yaml`.
 *
 * @example
 * new SparkDefaults("analytics-spark-defaults", {
 *   namespace: "spark-jobs",
 *   configuration: { "spark.executor.cores": "4" },
 *   templates: { driver: podTemplate(plan, "driver"), executor: podTemplate(plan, "executor") },
 * });
 *
 * Costs nothing.
 */
export class SparkDefaults extends pulumi.ComponentResource {
  /** Name of the ConfigMap. */
  readonly configMap: pulumi.Output<string>;

  constructor(name: string, args: SparkDefaultsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("spark-platform:addons:SparkDefaults", name, {}, opts);

    const { driver, executor } = args.templates;
    const ofSizes = (args.executorSizes ?? []).flatMap(({ name: size, configuration, template, placeholders }) => [
      [`spark-defaults-${size}.conf`, pulumi.output(configuration).apply(javaProperties)] as const,
      [`executor-${size}.yaml`, stringify(template)] as const,
      ...(placeholders === undefined ? [] : [[`placeholders-${size}.yaml`, placeholders] as const]),
    ]);
    this.configMap = new kubernetes.core.v1.ConfigMap(
      `${name}-files`,
      {
        metadata: { name: args.name ?? name, namespace: args.namespace },
        data: {
          "spark-defaults.conf": pulumi.output(args.configuration).apply(javaProperties),
          "driver.yaml": stringify(driver),
          "executor.yaml": stringify(executor),
          ...(args.placeholders !== undefined && { "placeholders.yaml": args.placeholders }),
          ...Object.fromEntries<pulumi.Input<string>>(ofSizes),
        },
      },
      childOptions(this, opts),
    ).metadata.name;
    this.registerOutputs({ configMap: this.configMap });
  }
}
