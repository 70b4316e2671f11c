/** The plan of a cluster: all that the rest of the plan knows of it, as plain data without a cloud's name in an `if`. */

import type { PriceBasis } from "./cost/estimate";
import type { Issue } from "./issue";
import type { NodePoolPlan } from "./nodes/pool";
import type { SystemPodRequests } from "./placement/system-pods";

/** URI schemes of the file systems that Spark reads and writes. */
export type StorageScheme = "s3a" | "gs" | "abfss" | "hdfs" | "file";

/** A key that the file system needs on a cluster, with its reason. */
export interface StorageSetting {
  key: string;
  value: string;
  reason: string;
  /** Where images of older Spark can't do with the value: the first minor version that can, and why others can't. */
  since?: { spark: string; because: string };
  /** Where libraries of older Spark take another value: the minor version from which on they take `value`, and theirs. */
  older?: { before: string; value: string };
}

/** As cluster-autoscaler, Karpenter and GKE serve it: https://docs.cloud.google.com/kubernetes-engine/docs/reference/crds/capacitybuffer */
export const capacityBuffers = { apiVersion: "autoscaling.x-k8s.io/v1beta1" } as const;

export interface ClusterPlan {
  name: string;
  /** For people, for example `EKS` or `existing cluster`. */
  kind: string;
  /** Kubernetes minor version, for example `1.35`. */
  kubernetesVersion: string;
  /** Region, where the cluster has one. */
  region?: string;
  systemPools: NodePoolPlan[];
  sparkPools: NodePoolPlan[];
  /** Object storage that the cluster's identities can open. */
  storage: {
    /** Schemes that pods can be given an identity for; `unmanaged` means that access is the user's own affair. */
    schemes: StorageScheme[] | "unmanaged";
    /** Scheme of the event-log storage that the cluster brings with it; absent where it brings none. */
    managedEventLogs?: StorageScheme;
    /** Spark configuration that the file system needs here, each key with its reason. */
    configuration: StorageSetting[];
  };
  /** Seconds between the notice and the loss of a spot node. */
  spotNoticeSeconds: number;
  /** Pod annotations that the cluster's autoscaler understands. */
  autoscaler: {
    /** For people, for example `cluster-autoscaler`. */
    name: string;
    /** Keeps a driver's node from being scaled down or consolidated. */
    driverAnnotations: Record<string, string>;
    /** Lets an idle executor's node be scaled down. */
    executorAnnotations: Record<string, string>;
    /** Seconds that a Spark node is empty before it is taken away; absent where they are not ours to know. */
    idleSeconds?: number;
    /** Of the CapacityBuffer objects by which it keeps room free; absent where it knows none. */
    capacityBuffers?: typeof capacityBuffers;
    /** Whether it brings a node to the very zone that a pod asks for. @default false */
    choosesZone?: boolean;
  };
  /** What of the cluster itself fills nodes instead of spreading pods, for people. @default nothing */
  packing?: string;
  /** Hourly list prices in US dollars of what the cluster costs without any node. */
  fixedHourlyCost: { name: string; hourly: number; /** Of the price. */ basis?: PriceBasis }[];
  /** What else it costs without any node and nobody told, by name, for example `control plane`. @default nothing */
  unknownFees?: string[];
  /** How the price of a machine is given where none is known, for example `Give the pool a price in nodes[].price`. */
  priceArgument?: string;
  /** Pods that the cluster itself brings to its system pools, for example its autoscaler. @default none */
  systemPods?: SystemPodRequests[];
  /** What works but deserves a look, for the warnings of the platform on it. @default nothing */
  warnings?: Issue[];
}
