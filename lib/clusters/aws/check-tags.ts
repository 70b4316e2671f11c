/** What Kubernetes takes of a pool and the tags that tell the autoscaler of it do not. Pure. */

import type { IssueList } from "../../plan/issue";
import type { NodePoolPlan } from "../../plan/nodes/pool";
import { TAG_LIMITS } from "./autoscaler-tags";
import { planNodeGroup } from "./node-group";

/** Labels and taints also become tags of an Auto Scaling group, which takes less than Kubernetes does. */
export function checkTags(pools: NodePoolPlan[], issues: IssueList): void {
  for (const pool of pools) {
    const path = pool.argument ?? "sparkPools";
    const { autoscalerTags } = planNodeGroup(pool, "");
    const tooLong = autoscalerTags.find(({ key }) => key.length > TAG_LIMITS.keyLength);
    if (tooLong) {
      issues.add({
        path,
        value: tooLong.key,
        problem: "is too long for the tag that tells the autoscaler of this label or taint",
        allowed: "label and taint keys of at most 82 characters",
        change: "Use a shorter key.",
      });
    }
    if (autoscalerTags.length > TAG_LIMITS.tags) {
      issues.add({
        path,
        value: autoscalerTags.length,
        problem: "tags would be needed to tell the autoscaler of every label and taint",
        allowed: `at most ${TAG_LIMITS.tags} tags`,
        change: "Use fewer labels and taints.",
      });
    }
    const keys = pool.taints.map(({ key }) => key);
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) {
      issues.add({
        path: `${path}.taints`,
        value: twice,
        problem: "has two effects, but the tag that tells the autoscaler of a taint holds one",
        allowed: "each taint key once",
        change: "Keep the stronger of the two.",
      });
    }
  }
}
