/** What Kubernetes takes of a pool, and EKS or the tags that tell the autoscaler of it do not. Pure. */

import type { IssueList } from "../../../../plan/issue";
import type { NodePoolPlan } from "../../../../plan/nodes/pool";
import { MOST_TAGS } from "./autoscaler-tags";
import { planNodeGroup } from "../../nodes/node-group";

/**
 * Prefix included. https://docs.aws.amazon.com/eks/latest/APIReference/API_Taint.html and API_CreateNodegroup.html; keys of this length
 * also fit the tags that the autoscaler reads.
 */
const LONGEST_KEY = 63;

/** Labels and taints also become tags of an Auto Scaling group, which takes less than Kubernetes does. */
export function checkTags(pools: NodePoolPlan[], issues: IssueList): void {
  for (const pool of pools) {
    const path = pool.argument ?? "sparkPools";
    const { autoscalerTags, labels, taints } = planNodeGroup(pool, "");
    const tooLong = [...Object.keys(labels), ...taints.map(({ key }) => key)].find((key) => key.length > LONGEST_KEY);
    if (tooLong !== undefined) {
      issues.add({
        path,
        value: tooLong,
        problem: `has ${tooLong.length} characters, more than EKS takes of a label or taint`,
        allowed: `label and taint keys of at most ${LONGEST_KEY} characters`,
        change: "Use a shorter key.",
      });
    }
    if (autoscalerTags.length > MOST_TAGS) {
      issues.add({
        path,
        value: autoscalerTags.length,
        problem: "tags would be needed to tell the autoscaler of every label and taint",
        allowed: `at most ${MOST_TAGS} tags`,
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
