/** What a user says about an application. */

import type * as pulumi from "@pulumi/pulumi";

import type { ApplicationPlatform } from "./application-platform";
import type { ApplicationType } from "./check-application";

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
   * Executors: one of the platform's `executorSizes` by name, and a fixed number, or the bounds between which they follow the
   * work. At most as many as the pools hold.
   * @default of the default size, between 0 and what the pools hold
   */
  executors?: {
    size?: string;
    instances?: number;
    min?: number;
    max?: number;
    /**
     * Executors whose room is asked for together with the driver's, so that one boot of nodes serves both; 0 for none. Only the first
     * start has it, not one after a failure. @default `instances`, else `min`
     */
    reserve?: number;
  };
  /**
   * Keeps executors in the zone of their driver: what they shuffle crosses no zone, and volumes that they take over are never out of
   * reach. They can't use spot machines or room of other zones then. Every node must carry the label `topology.kubernetes.io/zone`.
   * @default true where executors have volumes and the autoscaler brings nodes to the zone that pods ask for, else false
   */
  oneZone?: boolean;
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
