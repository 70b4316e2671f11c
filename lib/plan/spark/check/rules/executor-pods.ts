/** How executor pods are asked for: in which steps, how many may wait, and by which kind of object. */

import type { Rule } from "../rule";
import type { ConfigurationView } from "../view";

const page = "https://spark.apache.org/docs/4.3.0/running-on-kubernetes.html#spark-properties";
const backend =
  "https://github.com/apache/spark/blob/v4.2.0/resource-managers/kubernetes/core/src/main/scala/org/apache/spark/scheduler/cluster/k8s";

const dynamic = "spark.dynamicAllocation.enabled";
const most = "spark.dynamicAllocation.maxExecutors";
const batch = "spark.kubernetes.allocation.batch.size";
const pending = "spark.kubernetes.allocation.maxPendingPods";
const pendingPerProfile = "spark.kubernetes.allocation.maxPendingPodsPerRp";
const everMade = "spark.kubernetes.allocation.maximum";
const allocator = "spark.kubernetes.allocation.pods.allocator";
const deletionCost = "spark.kubernetes.executor.podDeletionCost";

export const executorPodRules: readonly Rule[] = [
  {
    level: "warning",
    keys: [batch],
    when: (view) => isMore(view, batch, pending),
    problem: (view) => `is never reached: only ${view.text(pending)} pods may wait at once (${pending})`,
    allowed: `at most ${pending}`,
    change: `Lower it, or raise ${pending}.`,
    source: `${backend}/ExecutorPodsAllocator.scala`,
  },
  {
    level: "error",
    keys: [pendingPerProfile],
    // Spark looks only where the limit is one.
    when: (view) => view.isKnown(pendingPerProfile) && isMore(view, pendingPerProfile, pending),
    problem: (view) => `is more than may wait in all, ${view.text(pending)} (${pending}), and Spark does not start`,
    allowed: `at most ${pending}`,
    change: `Lower it, or raise ${pending}.`,
    source: `${backend}/ExecutorPodsAllocator.scala`,
  },
  {
    level: "warning",
    keys: [everMade],
    when: (view) => view.isKnown(everMade) && view.isOn(dynamic) && !isMore(view, everMade, most),
    problem: (view) =>
      `counts every executor pod that is ever made, those that take another's place too, and ${view.text(most)} may run at once: soon none comes any more`,
    allowed: `far more than ${most}, since executors that go and come again count each time`,
    change: "Leave it out, or allow for every executor that the application replaces in its life.",
    source: `${backend}/ExecutorPodsAllocator.scala`,
  },
  {
    level: "warning",
    keys: [allocator],
    when: (view, key) => view.isOn(dynamic) && view.text(key) === "statefulset",
    problem: "gives executors to a StatefulSet, which takes its last pods away and not those that are idle",
    allowed: '"direct" with dynamic allocation',
    change: "Leave it out.",
    source: `${backend}/StatefulSetPodsAllocator.scala`,
  },
  {
    level: "error",
    keys: [allocator],
    when: (view, key) =>
      view.isKnown(deletionCost) && view.isOn(dynamic) && isDeployment(view, key) && !view.isSet(deletionCost),
    problem: `gives executors to a Deployment, and Spark does not start unless ${deletionCost} tells it which to take away first`,
    allowed: `"direct", or "deployment" with ${deletionCost}`,
    change: "Leave it out.",
    source: `${backend}/KubernetesClusterManager.scala`,
  },
  {
    level: "note",
    keys: ["spark.kubernetes.allocation.executor.timeout"],
    when: () => true,
    problem:
      "does not say how long a pod may wait for a node: that is without an end, and this is for pods that the API server was asked for and does not show",
    allowed: "600s, which is Spark's own value, or any other",
    change: "Leave it out.",
    source: page,
  },
];

function isDeployment(view: ConfigurationView, key: string): boolean {
  return view.text(key) === "deployment";
}

function isMore(view: ConfigurationView, one: string, other: string): boolean {
  const [left, right] = [view.number(one), view.number(other)];
  return left !== undefined && right !== undefined && left > right;
}
