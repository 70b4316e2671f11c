/** A Spark application that the operator runs, sized and placed by the platform's plan. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { childOptions } from "../addons/child-options";
import { planned } from "../component";
import { IssueList } from "../plan/issue";
import type { ApplicationPlatform } from "./application-platform";
import type { SparkApplicationArgs } from "./application-args";
import { applicationSpec, namespaceOf } from "./application-spec";
import { soundApplication } from "./application-structure";
import { checkApplication } from "./check-application";
import { createPlaceholders } from "./placeholders";

/**
 * A Spark application. Its driver and executors have the sizes, nodes, priorities and security contexts of the platform's plan,
 * so they fit where they are put. `pulumi up` starts it and does not wait for its end; a change of its arguments runs it again.
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
    planned(() => checkArguments(name, args));
    const objectName = args.name ?? name;
    const options = optionsFor(args.platform, opts);
    super("spark-platform:applications:SparkApplication", name, {}, options);

    const namespace = namespaceOf(args);
    const spec = applicationSpec(objectName, args);
    const application = new kubernetes.apiextensions.CustomResource(
      `${name}-application`,
      {
        apiVersion: "sparkoperator.k8s.io/v1beta2",
        kind: "SparkApplication",
        metadata: { name: objectName, namespace, labels: { "app.kubernetes.io/part-of": args.platform.plan.name } },
        spec,
      },
      childOptions(this, options),
    );
    createPlaceholders(name, args, { application, objectName, spec }, childOptions(this, options));
    this.name = application.metadata.name;
    this.namespace = application.metadata.namespace;
    this.statusCommand = pulumi.interpolate`kubectl --namespace ${this.namespace} get sparkapplication ${this.name}`;
    this.logsCommand = pulumi.interpolate`kubectl --namespace ${this.namespace} logs --follow ${this.name}-driver`;
    this.registerOutputs({
      name: this.name,
      namespace: this.namespace,
      statusCommand: this.statusCommand,
      logsCommand: this.logsCommand,
    });
  }
}

/** @throws InvalidArguments with every issue. */
function checkArguments(name: string, args: SparkApplicationArgs): void {
  const issues = new IssueList();
  const { sound = {} } = soundApplication(args, issues);
  const platform: Partial<ApplicationPlatform> | undefined = args?.platform;
  const isPlatform = platform?.plan?.cluster !== undefined && platform.provider !== undefined;
  if (!isPlatform) {
    issues.add({
      path: "platform",
      value: platform,
      problem: platform === undefined ? "is missing" : "is no platform of this library",
      allowed: "a SparkPlatform, or an object with its plan, provider and eventLogUri",
      change: "Create the platform first and give it here.",
    });
  }
  checkApplication({ ...sound, name: sound.name ?? name }, isPlatform ? platform.plan : undefined, issues);
  issues.raise(`SparkApplication ${JSON.stringify(name)}`);
}

/** Into the platform's cluster, once all of the platform is there: the operator's definitions above all. */
function optionsFor(
  platform: ApplicationPlatform,
  opts: pulumi.ComponentResourceOptions,
): pulumi.ComponentResourceOptions {
  return pulumi.mergeOptions(
    { provider: platform.provider, dependsOn: pulumi.Resource.isInstance(platform) ? [platform] : [] },
    opts,
  );
}
