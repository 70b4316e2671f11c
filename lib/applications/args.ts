/** What a user says about an application, whichever way it is submitted. */

import type * as pulumi from "@pulumi/pulumi";

import type { DriverSizeArgs, PodSizeArgs } from "../plan/executors/shape";
import type { ApplicationPlatform } from "./application-platform";

/** `SQL` runs statements of a file one after the other. */
export type ApplicationType = "Scala" | "Java" | "Python" | "R" | "SQL";

/** A file of the machine that runs `pulumi up`. */
export interface LocalFile {
  /** Path, relative to the program's working directory: `{ file: "jobs/report.py" }`. */
  file: string;
}

/** A file that the program writes: `{ text: "SELECT 1", fileName: "report.sql" }`. */
export interface LocalText {
  text: string;
  fileName: string;
}

/**
 * A file that runs or is needed: a URI that the driver can open, such as `local:///opt/app/job.py` (in the image) or
 * `s3a://bucket/job.py`; or one that `pulumi up` brings into the cluster, and that runs the application again when it has changed.
 */
export type ApplicationFile = pulumi.Input<string> | LocalFile | LocalText;

/** Where the application's own code and data come from. */
export interface ApplicationDependencies<File = ApplicationFile> {
  jars?: File[];
  files?: File[];
  pyFiles?: File[];
  archives?: File[];
  /** Maven coordinates, `group:artifact:version`; fetched at every start, so an image that holds them starts faster. */
  packages?: pulumi.Input<string>[];
  excludePackages?: pulumi.Input<string>[];
  repositories?: pulumi.Input<string>[];
}

/** Value of an environment variable: a text, or one that the cluster keeps in a Secret or a ConfigMap of the namespace. */
export type EnvironmentValue =
  | pulumi.Input<string>
  | { secret: pulumi.Input<string>; key: pulumi.Input<string> }
  | { configMap: pulumi.Input<string>; key: pulumi.Input<string> };

/** Something that driver and executors see as a directory: exactly one of `secret`, `configMap` and `claim`, by name. */
export interface ApplicationMount {
  /** Absolute path, each once. */
  path: string;
  secret?: pulumi.Input<string>;
  configMap?: pulumi.Input<string>;
  /** PersistentVolumeClaim. Pods of several nodes share it, so its access mode must be ReadWriteMany or ReadOnlyMany. */
  claim?: pulumi.Input<string>;
  /** @default true for secrets and config maps, which are never written to; false for claims */
  readOnly?: boolean;
}

export interface ApplicationExecutors {
  /**
   * One of the platform's `executorSizes` by name, or a size of its own, which the plan completes and checks as it does the
   * platform's: what fits no pool is refused. @default the platform's executors
   */
  size?: string | PodSizeArgs;
  /** A fixed number. @default they follow the work between `min` and `max` */
  instances?: number;
  /** @default 0 */
  min?: number;
  /** @default what the pools hold, and the quota */
  max?: number;
  /**
   * Executors whose room is asked for together with the driver's, so that one boot of nodes serves both; 0 for none. Only the first
   * start has it, not one after a failure. @default `instances`, else `min`
   */
  reserve?: number;
}

export interface RestartPolicyArgs {
  /** `Always` also runs an application again that has succeeded. */
  type: "Never" | "OnFailure" | "Always";
  /** How often it runs again after a run that failed, by its own fault or its driver's loss; with "OnFailure". @default 3 */
  retries?: number;
  /** How often it is submitted again where no driver came of it; with "OnFailure". @default `retries` */
  submissionRetries?: number;
  /** Least seconds from one submission to the next; the Kubeflow operator multiplies them by the submissions so far. @default 60 */
  retryIntervalSeconds?: number;
}

/** An application, for SparkApplication, ScheduledSparkApplication and spark-submit alike. */
export interface ApplicationArgs {
  /** The platform that runs it. */
  platform: ApplicationPlatform;
  /** Name of the object, at most 38 characters. @default the component's name */
  name?: string;
  /** One of the platform's namespaces. @default the first */
  namespace?: string;
  /** The jar, Python, R or SQL file. */
  mainApplicationFile: ApplicationFile;
  /** The class to run, of a jar. */
  mainClass?: string;
  /** @default "Scala" with a mainClass or a jar, else by the file's ending */
  type?: ApplicationType;
  /** With type "SQL" each is `name=value`: text that statements use as `:name`. */
  arguments?: pulumi.Input<string>[];
  /** @default the platform's */
  image?: pulumi.Input<string>;
  /** Version of Spark in the image. @default the platform's */
  sparkVersion?: string;
  /** A size of its own, which the plan completes and checks as it does the platform's. @default the platform's drivers */
  driver?: DriverSizeArgs;
  /**
   * Executors: their size, and a fixed number, or the bounds between which they follow the work. At most as many as the pools hold.
   * @default of the default size, between 0 and what the pools hold
   */
  executors?: ApplicationExecutors;
  /**
   * Keeps executors in the zone of their driver: what they shuffle crosses no zone, and volumes that they take over are never out of
   * reach. They can't use spot machines or room of other zones then. Every node must carry the label `topology.kubernetes.io/zone`.
   * @default true where executors have volumes and the autoscaler brings nodes to the zone that pods ask for, else false
   */
  oneZone?: boolean;
  /** More Spark configuration, or other values for what the plan sets; sizes and placement are refused. */
  sparkConf?: Record<string, pulumi.Input<string>>;
  /**
   * Environment of driver and executors. An output goes into a Secret of the application's own, since it may be secret, and whoever
   * may read pods would read it there. @default none
   */
  env?: Record<string, EnvironmentValue>;
  /** What driver and executors see as directories. @default none */
  mounts?: ApplicationMount[];
  /** Of the object and its pods; those of Kueue are of the object alone, since it counts pods with them once more. @default none */
  labels?: Record<string, pulumi.Input<string>>;
  /** Of the object and its pods. @default none */
  annotations?: Record<string, pulumi.Input<string>>;
  deps?: ApplicationDependencies;
  /**
   * A packed Python environment of all that the code imports, by conda-pack or venv-pack: `environment.tar.gz`. It is made on the
   * image's operating system, architecture and, for a venv, with the image's Python. @default the image's Python
   */
  pythonEnvironment?: ApplicationFile;
  /** When it runs again. @default { type: "Never" } */
  restartPolicy?: RestartPolicyArgs;
  /**
   * Seconds that each run may take, from the start of its driver's pod; one that takes longer is stopped, and has failed.
   * @default no limit
   */
  timeLimitSeconds?: number;
  /** Whether it waits, or stops where it runs, until this is `false` again. @default false */
  suspend?: boolean;
  /**
   * Seconds after its end when the operator deletes the application. The next `pulumi refresh` misses it then, and the next
   * `pulumi up` runs it again. @default never
   */
  timeToLiveSeconds?: number;
}

export type SparkApplicationArgs = ApplicationArgs;

export interface ScheduledSparkApplicationArgs extends Omit<ApplicationArgs, "executors"> {
  /** Five fields of cron, or a name such as `@daily`. */
  schedule: string;
  /** Time zone of the schedule, by its name in the time zone database, for example "Europe/Berlin". @default "Etc/UTC" */
  timeZone?: string;
  /**
   * What happens when a run is due while the last one has not ended: `Forbid` leaves it out, `Replace` ends the last one, `Allow`
   * runs both. @default "Forbid"
   */
  concurrencyPolicy?: "Allow" | "Forbid" | "Replace";
  /** Runs that are kept after their end, as objects with their driver's log. @default { successful: 1, failed: 1 } */
  historyLimits?: { successful?: number; failed?: number };
  /** Whether no further run starts until this is `false` again; one that runs goes on. @default false */
  suspend?: boolean;
  /** As an application's, without `reserve`: a run begins when nobody can ask for its executors' room. */
  executors?: Omit<ApplicationExecutors, "reserve">;
}
