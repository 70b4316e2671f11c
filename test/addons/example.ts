/** A platform's plan to test with: one pool of each kind, sizes typed from the worked table of the EKS formulas. */

import { type ExistingClusterPlanArgs, planExistingCluster } from "../../lib/clusters/existing";
import { planPlatform, type PlatformPlan, type PlatformPlanArgs } from "../../lib/plan";

const small = { cpu: "3920m", memory: "14162Mi", pods: 58 };
const large = { cpu: "15890m", memory: "57691Mi", pods: 234 };

export const clusterArgs: ExistingClusterPlanArgs = {
  kubernetesVersion: "1.34",
  nodes: [
    { name: "system", role: "system", labels: { pool: "system" }, minNodes: 2, maxNodes: 3, allocatable: small },
    { name: "drivers", runs: ["driver"], labels: { pool: "drivers" }, maxNodes: 5, allocatable: small },
    {
      name: "spot",
      capacity: "spot",
      labels: { pool: "spot" },
      taints: [{ key: "dedicated", value: "spark", effect: "NoSchedule" }],
      maxNodes: 20,
      allocatable: large,
    },
    { name: "on-demand", runs: ["executor"], labels: { pool: "on-demand" }, maxNodes: 10, allocatable: large },
  ],
};

export const eventLogs = { uri: "s3a://company-logs/spark" };

export function examplePlan(changes: Partial<PlatformPlanArgs> = {}): PlatformPlan {
  return planPlatform({
    name: "analytics",
    cluster: planExistingCluster("shared", clusterArgs),
    eventLogs,
    ...changes,
  });
}
