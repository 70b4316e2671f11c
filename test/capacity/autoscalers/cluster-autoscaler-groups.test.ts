import { planEksCluster } from "spark-platform/aws";

import { type Manifest } from "../../../lib/rendering";
import { checkPriorities, groupName, providerFiles, soldOut } from "./cluster-autoscaler-groups";

const cluster = planEksCluster("analytics", {
  region: "us-east-1",
  network: { vpcId: "vpc-0a1b2c3d", privateSubnetIds: ["subnet-0a1b2c3d", "subnet-4e5f6a7b"] },
  sparkPools: [
    { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], minNodes: 1, maxNodes: 3 },
    {
      name: "arm",
      capacity: "spot",
      machineTypes: ["r7g.8xlarge"],
      maxNodes: 5,
      labels: { "example.com/team": "data" },
    },
  ],
});

interface Template {
  metadata: { annotations: Record<string, string>; labels: Record<string, string> };
  spec: { taints: object[] };
  status: { allocatable: Record<string, string> };
}

const dataOf = (manifest: Manifest | undefined) => (manifest as unknown as { data: Record<string, string> }).data;

function templates(): Template[] {
  const file = providerFiles(cluster).find(({ metadata }) => metadata.name === "kwok-provider-templates");
  const list = JSON.parse(dataOf(file).templates!) as { items: Template[] };
  return list.items;
}

describe("the node groups of cluster-autoscaler on kwok", () => {
  // The provider's own names: https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.1/cluster-autoscaler/cloudprovider/kwok/kwok_constants.go
  it("are the pools, with their sizes, and nodes that boot", () => {
    const prefix = "cluster-autoscaler.kwok.nodegroup";
    const sizes = templates().map(({ metadata: { annotations } }) =>
      ["name", "min-count", "desired-count", "max-count"].map((key) => annotations[`${prefix}/${key}`]),
    );
    expect(sizes).toEqual([
      ["eks-analytics-drivers-000000000000", "1", "1", "3"],
      ["eks-analytics-arm-000000000000", "0", "0", "5"],
    ]);
    for (const { metadata } of templates()) {
      expect(metadata.annotations).toMatchObject({ "kwok.x-k8s.io/node": "fake", "spark-platform/boot": "waiting" });
    }
  });

  it("have nodes with the pool's labels and taints", () => {
    for (const [index, { metadata, spec }] of templates().entries()) {
      const pool = cluster.sparkPools[index]!;
      expect(metadata.labels).toMatchObject(pool.labels);
      expect(spec.taints).toEqual(pool.taints);
    }
    expect(templates()[1]!.metadata.labels).toMatchObject({
      "kubernetes.io/arch": "arm64",
      "example.com/team": "data",
    });
  });

  // It takes 100m and one pod of every node that it has not seen for a kube-proxy:
  // https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.1/cluster-autoscaler/cloudprovider/utils.go (BuildKubeProxy)
  it("leave the plan's allocatable, to the autoscaler as to the kubelet", () => {
    for (const [index, { metadata, status }] of templates().entries()) {
      const { cpuMillis, memoryMiB, ephemeralStorageMiB, pods } = cluster.sparkPools[index]!.machines[0]!.allocatable;
      const { "spark-platform/cpu": cpuLeft, "spark-platform/pods": podsLeft } = metadata.annotations;
      expect([cpuLeft, podsLeft]).toEqual([`${cpuMillis}m`, String(pods)]);
      expect(status.allocatable).toEqual({
        cpu: `${cpuMillis + 100}m`,
        memory: `${memoryMiB}Mi`,
        "ephemeral-storage": `${ephemeralStorageMiB}Mi`,
        pods: String(pods + 1),
      });
    }
  });

  it("are those that the priorities speak of, or it is said which are not", () => {
    const priorities = (text: string): Manifest[] => {
      const manifest = {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "cluster-autoscaler-priority-expander" },
        data: { priorities: text },
      };
      return [manifest];
    };
    const ours = `50:\n  - .*\n100:\n  - ^${groupName(cluster, { name: "arm" })}$\n`;
    expect(() => checkPriorities(cluster, priorities(ours))).not.toThrow();
    expect(() => checkPriorities(cluster, [])).not.toThrow();
    expect(() => checkPriorities(cluster, priorities("100:\n  - ^eks-analytics-gone$\n"))).toThrow(
      "the priority ^eks-analytics-gone$ matches none of eks-analytics-drivers-000000000000, eks-analytics-arm-000000000000",
    );
  });

  it("are sold out by name", () => {
    const [policy] = soldOut(["eks-analytics-arm-000000000000"]);
    const { spec } = policy as unknown as { spec: { matchConditions: { expression: string }[] } };
    expect(spec.matchConditions[0]!.expression).toContain('in ["eks-analytics-arm-000000000000"]');
  });
});
