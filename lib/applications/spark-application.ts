/** A Spark application that the operator runs, sized and placed by the platform's plan. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { childOptions } from "../addons/child-options";
import { planned } from "../component";
import { IssueList } from "../plan/issue";
import type { ApplicationPlatform } from "./application-platform";
import { type ApplicationType, checkApplication } from "./check-application";
import { applicationSpec, namespaceOf } from "./application-spec";

/** Where the application's own code and data come from; URIs that the driver can open. */
export interface ApplicationDependencies {
  jars?: pulumi.Input<string>[];
  files?: pulumi.Input<string>[];
  pyFiles?: pulumi.Input<string>[];
  archives?: pulumi.Input<string>[];
  /** Maven coordinates, `group:artifact:version`; fetched at every start, so an image that holds them starts faster. */
  packages?: pulumi.Input<string>[];
  excludePackages?: pulumi.Input<string>[];
  repositories?: pulumi.Input<string>[];
}

export interface SparkApplicationArgs {
  /** The platform that runs it. */
  platform: ApplicationPlatform;
  /** Name of the object, at most 38 characters. @default the component's name */
  name?: string;
  /** One of the platform's namespaces. @default the first */
  namespace?: string;
  /** The jar, Python or R file, for example `local:///opt/app/job.py` (in the image) or `s3a://bucket/job.py`. */
  mainApplicationFile: pulumi.Input<string>;
  /** The class to run, of a jar. */
  mainClass?: string;
  /** @default "Scala" with a mainClass or a jar, else by the file's ending */
  type?: ApplicationType;
  arguments?: pulumi.Input<string>[];
  /** @default the platform's */
  image?: pulumi.Input<string>;
  /** Version of Spark in the image. @default the platform's */
  sparkVersion?: string;
  /**
   * Executors: a fixed number, or the bounds between which they follow the work. At most as many as the pools hold.
   * @default between 0 and what the pools hold
   */
  executors?: { instances?: number; min?: number; max?: number };
  /** More Spark configuration, or other values for what the plan sets; sizes and placement are refused. */
  sparkConf?: Record<string, pulumi.Input<string>>;
  /** When the operator runs it again. @default { type: "Never" } */
  restartPolicy?: {
    type: "Never" | "OnFailure" | "Always";
    /** Of a failed run or submission. @default 3 with "OnFailure" */
    retries?: number;
    /** @default 60 */
    retryIntervalSeconds?: number;
  };
  /**
   * Seconds after its end when the operator deletes the application. The next `pulumi refresh` misses it then, and the next
   * `pulumi up` runs it again. @default never
   */
  timeToLiveSeconds?: number;
  deps?: ApplicationDependencies;
}

/**
 * A Spark application. Its driver and executors have the sizes, nodes, priorities and security contexts of the platform's plan,
 * so they fit where they are put. `pulumi up` starts it and does not wait for its end; a change of its arguments runs it again.
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
    const objectName = args.name ?? name;
    planned(() => {
      const issues = new IssueList();
      checkApplication({ ...args, name: objectName }, args.platform.plan, issues);
      issues.raise(`SparkApplication ${JSON.stringify(name)}`);
    });
    const options = optionsFor(args.platform, opts);
    super("spark-platform:applications:SparkApplication", name, {}, options);

    const namespace = namespaceOf(args);
    const application = new kubernetes.apiextensions.CustomResource(
      `${name}-application`,
      {
        apiVersion: "sparkoperator.k8s.io/v1beta2",
        kind: "SparkApplication",
        metadata: { name: objectName, namespace, labels: { "app.kubernetes.io/part-of": args.platform.plan.name } },
        spec: applicationSpec(args),
      },
      childOptions(this, options),
    );
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
