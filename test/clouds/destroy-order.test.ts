/**
 * A destroy finishes: applications go before their operator, everything in the cluster before nodes, rights and network. In
 * pulumi-eks, terraform-aws-eks and terraform-aws-eks-blueprints it hangs where this order is missing (threads 1226, 2643, 865).
 */

import { SparkApplication, type SparkCluster, SparkPlatform } from "../../lib";
import { EksCluster } from "../../lib/clusters/aws";
import { AksCluster } from "../../lib/clusters/azure";
import { GkeCluster } from "../../lib/clusters/gcp";
import { recordProgram, type RecordedResource, type Recording } from "../../lib/testing";
import { outlives } from "./destroy-order";

interface Ground {
  make: () => SparkCluster;
  /** What must still be there while anything of Kubernetes is deleted. */
  ground: RegExp[];
}

const eks = [
  /^aws:eks\/cluster:/,
  /^aws:eks\/accessPolicyAssociation:.* analytics-admin-/,
  /^aws:ec2\/natGateway:/,
  /^aws:ec2\/routeTableAssociation:/,
];
const gke = [/^gcp:container\/cluster:/, /^gcp:compute\/routerNat:/, /^gcp:compute\/subnetwork:/];
const aks = [
  /^azure-native:containerservice:ManagedCluster /,
  /^azure-native:network:(NatGateway|Subnet|VirtualNetwork) /,
];
const google = { region: "us-central1" };

const clusters: Record<string, Ground> = {
  EKS: { make: () => new EksCluster("analytics"), ground: eks },
  "EKS with Karpenter": { make: () => new EksCluster("analytics", { autoscaler: "karpenter" }), ground: eks },
  "EKS Auto Mode": { make: () => new EksCluster("analytics", { autoscaler: "auto-mode" }), ground: eks },
  GKE: { make: () => new GkeCluster("analytics", google), ground: gke },
  "GKE with auto-provisioning": {
    make: () => new GkeCluster("analytics", { ...google, autoscaler: "auto-provisioning" }),
    ground: gke,
  },
  AKS: { make: () => new AksCluster("analytics"), ground: aks },
  "AKS with auto-provisioning": {
    make: () => new AksCluster("analytics", { autoscaler: "auto-provisioning" }),
    ground: aks,
  },
};

const recordings = new Map<string, Promise<Recording>>();

function recordingOf(kind: string): Promise<Recording> {
  const found = recordings.get(kind);
  if (found) return found;
  const recording = recordProgram(() => {
    const cluster = clusters[kind]!.make();
    const platform = new SparkPlatform("analytics", {
      cluster,
      spark: { image: "registry.example.com/spark:4.1.1" },
      warm: { executors: 1 },
    });
    new SparkApplication("pi", {
      platform,
      mainClass: "org.apache.spark.examples.SparkPi",
      mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
    });
  });
  recordings.set(kind, recording);
  return recording;
}

describe.each(Object.keys(clusters))("on %s", (kind) => {
  /** Pairs of which the first could be deleted after the second. */
  async function wrong(
    first: (one: RecordedResource) => boolean,
    second: (one: RecordedResource) => boolean,
  ): Promise<string[]> {
    const recording = await recordingOf(kind);
    const stillThere = outlives(recording);
    const [firsts, seconds] = [recording.resources.filter(first), recording.resources.filter(second)];
    expect(firsts.length * seconds.length).toBeGreaterThan(0);
    return firsts.flatMap((one) =>
      seconds
        .filter(({ urn }) => !stillThere(one).has(urn))
        .map(({ name }) => `${one.type} ${one.name} before ${name}`),
    );
  }
  const type = (pattern: RegExp) => (one: RecordedResource) => pattern.test(`${one.type} ${one.name}`);

  test("applications go before the operator and its definitions", async () => {
    expect(
      await wrong(type(/:SparkApplication /), (one) => /v4:Chart$/.test(one.type) && /operator/.test(one.name)),
    ).toEqual([]);
  });

  test("node claims go before the autoscaler that ends their machines, and before its queue and rights", async () => {
    const recording = await recordingOf(kind);
    const isClaim = type(/karpenter\.sh\/v1:NodePool /);
    const ends = type(/^aws:(sqs\/queue:|iam\/rolePolicy:|eks\/accessEntry:)/);
    const controller = (one: RecordedResource) => /v4:Chart$/.test(one.type) && /karpenter/.test(one.name);
    if (!recording.resources.some(isClaim) || !recording.resources.some(controller)) return;
    expect(await wrong(isClaim, controller)).toEqual([]);
    expect(await wrong(controller, (one) => ends(one) && /karpenter/.test(one.name))).toEqual([]);
  });

  test("the operator goes before the namespaces", async () => {
    const namespaces = type(/core\/v1:Namespace /);
    expect(await wrong((one) => /v4:Chart$/.test(one.type) && /operator/.test(one.name), namespaces)).toEqual([]);
  });

  test("whatever is in the cluster goes before rights, nodes and network", async () => {
    const inCluster = (one: RecordedResource) => one.type.startsWith("kubernetes:") && one.kind !== "component";
    for (const ground of clusters[kind]!.ground) expect(await wrong(inCluster, type(ground))).toEqual([]);
  });
});
