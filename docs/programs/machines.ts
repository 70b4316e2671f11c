/** An EKS cluster with machine types that the catalogue lacks: some read from EC2, one written down. */

import { type MachineType, SparkPlatform } from "spark-platform";
import { EksCluster, readMachines } from "spark-platform/aws";

const own: MachineType = {
  name: "m9i.4xlarge",
  vcpu: 16,
  memoryMiB: 65536,
  architecture: "amd64",
  networkMaxPods: 234,
  price: { onDemandHourly: 0.88, region: "us-east-1", date: "2026-11" },
};

async function declare() {
  const machines = await readMachines(["r8i.4xlarge", "r8a.4xlarge"]);
  const cluster = new EksCluster("analytics", {
    machines: [own, ...machines],
    sparkPools: [
      { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10 },
      { name: "memory", capacity: "spot", machineTypes: ["r8i.4xlarge", "r8a.4xlarge"], maxNodes: 40 },
      { name: "general", machineTypes: ["m9i.4xlarge"], runs: ["executor"], maxNodes: 20 },
    ],
  });
  const spark = { image: "registry.example.com/spark:4.1.1-s3a" };
  const { accessCommand } = new SparkPlatform("analytics", { cluster, spark });
  return { accessCommand };
}

export const analytics = declare();
