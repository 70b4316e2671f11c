import { podTemplate } from "../../../lib/plan/placement/pod-template";
import { priorityClasses } from "../../../lib/plan/placement/priorities";
import { schedulingOf } from "../../../lib/plan/placement/scheduling";
import { cluster, m7i4xlarge, plan, pool } from "../fixtures";

const term = (value: string) => ({
  matchExpressions: [{ key: "spark-platform/pool", operator: "In", values: [value] }],
});
const toleration = { key: "spark-platform/dedicated", operator: "Equal", value: "spark", effect: "NoSchedule" };

test("drivers: on-demand pools only, kept by the autoscaler, restricted", () => {
  expect(podTemplate(plan(), "driver")).toEqual({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      labels: { "app.kubernetes.io/component": "spark-driver", "app.kubernetes.io/part-of": "analytics" },
      annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" },
    },
    spec: {
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term("on-demand")] } },
      },
      tolerations: [toleration],
      priorityClassName: "analytics-driver",
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 185, fsGroup: 185, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "spark-kubernetes-driver",
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        },
      ],
    },
  });
});

test("executors: all their pools, spot preferred, with time to hand over blocks", () => {
  const { metadata, spec } = podTemplate(plan(), "executor");
  expect(metadata.annotations).toEqual({ "cluster-autoscaler.kubernetes.io/safe-to-evict": "true" });
  expect(spec.affinity.nodeAffinity).toEqual({
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term("spot"), term("on-demand")] },
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference: term("spot") }],
  });
  expect(spec.terminationGracePeriodSeconds).toBe(105);
  expect(spec.priorityClassName).toBe("analytics-executor");
  expect(spec.containers.map(({ name }) => name)).toEqual(["spark-kubernetes-executor"]);
});

test("executors that never run on spot are not decommissioned, so the autoscaler must not evict them", () => {
  const { metadata, spec } = podTemplate(plan({ executors: { pools: ["on-demand"] } }), "executor");
  expect(metadata.annotations).toEqual({});
  expect(spec).not.toHaveProperty("terminationGracePeriodSeconds");
  expect(spec.affinity.nodeAffinity).toEqual({
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term("on-demand")] },
  });
});

test("selectors of several labels are written in one order, whatever order they came in", () => {
  const build = (selector: Record<string, string>) =>
    podTemplate(
      plan({ cluster: cluster({ sparkPools: [pool("p", [m7i4xlarge()], { selector, labels: selector })] }) }),
      "driver",
    );
  expect(JSON.stringify(build({ b: "2", a: "1" }))).toBe(JSON.stringify(build({ a: "1", b: "2" })));
  expect(build({ b: "2", a: "1" }).spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution).toEqual({
    nodeSelectorTerms: [
      {
        matchExpressions: [
          { key: "a", operator: "In", values: ["1"] },
          { key: "b", operator: "In", values: ["2"] },
        ],
      },
    ],
  });
});

test("a taint that several pools share is tolerated once; one without a value, whatever its value", () => {
  const taints = [{ key: "gpu", effect: "NoExecute" as const }];
  const built = plan({
    cluster: cluster({ sparkPools: [pool("a", [m7i4xlarge()], { taints }), pool("b", [m7i4xlarge()], { taints })] }),
  });
  expect(schedulingOf(built, "executor").tolerations).toEqual([
    { key: "gpu", operator: "Exists", effect: "NoExecute" },
  ]);
});

test("pause pods share the scheduling of their role, narrowed to the pool that they keep warm", () => {
  expect(schedulingOf(plan(), "executor", "spot")).toEqual({
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term("spot")] } },
    },
    tolerations: [toleration],
  });
});

test("the platform's own pods outrank drivers, drivers executors, executors placeholders, those pause pods, and those still make the autoscaler add nodes", () => {
  const classes = priorityClasses("analytics");
  expect(Object.values(classes).map(({ name, value }) => [name, value])).toEqual([
    ["analytics-system", 5000],
    ["analytics-driver", 1000],
    ["analytics-executor", 100],
    ["analytics-placeholder", -5],
    // cluster-autoscaler's default --expendable-pods-priority-cutoff is -10; pods below it never scale up.
    ["analytics-overprovisioning", -10],
  ]);
});
