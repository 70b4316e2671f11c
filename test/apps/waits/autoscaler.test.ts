import { autoscalerWord } from "../../../lib/apps/waits/autoscaler";
import type { ClusterEvent } from "../../../lib/cluster-api/objects";

function event(
  reason: string,
  message: string,
  component: string,
  lastTimestamp = "2026-11-01T00:00:00Z",
): ClusterEvent {
  return {
    metadata: { name: "e", uid: "e" },
    reason,
    message,
    involvedObject: {},
    source: { component },
    lastTimestamp,
  };
}

describe("cluster-autoscaler", () => {
  // processors/status/eventing_scale_up_processor.go, and processors/nodegroupset/nodegroup_set_processor.go for the group.
  test("adds a node", () => {
    const triggered = event(
      "TriggeredScaleUp",
      "pod triggered scale-up: [{spot-a 1->2 (max: 10)}]",
      "cluster-autoscaler",
    );
    expect(autoscalerWord([triggered])).toEqual({
      isComing: true,
      detail: "The autoscaler is adding a node: spot-a from 1 to 2 nodes, at most 10.",
      at: "2026-11-01T00:00:00Z",
    });
  });

  // core/scaleup/orchestrator/skippedreasons.go
  test.each([
    ["1 max node group size reached", "Raise maxNodes of the pool"],
    ["2 in backoff after failed scale-up", "spot stock"],
    ["max total nodes in cluster reached", "--max-nodes-total"],
    ["1 max cluster cpu limit reached", "limits of CPU and memory"],
    ["1 not ready for scale-up", "never became ready"],
  ])("adds none because of %s", (reason, change) => {
    const message = `pod didn't trigger scale-up: ${reason}, 1 node(s) didn't match Pod's node affinity/selector`;
    const word = autoscalerWord([event("NotTriggerScaleUp", message, "cluster-autoscaler")]);
    expect(word).toMatchObject({ isComing: false, change: expect.stringContaining(change) as string });
  });

  test("adds none where the scheduler's own reasons say all", () => {
    const message = "pod didn't trigger scale-up: 3 Insufficient cpu, 1 node(s) had untolerated taint(s)";
    expect(autoscalerWord([event("NotTriggerScaleUp", message, "cluster-autoscaler")])).toEqual({
      isComing: false,
      detail:
        "The autoscaler adds no node: 3 of its node groups: Insufficient cpu; 1 of its node groups: node(s) had untolerated taint(s).",
      at: "2026-11-01T00:00:00Z",
    });
  });

  test("is believed by what it said last", () => {
    const earlier = event("TriggeredScaleUp", "pod triggered scale-up: [{a 1->2 (max: 2)}]", "cluster-autoscaler");
    const later = event(
      "NotTriggerScaleUp",
      "pod didn't trigger scale-up: 1 max node group size reached",
      "cluster-autoscaler",
      "2026-11-01T00:05:00Z",
    );
    expect(autoscalerWord([earlier, later])?.isComing).toBe(false);
    expect(autoscalerWord([later, earlier])?.isComing).toBe(false);
  });
});

describe("Karpenter", () => {
  // pkg/controllers/provisioning/scheduling/events.go of 1.14
  test("has a node", () => {
    const nominated = event("Nominated", "Pod should schedule on: nodeclaim/spark-abc12", "karpenter");
    expect(autoscalerWord([nominated])).toMatchObject({
      isComing: true,
      detail: "Karpenter has a node for it: nodeclaim/spark-abc12.",
    });
  });

  // pkg/controllers/provisioning/scheduling/{nodeclaim,scheduler}.go and pkg/scheduling/taints.go of 1.14
  test.each([
    ['no instance type has enough resources, requirements=x, resources={"cpu":"300"}', "larger machines"],
    ["all available instance types exceed limits for nodepool (NodePool=spark)", "limits of the NodePool"],
    ["node limits have been exhausted for nodepool (NodePool=spark)", "limits of the NodePool"],
    ["did not tolerate taint (taint=spark-platform/dedicated=spark:NoSchedule)", "pod templates"],
    ['incompatible requirements, label "team" does not have known values', "nodeSelector"],
    ["no instance type has the required offering, requirements=x, resources=y", "capacity types"],
    ["nodepool requirements filtered out all available instance types", "more machine types"],
  ])("has none because %s", (message, change) => {
    const word = autoscalerWord([event("FailedScheduling", `Failed to schedule pod, ${message}`, "karpenter")]);
    expect(word).toMatchObject({ isComing: false, change: expect.stringContaining(change) as string });
  });

  test("is not the scheduler, whose events have the same reason", () => {
    expect(
      autoscalerWord([event("FailedScheduling", "0/1 nodes are available: 1 Insufficient cpu.", "default-scheduler")]),
    ).toBeUndefined();
  });
});
