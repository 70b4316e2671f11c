/** What a user says about a cluster that is already there: its pools, its identities, its autoscaler. */

import type * as pulumi from "@pulumi/pulumi";

import type { StorageScheme } from "../../plan/cluster";
import type { Architecture, Price } from "../../plan/nodes/machine";
import type { CapacityType, SparkRole, Taint } from "../../plan/nodes/pool";

/** What one node of a pool can give to pods, as `kubectl get node <name> -o jsonpath={.status.allocatable}` reports it. */
export interface ExistingAllocatable {
  /** For example `15890m` or `16`. */
  cpu: string | number;
  /** For example `57691Mi` or `61422956Ki`. */
  memory: string | number;
  /** @default 110, the kubelet's own default */
  pods?: string | number;
  /** For example `95491281146` (bytes) or `90Gi`. @default not known, so nothing is planned on it */
  ephemeralStorage?: string | number;
}

/** One pool of nodes that the cluster already has, or that its autoscaler can add. */
export interface ExistingPoolArgs {
  /** DNS-1123 label, unique in the cluster. Only the plan uses it. */
  name: string;
  /** `system` runs the operator and the history server, `spark` runs drivers and executors. @default "spark" */
  role?: "spark" | "system";
  /** @default "on-demand" */
  capacity?: CapacityType;
  /**
   * What may run here. A spot pool never runs drivers: a lost driver is a lost application.
   * @default ["driver", "executor"] on on-demand, ["executor"] on spot
   */
  runs?: SparkRole[];
  /** Labels that the pool's nodes carry and that tell them from the nodes of every other pool; at least one. */
  labels: Record<string, string>;
  /**
   * Taints that the pool's nodes carry. Drivers and executors tolerate those of Spark pools. The operator and the history server
   * tolerate `CriticalAddonsOnly`: one on-demand system pool must have no other taint but `PreferNoSchedule`.
   * @default none
   */
  taints?: Taint[];
  /** Nodes that are always there. @default 0 for spark, 1 for system */
  minNodes?: number;
  /** Most nodes that the pool has or that its autoscaler may give it. */
  maxNodes: number;
  /** @default what the label `kubernetes.io/arch` says, else what the machine type is, else "amd64" */
  architecture?: Architecture;
  /**
   * Machine type of the pool's nodes, for example `m7i.4xlarge`. One that the library knows brings its vCPU and its list price.
   * @default what the label `node.kubernetes.io/instance-type` says
   */
  machineType?: string;
  /** What you pay for a node, with the region and month that it holds for. @default the list price of the machine type */
  price?: Price;
  /** Of the smallest node of the pool. */
  allocatable: ExistingAllocatable;
}

/** Requests of one DaemonSet's pod, sidecars included. */
export interface DaemonSetRequests {
  name: string;
  /** For example `50m`. */
  cpu: string | number;
  /** For example `128Mi`. */
  memory: string | number;
}

/** What identities pods can have on this cluster. Absent, access to storage is the user's own affair. */
export interface StorageAccessArgs {
  /** Scheme of the object storage that the identities open. */
  scheme: StorageScheme;
  /** On the service accounts of drivers and of the history server, for example `eks.amazonaws.com/role-arn`. */
  serviceAccountAnnotations?: Record<string, pulumi.Input<string>>;
  /** On the pods themselves, for example `azure.workload.identity/use`. */
  podLabels?: Record<string, pulumi.Input<string>>;
  /** Spark configuration that the file system needs, for example the S3A credentials provider. */
  sparkConf?: Record<string, string>;
}

/** What the autoscaler of the cluster understands, where that is not what cluster-autoscaler and Karpenter do. */
export interface AutoscalerArgs {
  /** For people. @default "cluster-autoscaler or Karpenter" */
  name?: string;
  /** Keeps a driver's node. @default what cluster-autoscaler and Karpenter understand */
  driverAnnotations?: Record<string, string>;
  /** Lets an idle executor's node go. @default what cluster-autoscaler understands */
  executorAnnotations?: Record<string, string>;
  /**
   * Whether it keeps room free for CapacityBuffer objects, version v1beta1: cluster-autoscaler 1.35 and later with
   * `--capacity-buffer-controller-enabled` and `--capacity-buffer-pod-injection-enabled`, Karpenter with its feature gate
   * `CapacityBuffer`, each with the definition of the object. Warm capacity then needs no pause pods. @default false
   */
  capacityBuffers?: boolean;
}

/** The plain part: all that decides how pods are sized and placed. */
export interface ExistingClusterPlanArgs {
  /** Kubernetes minor version, 1.33 to 1.36. @default "1.35" */
  kubernetesVersion?: string;
  /** Pools; at least one with role `system` and one on-demand pool that runs drivers. */
  nodes: ExistingPoolArgs[];
  /** Region of the cluster; prices of another one are warned of. @default what the label `topology.kubernetes.io/region` says */
  region?: string;
  /** DaemonSets that run on every node; they take room from Spark. @default none */
  daemonSets?: DaemonSetRequests[];
  /** @default storage is the user's own affair */
  storageAccess?: StorageAccessArgs;
  /** @default annotations that cluster-autoscaler and Karpenter understand */
  autoscaler?: AutoscalerArgs;
  /**
   * Seconds between the notice and the loss of a spot node: 120 on EKS, 30 on GKE and AKS.
   * @default 30, the smallest of the clouds: a decommissioning that is planned too short still works
   */
  spotNoticeSeconds?: number;
}

export interface ExistingClusterArgs extends ExistingClusterPlanArgs {
  /**
   * Content or path of a kubeconfig. Kept secret.
   * @default the ambient one: `$KUBECONFIG`, else `~/.kube/config`, else the pod's own service account
   */
  kubeconfig?: pulumi.Input<string>;
  /** Context of the kubeconfig. @default its current context */
  context?: string;
}
