/** What EC2 and Compute Engine would say of a machine type, made from the catalogue. */

import { findMachine } from "../../plan/nodes/catalogue/catalogue";

/** The answer of `aws.ec2.getInstanceType`. Fails for a type that is not in the catalogue, as EC2 does for one that is not there. */
export function describedInstanceType(instanceType: string, region: string): Record<string, unknown> {
  const machine = findMachine("aws", instanceType);
  if (machine === undefined) throw new Error(`the mocks know no EC2 instance type ${JSON.stringify(instanceType)}`);
  const { vcpu, memoryMiB, architecture, localDisks, accelerators, networkMaxPods = 2, networkGbps = 0 } = machine;
  const [manufacturer, ...model] = accelerators?.name.split(" ") ?? [];
  return {
    id: instanceType,
    instanceType,
    region,
    defaultVcpus: vcpu,
    memorySize: memoryMiB,
    supportedArchitectures: [architecture === "arm64" ? "arm64" : "x86_64"],
    instanceDisks: localDisks
      ? [{ count: localDisks.count, size: Math.ceil((localDisks.sizeGiB * 2 ** 30) / 1e9), type: "ssd" }]
      : [],
    gpuses: accelerators ? [{ count: accelerators.count, manufacturer, name: model.join(" "), memorySize: 0 }] : [],
    defaultNetworkCardIndex: 0,
    // One interface with as many addresses as give that limit of pods.
    maximumIpv4AddressesPerInterface: networkMaxPods - 1,
    networkCards: [{ index: 0, maximumInterfaces: 1, baselineBandwidth: networkGbps }],
  };
}

/** The answer of `gcp.compute.getMachineTypes` to a filter by name. Fails for a type that is not in the catalogue. */
export function listedMachineTypes({ filter, project, zone }: Record<string, unknown>): Record<string, unknown> {
  const [, name = ""] = /^name = "([^"]+)"$/.exec(String(filter)) ?? [];
  const machine = findMachine("gcp", name);
  if (machine === undefined) throw new Error(`the mocks know no machine type of Compute Engine for ${String(filter)}`);
  const { vcpu, memoryMiB, localDisks, accelerators } = machine;
  const described = {
    name,
    guestCpus: vcpu,
    memoryMb: memoryMiB,
    isSharedCpus: false,
    accelerators: accelerators
      ? [{ guestAcceleratorType: accelerators.name, guestAcceleratorCount: accelerators.count }]
      : [],
    bundledLocalSsds: localDisks ? [{ defaultInterface: "NVME", partitionCount: localDisks.count }] : [],
  };
  return {
    id: "machine-types",
    filter,
    project: project ?? "project",
    zone: zone ?? "us-central1-a",
    machineTypes: [described],
  };
}
