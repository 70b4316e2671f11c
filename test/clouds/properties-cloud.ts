/** What a cloud tells the properties: how a cluster comes to be, and where in a recording to look. */

import type fc from "fast-check";

import type { SparkCluster } from "../../lib/clusters/contract";
import type { ClusterPlan } from "../../lib/plan/cluster";
import type { SparkPoolArgs } from "../../lib/plan/nodes/pool";
import type { RecordedResource, Recording } from "../../lib/testing";
import type { MappingTable } from "../models/mapping";

/** What is asked of every cloud alike; each adds options of its own. */
export interface ClusterArgs {
  sparkPools: SparkPoolArgs[];
  eventLogs: { expireAfterDays?: number; deleteData?: boolean };
  registry: { keepImages?: number; deleteData?: boolean };
  apiServer?: { publicCidrs: string[] };
}

/** A pool as the cloud is asked for it. */
export interface CreatedPool {
  resource: RecordedResource;
  /** Labels of its nodes. */
  labels: Record<string, string>;
  isSpot: boolean;
  /** Absent where the autoscaler knows no minimum. */
  minNodes?: number;
  /** What its machines are tagged or labelled with. */
  machineTags: Record<string, unknown>;
}

/** An identity of the cloud, and the service account whose pods have it. */
export interface BoundIdentity {
  /** What rights are given to. */
  identity: string;
  /** `namespace/name`. */
  serviceAccount: string;
}

export interface Cloud {
  /** As its types begin. */
  prefix: "aws" | "gcp" | "azure-native";
  /** Of what clusters are told, besides what all are. */
  options: fc.Arbitrary<object>;
  /** Most characters of a cluster's name. */
  longestName: number;
  plan(name: string, args: ClusterArgs): ClusterPlan;
  create(name: string, args: ClusterArgs): SparkCluster;
  table: MappingTable;
  record(program: () => unknown): Promise<Recording>;
  pools(recording: Recording): CreatedPool[];
  identities(recording: Recording): BoundIdentity[];
  /** Rights of an identity to change or delete objects, by their names. */
  rightsToWrite(recording: Recording, identity: string): string[];
  /** What strangers could reach, each as a sentence. */
  openings(resource: RecordedResource): string[];
  /** Blocks of the internet that reach the API server. */
  letIn(recording: Recording): string[];
  /** Where none are named. */
  letInByDefault: string[];
  /** Types of resources that hold data, and which of them: only the storage of event logs and applications' images. */
  holdsData(resource: RecordedResource): "event logs" | "images" | undefined;
}
