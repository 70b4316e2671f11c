/** SparkCluster: all that the rest of the library knows of a cluster, whichever cloud it is on. */

import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { ClusterPlan } from "../plan/cluster";

/** A right to the objects under one URI. */
export interface StorageGrant {
  /** `read` lists and reads, `write` also writes and deletes. */
  access: "read" | "write";
  /** The prefix that the right is limited to, for example `s3a://bucket/spark-events`. */
  uri: pulumi.Input<string>;
}

/** Everything in object storage that one service account may open; it is asked for once for each account. */
export interface StorageAccessRequest {
  namespace: string;
  serviceAccount: string;
  /** At least one. */
  grants: StorageGrant[];
}

/** What a pod needs so that the cloud knows who it is. */
export interface WorkloadIdentity {
  serviceAccountAnnotations: Record<string, pulumi.Input<string>>;
  podLabels: Record<string, pulumi.Input<string>>;
  /** Resources that must exist before a pod with this identity starts. */
  dependsOn: pulumi.Resource[];
}

export interface SparkCluster {
  /** Plain data: pools, versions, storage, autoscaler. */
  readonly plan: ClusterPlan;
  /** Deploys into the cluster. */
  readonly provider: kubernetes.Provider;
  /** Secret; never holds a token that expires (authentication goes through an exec plugin or what the user gave). */
  readonly kubeconfig: pulumi.Output<string>;
  /** A command that a person pastes to reach the cluster with kubectl. */
  readonly accessCommand: pulumi.Output<string>;
  /** Everything that must exist before a pod can run: nodes, network plugin, DNS. */
  readonly ready: pulumi.Resource[];
  /** Event-log storage that came with the cluster, for example `s3a://bucket/spark-events`. */
  readonly eventLogUri?: pulumi.Output<string>;
  /** Image registry that came with the cluster, as images are named in it. */
  readonly registryUrl?: pulumi.Output<string>;
  /** Registries by whose prefix images of public ones are pulled here: `{ "docker.io": "registry.example.com/hub" }`. */
  readonly imageMirrors?: Record<string, pulumi.Output<string>>;
  /** Gives a service account its rights to prefixes of object storage. */
  grantStorageAccess(
    name: string,
    request: StorageAccessRequest,
    opts: pulumi.ComponentResourceOptions,
  ): WorkloadIdentity;
}
