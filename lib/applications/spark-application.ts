/** A Spark application that the operator runs, sized and placed by the platform's plan. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { childOptions } from "../addons/child-options";
import { planned } from "../component";
import type { ApplicationPlatform } from "./application-platform";
import type { SparkApplicationArgs } from "./args";
import { checkArguments } from "./check/arguments";
import { checkOperator } from "./check/operator";
import { provideCode } from "./code/provide";
import { compileApplication } from "./compile/compile";
import { createPlaceholders } from "./placeholders/owned-job";
import { logsCommand, operatorObject, statusCommand } from "./targets";

/**
 * A Spark application: a jar, Python, R or a file of SQL. Its driver and executors have the sizes, nodes, priorities and security
 * contexts of the platform's plan, or sizes of its own that the plan has proved to fit. `pulumi up` brings local code into the
 * cluster, starts the application and does not wait for its end; a change of its arguments or of the code ends a run that goes on and
 * runs it again. Code that nothing runs any longer is deleted, and all of it with the application.
 *
 * Placeholders ask for the room of the first executors at once, so that from zero the nodes of driver and executors boot side by
 * side.
 *
 * @example
 * new SparkApplication("pi", {
 *   platform,
 *   mainClass: "org.apache.spark.examples.SparkPi",
 *   mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
 *   executors: { max: 10 },
 * });
 *
 * Costs a driver and its executors while it runs; the plan's cost estimate has both by the hour.
 * @throws pulumi.ResourceError that lists every bad argument; nothing is created then.
 */
export class SparkApplication extends pulumi.ComponentResource {
  /** Name of the SparkApplication object. */
  readonly name: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;
  /** Shows how it is getting on. */
  readonly statusCommand: pulumi.Output<string>;
  /** Follows the driver's log. */
  readonly logsCommand: pulumi.Output<string>;

  constructor(name: string, args: SparkApplicationArgs, opts: pulumi.ComponentResourceOptions = {}) {
    planned(() =>
      checkArguments("SparkApplication", name, args, {
        check: (app, plan, issues) => {
          if (plan) checkOperator(app, plan, issues);
        },
      }),
    );
    const objectName = args.name ?? name;
    const options = platformOptions(args.platform, opts);
    super("spark-platform:applications:SparkApplication", name, {}, options);

    const inside = childOptions(this, options);
    const code = provideCode(name, { objectName, kind: "application", isKept: false }, args, inside);
    const compiled = compileApplication(objectName, args, code);
    const { namespace, labels, annotations } = compiled;
    const object = operatorObject(compiled);
    const { apiVersion, kind, spec } = object;
    const application = new kubernetes.apiextensions.CustomResource(
      `${name}-application`,
      { apiVersion, kind, metadata: { name: object.name, namespace, labels, annotations }, spec },
      pulumi.mergeOptions(pulumi.mergeOptions(inside, { dependsOn: code.dependsOn }), object.options),
    );
    createPlaceholders(name, args, compiled, { application, spec }, inside);
    this.name = application.metadata.name;
    this.namespace = application.metadata.namespace;
    this.statusCommand = statusCommand(compiled, this.name);
    this.logsCommand = logsCommand(compiled, this.name);
    this.registerOutputs({
      name: this.name,
      namespace: this.namespace,
      statusCommand: this.statusCommand,
      logsCommand: this.logsCommand,
    });
  }
}

/** Into the platform's cluster, once all of the platform is there: the operator's definitions above all. */
export function platformOptions(
  platform: ApplicationPlatform,
  opts: pulumi.ComponentResourceOptions,
): pulumi.ComponentResourceOptions {
  return pulumi.mergeOptions(
    { provider: platform.provider, dependsOn: pulumi.Resource.isInstance(platform) ? [platform] : [] },
    opts,
  );
}
