/** The plan of a platform as its arguments ask for it: everything that is wrong with them at once. */

import * as pulumi from "@pulumi/pulumi";

import type { SparkCluster } from "../clusters/contract";
import { IssueList } from "../plan/issue";
import { planPlatform } from "../plan/plan-platform";
import type { PlatformPlan, SparkArgs } from "../plan/platform";
import { defaultNamespaces } from "../plan/platform-checks";
import { platformArgumentNames } from "../plan/platform-structure";
import type { PlatformSparkArgs, SparkPlatformArgs } from "./args";
import { checkDataAccess } from "./storage";
import { soundPlatformArgs } from "./structure";

/** @throws InvalidArguments with every issue of the plan's arguments and of the components' own. */
export function checkedPlan(name: string, args: SparkPlatformArgs): PlatformPlan {
  const issues = new IssueList();
  const { dataAccess = [], namespaces = defaultNamespaces, operator } = soundPlatformArgs(args, issues);
  const { cluster, historyServer: history }: Partial<SparkPlatformArgs> = args ?? {};
  const plan = planOf(cluster);
  if (plan?.storage !== undefined) {
    const names = Array.isArray(namespaces) ? namespaces.flatMap((one) => one?.name ?? []) : [];
    checkDataAccess(dataAccess, plan.storage.schemes, names, issues);
  }
  const ofPlan = Object.entries(args ?? {}).filter(([argument]) => platformArgumentNames.includes(argument));
  return planPlatform(
    {
      ...Object.fromEntries(ofPlan),
      ...(args?.spark !== undefined && { spark: withNamedImage(args.spark) }),
      name,
      cluster: plan,
      sparkOperator: operator !== false && (operator?.kind ?? "kubeflow"),
      historyServer: history !== false,
      historyServerLogin: history !== false && history?.expose !== undefined,
    },
    issues,
  );
}

/** The plan knows images by their names; what is neither a name nor a built image is left to it to refuse. */
function withNamedImage(spark: PlatformSparkArgs): SparkArgs {
  const { image }: PlatformSparkArgs = spark ?? {};
  const isBuilt =
    typeof image === "object" && image !== null && !pulumi.Output.isInstance(image) && "reference" in image;
  return isBuilt ? { ...spark, image: image.name } : (spark as SparkArgs);
}

/** What is no cluster is left to the plan to refuse. */
function planOf(cluster: SparkCluster | undefined): PlatformPlan["cluster"] {
  const isCluster = typeof cluster?.grantStorageAccess === "function";
  return isCluster ? cluster.plan : (cluster as unknown as PlatformPlan["cluster"]);
}
