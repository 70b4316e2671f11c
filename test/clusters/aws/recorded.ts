/** Records an EKS cluster, and reads policies and files out of what was recorded. */

import { EksCluster, type EksClusterArgs } from "../../../lib/clusters/aws";
import { recordProgram, type Recording, type RecordOptions } from "../../../lib/testing";

export interface Statement {
  Sid?: string;
  Effect: string;
  Principal?: unknown;
  Action: string[];
  Resource?: string[];
  Condition?: unknown;
}

/** A cluster named `analytics` with its outputs exported. */
export function recordCluster(args?: EksClusterArgs, options?: RecordOptions): Promise<Recording> {
  return recordProgram(() => {
    const { kubeconfig, accessCommand, eventLogUri, registryUrl } = new EksCluster("analytics", args);
    return { kubeconfig, accessCommand, eventLogUri, registryUrl };
  }, options);
}

/** Statements of a policy document. */
export function statements(json: unknown): Statement[] {
  return (JSON.parse(json as string) as { Statement: Statement[] }).Statement;
}

export { ancestry, counts, one } from "../recorded";
