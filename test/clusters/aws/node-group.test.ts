import { planEksCluster, type EksNodeGroupPlan } from "../../../lib/clusters/aws";
import { autoscalerTags } from "../../../lib/clusters/aws/autoscaler/cluster-autoscaler/autoscaler-tags";
import { nodeUserData } from "../../../lib/clusters/aws/nodes/node-config";

function groupOf(pool: string, sparkPools?: Parameters<typeof planEksCluster>[1]): EksNodeGroupPlan {
  const group = planEksCluster("analytics", sparkPools).nodeGroups.find((one) => one.pool === pool);
  if (!group) throw new Error(`no node group for ${pool}`);
  return group;
}

/**
 * Keys: kubernetes/autoscaler cluster-autoscaler/cloudprovider/aws/README.md. Values: by hand from awslabs/amazon-eks-ami
 * (nodeadm): memory less 6 % that the machine keeps, 255 + 11 MiB for each of 30 pods, 100 MiB eviction; CPU less 60 + 10 + 10
 * (+ 30 beyond 4 cores) millicores; disk 102 400 MiB less 128 file system, 1024 reserved, 10 % eviction.
 */
describe("the tags of an Auto Scaling group", () => {
  const common = {
    "k8s.io/cluster-autoscaler/enabled": "true",
    "k8s.io/cluster-autoscaler/analytics": "owned",
    "k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage": "91008Mi",
  };
  const spark = {
    ...common,
    "k8s.io/cluster-autoscaler/node-template/label/spark-platform/role": "spark",
    "k8s.io/cluster-autoscaler/node-template/taint/spark-platform/dedicated": "spark:NoSchedule",
  };

  test.each([
    [
      "system",
      {
        ...common,
        "k8s.io/cluster-autoscaler/node-template/label/spark-platform/role": "system",
        // 2 cores: 2000 − 70, and 100 of a kube-proxy that is imagined. The kubelet's own 29 pods: 8192 − 615 − (255 + 11 × 29) − 100; a small machine keeps 7.5 %.
        "k8s.io/cluster-autoscaler/node-template/resources/cpu": "2030m",
        "k8s.io/cluster-autoscaler/node-template/resources/memory": "6903Mi",
        "k8s.io/cluster-autoscaler/node-template/resources/pods": "30",
      },
    ],
    [
      "drivers",
      {
        ...spark,
        "k8s.io/cluster-autoscaler/node-template/label/eks.amazonaws.com/capacityType": "ON_DEMAND",
        "k8s.io/cluster-autoscaler/node-template/label/spark-platform/capacity": "on-demand",
        "k8s.io/cluster-autoscaler/node-template/label/spark-platform/pool": "drivers",
        // 4 cores: 4000 − 80 + 100. 16 384 − 984 − 585 − 100.
        "k8s.io/cluster-autoscaler/node-template/resources/cpu": "4020m",
        "k8s.io/cluster-autoscaler/node-template/resources/memory": "14924Mi",
        "k8s.io/cluster-autoscaler/node-template/resources/pods": "12",
      },
    ],
    [
      "spot",
      {
        ...spark,
        "k8s.io/cluster-autoscaler/node-template/label/eks.amazonaws.com/capacityType": "SPOT",
        "k8s.io/cluster-autoscaler/node-template/label/spark-platform/capacity": "spot",
        "k8s.io/cluster-autoscaler/node-template/label/spark-platform/pool": "spot",
        // 16 cores: 16 000 − 110 + 100. 65 536 − 3933 − 585 − 100.
        "k8s.io/cluster-autoscaler/node-template/resources/cpu": "15990m",
        "k8s.io/cluster-autoscaler/node-template/resources/memory": "60995Mi",
        "k8s.io/cluster-autoscaler/node-template/resources/pods": "24",
      },
    ],
  ])("of %s are exactly these", (pool, tags) => {
    const sorted = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
    expect(groupOf(pool).autoscalerTags).toEqual(sorted.map(([key, value]) => ({ key, value })));
  });

  test("carry the user's labels and taints, also a taint without a value", () => {
    const { autoscalerTags } = groupOf("gpu", {
      sparkPools: [
        {
          name: "gpu",
          machineTypes: ["m7i.4xlarge"],
          maxNodes: 1,
          labels: { "example.com/team": "a" },
          taints: [{ key: "example.com/only", effect: "NoExecute" }],
        },
      ],
    });
    expect(autoscalerTags).toContainEqual({
      key: "k8s.io/cluster-autoscaler/node-template/label/example.com/team",
      value: "a",
    });
    expect(autoscalerTags).toContainEqual({
      key: "k8s.io/cluster-autoscaler/node-template/taint/example.com/only",
      value: ":NoExecute",
    });
  });

  test("promise of each resource only what every machine of the pool has", () => {
    const [pool] = planEksCluster("analytics").sparkPools;
    const [machine] = pool!.machines;
    const withLeft = (cpuMillis: number, memoryMiB: number, ephemeralStorageMiB: number) => ({
      ...machine!,
      allocatable: { ...machine!.allocatable, cpuMillis, memoryMiB, ephemeralStorageMiB },
    });
    const machines = [withLeft(3920, 15_000, 90_000), withLeft(3900, 16_000, 80_000)];
    const resources = autoscalerTags({ ...pool!, machines }, "analytics").filter(({ key }) =>
      key.includes("/resources/"),
    );
    expect(resources.map(({ value }) => value)).toEqual(["4000m", "80000Mi", "15000Mi", "12"]);
  });
});

describe("a node group", () => {
  const pools = (name: string, machineTypes: string[], more = {}) => ({
    sparkPools: [{ name, machineTypes, maxNodes: 3, ...more }],
  });

  test("asks EKS for no label that EKS or the kubelet sets itself", () => {
    expect(groupOf("drivers").labels).toEqual({
      "spark-platform/pool": "drivers",
      "spark-platform/capacity": "on-demand",
      "spark-platform/role": "spark",
    });
  });

  test("spells taints as EKS does", () => {
    const taints = [{ key: "team", value: "a", effect: "PreferNoSchedule" as const }];
    expect(groupOf("one", pools("one", ["m7i.4xlarge"], { taints })).taints).toEqual([
      { key: "spark-platform/dedicated", value: "spark", effect: "NO_SCHEDULE" },
      { key: "team", value: "a", effect: "PREFER_NO_SCHEDULE" },
    ]);
  });

  test.each([
    ["m7i.4xlarge", "AL2023_x86_64_STANDARD"],
    ["m7g.4xlarge", "AL2023_ARM_64_STANDARD"],
  ])("of %s takes the image %s", (type, amiType) => {
    expect(groupOf("one", pools("one", [type])).amiType).toBe(amiType);
  });

  test("tells the kubelet the pods and the reservation that the plan rests on", () => {
    // 255 + 11 × (16 vCPU + 3 DaemonSets + 4); 60 + 10 + 2 × 5 + 12 × 2.5 millicores: amazon-eks-ami nodeadm/internal/kubelet/config.go.
    expect(groupOf("spot").nodeConfig).toEqual({
      kubelet: { maxPods: 23, kubeReserved: { cpu: "110m", memory: "508Mi", "ephemeral-storage": "1024Mi" } },
      localDisks: false,
    });
  });

  test("leaves the system nodes to their own defaults", () => {
    expect(groupOf("system").nodeConfig).toEqual({ localDisks: false });
    expect(nodeUserData(groupOf("system").nodeConfig)).toBeUndefined();
  });

  test("joins local disks into one for the kubelet and containerd", () => {
    const { nodeConfig } = groupOf("nvme", pools("nvme", ["i4i.4xlarge"]));
    expect(nodeConfig.localDisks).toBe(true);
    expect(nodeUserData({ localDisks: true })).toContain(
      '"instance": {\n      "localStorage": {\n        "strategy": "RAID0"',
    );
  });
});

test("user data is one NodeConfig in a MIME document", () => {
  const kubeReserved = { cpu: "110m", memory: "585Mi", "ephemeral-storage": "1024Mi" };
  const text = nodeUserData({ kubelet: { maxPods: 30, kubeReserved }, localDisks: false }) ?? "";
  const [head, part, end] = text.split("--spark-platform");
  expect(head).toBe('MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="spark-platform"\n\n');
  expect(part?.startsWith("\nContent-Type: application/node.eks.aws\n\n")).toBe(true);
  expect(JSON.parse(part?.split("\n\n")[1] ?? "")).toEqual({
    apiVersion: "node.eks.aws/v1alpha1",
    kind: "NodeConfig",
    spec: { kubelet: { config: { maxPods: 30, kubeReserved } } },
  });
  expect(end).toBe("--\n");
});
