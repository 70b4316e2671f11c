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
  /** Tells the right from the account's others, whatever comes before it. @default its place in the list */
  name?: string;
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

/** A file of an application's own code, and where it goes. */
export interface CodeUpload {
  /** Namespace whose drivers and executors may read it, and no other's. */
  namespace: string;
  source: pulumi.asset.Asset;
  /**
   * Path in the namespace's part of the cluster's place for code, for example `daily-report/0f3a9c21/job.py`. A digest of the content
   * belongs into it: another content then has another name, and a pod that runs still finds the one that it was started with.
   */
  fileName: string;
}

/** Where code is that was uploaded. */
export interface UploadedCode {
  /** As Spark opens it, for example `s3a://bucket/spark-code/jobs/daily-report/0f3a9c21/job.py`. */
  uri: pulumi.Output<string>;
  /** What must be there before a pod that needs the code starts. */
  dependsOn: pulumi.Resource[];
}

/** Where images are pushed to, and by whom. */
export interface PushTarget {
  /** The image is `<repository>:<tag>`. */
  repository: pulumi.Output<string>;
  /** Who deploys, as the registry knows them; secret, and gone after hours. */
  username: pulumi.Output<string>;
  password: pulumi.Output<string>;
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
  /**
   * Where applications' code is kept in storage that came with the cluster, for example `s3a://bucket/spark-code`: each namespace's
   * below its own name, to be read and not to be written by its pods. @default none
   */
  readonly codeUri?: pulumi.Output<string>;
  /** Image registry that came with the cluster, as images are named in it. */
  readonly registryUrl?: pulumi.Output<string>;
  /** Where an image of a name goes that is built with the cluster, by the rights of whoever deploys. @default it brings no registry */
  readonly pushTarget?: (image: string) => PushTarget;
  /** Registries by whose prefix images of public ones are pulled here: `{ "docker.io": "registry.example.com/hub" }`. */
  readonly imageMirrors?: Record<string, pulumi.Output<string>>;
  /** Gives a service account its rights to prefixes of object storage. */
  grantStorageAccess(
    name: string,
    request: StorageAccessRequest,
    opts: pulumi.ComponentResourceOptions,
  ): WorkloadIdentity;
  /**
   * Puts a file below `codeUri`, by the rights of whoever deploys. The file is a child of `opts.parent` and goes with it, unless
   * `opts.retainOnDelete` keeps it for runs that may start again. @default the cluster has no storage that code can be put into
   */
  readonly uploadCode?: (name: string, upload: CodeUpload, opts: pulumi.CustomResourceOptions) => UploadedCode;
}
