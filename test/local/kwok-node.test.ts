import { kwokNode, type KwokNodeSpec } from "../../local/control-plane/nodes";

const spec: KwokNodeSpec = {
  name: "batch-0",
  pool: "batch",
  labels: { "spark-platform/pool": "batch" },
  taints: [{ key: "spark-platform/role", value: "executor", effect: "NoSchedule" }],
  cpuMillis: 3920,
  memoryMiB: 14_164,
  ephemeralStorageMiB: 90_000,
  pods: 58,
};

describe("a fake node", () => {
  it("offers exactly the allocatable that it is given", () => {
    expect(kwokNode(spec).status.allocatable).toEqual({
      cpu: "3920m",
      memory: "14164Mi",
      "ephemeral-storage": "90000Mi",
      pods: "58",
    });
  });

  it("has the capacity of its machine, which is more than what pods can get", () => {
    const node = kwokNode({ ...spec, capacity: { cpuMillis: 4000, memoryMiB: 15_401 } });
    expect(node.status.capacity).toEqual({
      cpu: "4000m",
      memory: "15401Mi",
      "ephemeral-storage": "90000Mi",
      pods: "58",
    });
    expect(node.status.allocatable.memory).toBe("14164Mi");
  });

  it("has what it offers as its capacity where no machine is given", () => {
    const { capacity, allocatable } = kwokNode(spec).status;
    expect(capacity).toEqual(allocatable);
  });

  it("carries the annotation by which kwok plays its kubelet", () => {
    expect(kwokNode(spec).metadata.annotations).toEqual({ "kwok.x-k8s.io/node": "fake" });
  });

  it("carries the labels of its pool beside those that a kubelet sets", () => {
    expect(kwokNode({ ...spec, zone: "eu-central-1a", architecture: "arm64" }).metadata.labels).toEqual({
      "kubernetes.io/arch": "arm64",
      "kubernetes.io/hostname": "batch-0",
      "kubernetes.io/os": "linux",
      "topology.kubernetes.io/zone": "eu-central-1a",
      "spark-platform/pool": "batch",
    });
  });

  it("has no zone label where it has no zone", () => {
    expect(Object.keys(kwokNode(spec).metadata.labels)).not.toContain("topology.kubernetes.io/zone");
  });

  it("is of the architecture that it says, in its label and to its kubelet", () => {
    const node = kwokNode({ ...spec, architecture: "arm64" });
    expect(node.status.nodeInfo.architecture).toBe("arm64");
    expect(kwokNode(spec).status.nodeInfo.architecture).toBe("amd64");
  });

  it("carries its taints and an ID that names its pool", () => {
    expect(kwokNode(spec).spec).toEqual({ providerID: "kwok://batch/batch-0", taints: spec.taints });
  });
});
