/** What the plan of a cluster named `analytics` complains of. */

import { type EksClusterPlanArgs, planEksCluster } from "../../../lib/clusters/aws";
import type { Issue } from "../../../lib/plan/issue";
import { issuesIn } from "../../issues-in";

export function issuesOf(args: unknown, name = "analytics"): readonly Issue[] {
  return issuesIn(() => planEksCluster(name, args as EksClusterPlanArgs));
}

export function pathsOf(args: unknown, name?: string): string[] {
  return issuesOf(args, name).map(({ path }) => path);
}
