/**
 * Idle executors go first, nodes follow, drivers stay: what each autoscaler is told for that.
 *
 * cluster-autoscaler leaves a node alone while a pod on it has no controller that it knows or is annotated as not safe to evict, and
 * takes executors, whose owner is a pod, only where they are annotated as safe (its FAQ, "What types of pods can prevent CA from
 * removing a node?"). Karpenter leaves a node alone while a pod on it is annotated (https://karpenter.sh/docs/concepts/disruption/).
 */

import { planEksCluster } from "../../lib/clusters/aws";
import { planAksCluster } from "../../lib/clusters/azure";
import { planExistingCluster } from "../../lib/clusters/existing/plan";
import { planGkeCluster } from "../../lib/clusters/gcp";
import type { ClusterPlan } from "../../lib/plan/cluster";
import { podTemplate } from "../../lib/plan/placement/pod-template";
import { planPlatform } from "../../lib/plan/plan-platform";

const SAFE = "cluster-autoscaler.kubernetes.io/safe-to-evict";
const KEEP = "karpenter.sh/do-not-disrupt";
const idleMinutes = 7;

interface Case {
  name: string;
  cluster: ClusterPlan;
  driver: Record<string, string>;
  /** Where executors are decommissioned. */
  executor: Record<string, string>;
  /** Undefined where it is not ours to say. */
  idleSeconds?: number;
}

const ofAutoscaler = { driver: { [SAFE]: "false" }, executor: { [SAFE]: "true" } };
// Nodes of NodePools go only when they are empty, so nothing has to be said of executors.
const ofKarpenter = { driver: { [KEEP]: "true" }, executor: {}, idleSeconds: 420 };
const region = "europe-west1";

const existingNodes = (["system", "spark"] as const).flatMap((role) => ({
  name: role,
  role,
  labels: { pool: role },
  maxNodes: 3,
  allocatable: { cpu: "15890m", memory: "57691Mi" },
}));
const spotNodes = { ...existingNodes[1]!, name: "spot", capacity: "spot" as const, labels: { pool: "spot" } };

const cases: Case[] = [
  {
    name: "EKS with cluster-autoscaler",
    cluster: planEksCluster("analytics", { autoscaler: "cluster-autoscaler", idleMinutes }),
    ...ofAutoscaler,
    idleSeconds: 420,
  },
  {
    name: "EKS with Karpenter",
    cluster: planEksCluster("analytics", { autoscaler: "karpenter", idleMinutes }),
    ...ofKarpenter,
  },
  {
    name: "EKS Auto Mode",
    cluster: planEksCluster("analytics", { autoscaler: "auto-mode", idleMinutes }),
    ...ofKarpenter,
  },
  { name: "GKE", cluster: planGkeCluster("analytics", { region }), ...ofAutoscaler },
  {
    name: "GKE with auto-provisioning",
    cluster: planGkeCluster("analytics", { region, autoscaler: "auto-provisioning", idleMinutes }),
    ...ofAutoscaler,
    idleSeconds: 420,
  },
  {
    name: "AKS",
    cluster: planAksCluster("analytics", { region: "westeurope", idleMinutes }),
    ...ofAutoscaler,
    idleSeconds: 420,
  },
  {
    name: "AKS with auto-provisioning",
    cluster: planAksCluster("analytics", { region: "westeurope", autoscaler: "auto-provisioning", idleMinutes }),
    ...ofKarpenter,
  },
  {
    name: "a cluster that is there, with either",
    cluster: planExistingCluster("analytics", { nodes: [...existingNodes, spotNodes] }),
    driver: { [SAFE]: "false", [KEEP]: "true" },
    executor: { [SAFE]: "true" },
  },
];

/** The same cluster with on-demand pools alone. */
function withoutSpot(cluster: ClusterPlan): ClusterPlan {
  const sparkPools = cluster.sparkPools.map((pool) => ({ ...pool, capacity: "on-demand" as const }));
  return { ...cluster, sparkPools };
}

const annotationsOf = (cluster: ClusterPlan, role: "driver" | "executor") => {
  const eventLogs = cluster.storage.managedEventLogs ? {} : { eventLogs: { uri: "s3a://logs/events" } };
  return podTemplate(planPlatform({ name: "analytics", cluster, ...eventLogs }), role).metadata.annotations;
};

describe.each(cases)("$name", ({ cluster, driver, executor, idleSeconds }) => {
  test("never evicts a driver", () => {
    expect(annotationsOf(cluster, "driver")).toEqual(driver);
    expect(annotationsOf(withoutSpot(cluster), "driver")).toEqual(driver);
  });

  test("may evict executors only where they are decommissioned", () => {
    expect(annotationsOf(cluster, "executor")).toEqual(executor);
    expect(annotationsOf(withoutSpot(cluster), "executor")).toEqual({});
  });

  test("takes an empty node away after the time that the plan speaks of", () => {
    expect(cluster.autoscaler.idleSeconds).toBe(idleSeconds);
  });
});

describe("the idle time is not known", () => {
  test("of a cluster-autoscaler that was there before", () => {
    const controlPlane = {
      name: "prod",
      arn: "arn:aws:eks:us-east-1:000000000000:cluster/prod",
      kubernetesVersion: "1.35",
      endpoint: "https://0000.gr7.us-east-1.eks.amazonaws.com",
      certificateAuthority: "bW9ja2Vk",
      vpcId: "vpc-0a1b",
      privateSubnets: [{ id: "subnet-0a1b", zone: "us-east-1a", cidr: "10.0.0.0/17" }],
      securityGroupId: "sg-0a1b",
      authenticationMode: "API" as const,
      podIdentityAgent: true,
    };
    const idleOf = (more: object) => planEksCluster("analytics", { controlPlane, ...more }).autoscaler.idleSeconds;
    expect(idleOf({ installAutoscaler: false })).toBeUndefined();
    expect(idleOf({})).toBe(300);
    expect(idleOf({ autoscaler: "karpenter", installAutoscaler: false })).toBe(300);
  });

  test("of AKS's autoscaler on a cluster that was there before", () => {
    const controlPlane = {
      name: "prod",
      resourceGroupName: "group",
      region: "westeurope",
      kubernetesVersion: "1.34",
      oidcIssuer: "https://westeurope.oic.prod-aks.azure.com/tenant/cluster/",
      workloadIdentity: true,
      kubeletId: "kubelet",
      entraId: true,
      network: { plugin: "azure", pluginMode: "overlay", dataplane: "cilium", subnetId: "/subnets/nodes" } as const,
    };
    const idleOf = (more: object) =>
      planAksCluster("analytics", { controlPlane: { ...controlPlane, ...more } }).autoscaler.idleSeconds;
    expect(idleOf({ autoProvisioning: false })).toBeUndefined();
    expect(idleOf({ autoProvisioning: true })).toBe(300);
  });
});
