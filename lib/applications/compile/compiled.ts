/** An application with everything decided, before it is written in the words of an operator or of spark-submit. */

import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { PodShape } from "../../plan/executors/shape";
import type { PlatformPlan } from "../../plan/platform";
import type { ApplicationDependencies, ApplicationType, RestartPolicyArgs } from "../args";
import type { Allocation } from "./allocation";

export interface CompiledApplication {
  /** With the application's driver and executors as its own. */
  plan: PlatformPlan;
  name: string;
  namespace: string;
  /** Of its object; those that are for pods too are among the pods' labels. */
  labels: Record<string, pulumi.Input<string>>;
  /** Of its object; the pods' templates have them too. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** What Spark runs; statements of SQL run in a Python application. */
  type: Exclude<ApplicationType, "SQL">;
  /** A URI that the driver can open. */
  mainApplicationFile: pulumi.Input<string>;
  mainClass?: string;
  arguments?: pulumi.Input<string>[];
  sparkVersion: string;
  image: pulumi.Input<string>;
  /** URIs, and Maven coordinates. */
  deps?: ApplicationDependencies<pulumi.Input<string>>;
  /** Spark's configuration but for what the other members say: sizes, allocation, dependencies, image, namespace, identity. */
  configuration: Record<string, pulumi.Input<string>>;
  allocation: Allocation;
  driver: CompiledPod & { serviceAccount: string };
  executor: CompiledPod;
  restart: RestartPolicy;
  /** Seconds that a run may take; the driver's template has them as its `activeDeadlineSeconds`. */
  timeLimitSeconds?: number;
  /** Whether it waits until this is `false`. */
  suspend: boolean;
  /** Seconds after its end when it is deleted. */
  timeToLiveSeconds?: number;
}

export interface CompiledPod {
  shape: PodShape;
  /** Labels beside the template's. */
  labels: Record<string, pulumi.Input<string>>;
  /** Metadata and spec of a pod, with its environment and mounts, whichever way it is handed to Spark. */
  template: { metadata: kubernetes.types.input.meta.v1.ObjectMeta; spec: kubernetes.types.input.core.v1.PodSpec };
}

/** When it runs again, with nothing left open. */
export type RestartPolicy = Required<RestartPolicyArgs>;
