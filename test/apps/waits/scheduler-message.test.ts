import { parseSchedulerMessage } from "../../../lib/apps/waits/scheduler-message";

describe("what kube-scheduler says", () => {
  // Read off PodScheduled conditions of kube-scheduler 1.36.3 (test/e2e/apps.test.ts).
  test("of a pod that is too large for its nodes", () => {
    const message =
      "0/4 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable, 2 Insufficient cpu. " +
      "no new claims to deallocate, preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.";
    expect(parseSchedulerMessage(message)).toEqual({
      nodes: 4,
      reasons: [
        { nodes: 1, text: "node(s) had untolerated taint(s)", kind: "taint" },
        { nodes: 1, text: "node(s) were unschedulable", kind: "cordoned" },
        { nodes: 2, text: "Insufficient cpu", kind: "cpu" },
      ],
    });
  });

  // Up to 1.32 the taint stands in the message: pkg/scheduler/framework/plugins/tainttoleration.
  test("of a taint with key and value", () => {
    const message =
      "0/3 nodes are available: 3 node(s) had untolerated taint {spark-platform/dedicated: spark}. " +
      "preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
    expect(parseSchedulerMessage(message)?.reasons).toEqual([
      { nodes: 3, text: "node(s) had untolerated taint {spark-platform/dedicated: spark}", kind: "taint" },
    ]);
  });

  // pkg/scheduler/framework/types.go: what a PreFilter plugin says holds for all nodes, and has no count.
  test("of a claim that is missing", () => {
    const message =
      '0/3 nodes are available: persistentvolumeclaim "scratch" not found. ' +
      "preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
    expect(parseSchedulerMessage(message)).toEqual({
      nodes: 3,
      reasons: [],
      general: 'persistentvolumeclaim "scratch" not found',
    });
  });

  // The texts of the plugins of 1.36.3: pkg/scheduler/framework/plugins.
  test.each([
    ["Insufficient memory", "memory"],
    ["Insufficient ephemeral-storage", "ephemeral-storage"],
    ["Insufficient nvidia.com/gpu", "resource"],
    ["Too many pods", "pods"],
    ["node(s) didn't match Pod's node affinity/selector", "label"],
    ["node(s) had no available volume zone", "volume"],
    ["node(s) exceed max volume count", "volume"],
    ["node(s) didn't match pod topology spread constraints", "spread"],
    ["node(s) didn't match pod anti-affinity rules", "pod-affinity"],
    ["node(s) didn't have free ports for the requested pod ports", "other"],
  ])("%s is about %s", (text, kind) => {
    expect(parseSchedulerMessage(`0/2 nodes are available: 2 ${text}.`)?.reasons).toEqual([{ nodes: 2, text, kind }]);
  });

  test("of a cluster without nodes", () => {
    expect(parseSchedulerMessage("no nodes available to schedule pods")).toBeUndefined();
    expect(parseSchedulerMessage("0/0 nodes are available:")).toEqual({ nodes: 0, reasons: [] });
  });
});
