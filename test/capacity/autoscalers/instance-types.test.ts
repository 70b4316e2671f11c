import { planEksCluster } from "spark-platform/aws";

import { instanceTypes } from "./instance-types";

const { sparkPools } = planEksCluster("analytics", {
  region: "us-east-1",
  autoscaler: "karpenter",
  network: { vpcId: "vpc-0a1b2c3d", privateSubnetIds: ["subnet-0a1b2c3d", "subnet-4e5f6a7b"] },
  sparkPools: [
    { name: "spot", capacity: "spot", machineTypes: ["m7i.4xlarge", "m6i.4xlarge"], maxNodes: 5 },
    { name: "arm", machineTypes: ["r7g.8xlarge"], maxNodes: 5 },
  ],
});

describe("Karpenter's list of machine types on kwok", () => {
  it("names each machine type of the pools once", () => {
    const [spot, arm] = sparkPools;
    expect(instanceTypes([spot!, arm!, spot!]).map(({ name, architecture }) => [name, architecture])).toEqual([
      ["m7i.4xlarge", "amd64"],
      ["m6i.4xlarge", "amd64"],
      ["r7g.8xlarge", "arm64"],
    ]);
  });

  // `newInstanceType` of the provider takes 100m and 10Mi for the kubelet of every machine:
  // https://github.com/kubernetes-sigs/karpenter/blob/v1.14.0/kwok/cloudprovider/helpers.go
  it("has what the provider leaves for pods be the plan's allocatable", () => {
    const [type] = instanceTypes(sparkPools);
    const { cpuMillis, memoryMiB, ephemeralStorageMiB, pods } = sparkPools[0]!.machines[0]!.allocatable;
    const { cpu, memory, ...others } = type!.resources;
    expect([Number.parseInt(cpu, 10) - 100, Number.parseInt(memory, 10) - 10]).toEqual([cpuMillis, memoryMiB]);
    expect([cpu, memory].map((quantity) => quantity.replace(/^\d+/, ""))).toEqual(["m", "Mi"]);
    expect(others).toEqual({ "ephemeral-storage": `${ephemeralStorageMiB}Mi`, pods: String(pods) });
  });

  it("offers each type in three zones, as spot for less than on demand", () => {
    for (const { offerings } of instanceTypes(sparkPools)) {
      const of = (capacity: string) =>
        offerings.filter(({ Requirements }) => Requirements.some(({ values }) => values.join() === capacity));
      expect(of("spot")).toHaveLength(3);
      expect(of("on-demand")).toHaveLength(3);
      expect(of("spot")[0]!.Price).toBeLessThan(of("on-demand")[0]!.Price);
    }
  });

  it("offers no machine of a kind that is sold out, and keeps its type", () => {
    const types = instanceTypes(sparkPools, ["spot"]);
    expect(types).toHaveLength(3);
    expect(JSON.stringify(types)).not.toContain('"spot"');
    expect(types.every(({ offerings }) => offerings.length === 3)).toBe(true);
  });

  it("refuses one type that leaves different room in two pools", () => {
    const smaller = structuredClone(sparkPools[0]!);
    smaller.machines[0]!.allocatable.memoryMiB -= 1;
    expect(() => instanceTypes([sparkPools[0]!, smaller])).toThrow("m7i.4xlarge leaves pods different room");
  });
});
