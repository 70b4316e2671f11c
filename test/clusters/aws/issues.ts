/** What the plan of a cluster named `analytics` complains of. */

import { type EksClusterPlanArgs, planEksCluster } from "../../../lib/clusters/aws";
import { InvalidArguments, type Issue } from "../../../lib/plan/issue";

export function issuesOf(args: unknown, name = "analytics"): readonly Issue[] {
  try {
    planEksCluster(name, args as EksClusterPlanArgs);
  } catch (error) {
    if (error instanceof InvalidArguments) return error.issues;
    throw error;
  }
  return [];
}

export function pathsOf(args: unknown, name?: string): string[] {
  return issuesOf(args, name).map(({ path }) => path);
}
