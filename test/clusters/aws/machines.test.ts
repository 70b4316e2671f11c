import { EksCluster, type EksClusterPlanArgs, planEksCluster, readMachines } from "../../../lib/clusters/aws";
import type { MachineType } from "../../../lib/plan";
import { InvalidArguments } from "../../../lib/plan";
import { byType, recordProgram } from "../../../lib/testing";

const own: MachineType = {
  name: "m9q.4xlarge",
  vcpu: 16,
  memoryMiB: 65536,
  architecture: "amd64",
  networkMaxPods: 234,
  price: { onDemandHourly: 0.8, region: "eu-central-1", date: "2026-11" },
};

const pool = { name: "spark", machineTypes: ["m9q.4xlarge"], maxNodes: 5 };

function problems(args: EksClusterPlanArgs): string[] {
  try {
    planEksCluster("analytics", args);
  } catch (error) {
    if (error instanceof InvalidArguments) return error.issues.map(({ path }) => path);
    throw error;
  }
  return [];
}

it("plans a pool of a machine type that only the user knows", () => {
  const plan = planEksCluster("analytics", { machines: [own], sparkPools: [pool] });
  expect(plan.sparkPools[0]?.machines[0]?.machine).toEqual(own);
  expect(plan.nodeGroups[1]?.instanceTypes).toEqual(["m9q.4xlarge"]);
});

it("plans with the user's description of a type that the catalogue knows too", () => {
  const smaller = { ...own, name: "m5.4xlarge", memoryMiB: 60_000 };
  const sizes = [[], [smaller]].map((machines) => {
    const plan = planEksCluster("analytics", { machines, sparkPools: [{ ...pool, machineTypes: ["m5.4xlarge"] }] });
    return plan.sparkPools[0]!.machines[0]!.available.memoryMiB;
  });
  expect(sizes[1]).toBeLessThan(sizes[0]!);
});

it("names every problem of the machines together with the others", () => {
  const machines = [{ ...own, vcpu: 0 }, own, own] as MachineType[];
  expect(problems({ machines, sparkPools: [pool], kubernetesVersion: "1.1" })).toEqual([
    "machines[0].vcpu",
    "kubernetesVersion",
    "machines[1].name",
    "machines[2].name",
  ]);
  expect(problems({ machines: "m5.large" as never })).toEqual(["machines"]);
});

it("takes what is read from EC2", async () => {
  const recording = await recordProgram(async () => {
    const machines = await readMachines(["m7i.large", "r8g.4xlarge"]);
    new EksCluster("analytics", { machines, sparkPools: [{ ...pool, machineTypes: ["r8g.4xlarge"] }] });
  });
  const types = byType(recording, "aws:eks/nodeGroup:NodeGroup").map(({ inputs }) => inputs.amiType);
  expect(types).toContain("AL2023_ARM_64_STANDARD");
});
