/** Which clusters' autoscalers keep room free for CapacityBuffer objects. */

import { planEksCluster, type EksClusterPlanArgs } from "../../lib/clusters/aws";
import { EksCluster } from "../../lib/clusters/aws";
import { planAksCluster } from "../../lib/clusters/azure";
import { planExistingCluster } from "../../lib/clusters/existing";
import { planGkeCluster } from "../../lib/clusters/gcp";
import { named, recordProgram } from "../../lib/testing";
import { clusterArgs } from "../addons/example";
import { issuesIn } from "../issues-in";

const served = { apiVersion: "autoscaling.x-k8s.io/v1beta1" };

describe("on EKS", () => {
  const planned = (args: EksClusterPlanArgs) => planEksCluster("analytics", args).autoscaler.capacityBuffers;

  test("Karpenter does where it is asked for, since that is alpha there", () => {
    expect(planned({ autoscaler: "karpenter" })).toBeUndefined();
    expect(planned({ autoscaler: "karpenter", capacityBuffers: false })).toBeUndefined();
    expect(planned({ autoscaler: "karpenter", capacityBuffers: true })).toEqual(served);
  });

  test.each([
    [true, { capacityBuffer: true }],
    [false, undefined],
  ])("its feature gate is given to the chart: %j", async (capacityBuffers, featureGates) => {
    const network = { vpcId: "vpc-0a1b2c3d", privateSubnetIds: ["subnet-0a1b2c3d", "subnet-4e5f6a7b"] };
    const recording = await recordProgram(() => {
      new EksCluster("analytics", { network, autoscaler: "karpenter", capacityBuffers });
    });
    const { inputs } = named(recording, "kubernetes:helm.sh/v4:Chart", "analytics-karpenter-chart");
    expect((inputs.values as { settings: { featureGates?: object } }).settings.featureGates).toEqual(featureGates);
  });

  test.each([
    ["cluster-autoscaler", /definition of CapacityBuffer.*flags that are off/],
    ["auto-mode", /feature gate of Karpenter/],
  ] as const)("%s does not, and says what to do", (autoscaler, problem) => {
    const issues = issuesIn(() => planEksCluster("analytics", { autoscaler, capacityBuffers: true }));
    expect(issues).toEqual([
      {
        path: "capacityBuffers",
        value: true,
        problem: expect.stringMatching(problem) as string,
        allowed: 'false, or nothing; true with autoscaler "karpenter"',
        change: expect.stringContaining('Use autoscaler "karpenter"') as string,
      },
    ]);
    expect(planned({ autoscaler, capacityBuffers: false })).toBeUndefined();
  });
});

// Active buffers from 1.35.2-gke.1842000 on: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/configure-capacity-buffer
test.each([
  ["1.34", undefined],
  ["1.35", undefined],
  ["1.36", served],
])("on GKE %s: %j", (kubernetesVersion, expected) => {
  const plan = planGkeCluster("analytics", { region: "europe-west3", kubernetesVersion });
  expect(plan.autoscaler.capacityBuffers).toEqual(expected);
});

test("on AKS none does", () => {
  for (const autoscaler of ["native", "auto-provisioning"] as const) {
    const plan = planAksCluster("analytics", { region: "westeurope", kubernetesVersion: "1.36", autoscaler });
    expect(plan.autoscaler.capacityBuffers).toBeUndefined();
  }
});

test("on a cluster that is there, that is for its owner to say", () => {
  const planned = (autoscaler?: object) =>
    planExistingCluster("shared", { ...clusterArgs, ...(autoscaler && { autoscaler }) }).autoscaler.capacityBuffers;
  expect(planned()).toBeUndefined();
  expect(planned({ name: "mine" })).toBeUndefined();
  expect(planned({ capacityBuffers: true })).toEqual(served);
});
