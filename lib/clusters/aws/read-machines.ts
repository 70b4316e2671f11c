/** Reads machine types from EC2 itself, for what the catalogue does not know or knows of another time. */

import { getInstanceType, type GetInstanceTypeResult } from "@pulumi/aws/ec2/getInstanceType";
import { getSpotPrice } from "@pulumi/aws/ec2/getSpotPrice";
import type * as pulumi from "@pulumi/pulumi";

import { findMachine } from "../../plan/nodes/catalogue/catalogue";
import type { MachineType, Price } from "../../plan/nodes/machine";
import { failReading, firstLine } from "../read-failure";

export interface ReadMachinesOptions {
  /** Region to ask. @default the provider's */
  region?: string;
  /** Asks for each type's latest spot price too (`ec2:DescribeSpotPriceHistory`). @default false */
  spotPrices?: boolean;
  /** Provider to ask with. @default the default provider */
  provider?: pulumi.ProviderResource;
}

/**
 * Asks EC2 (`ec2:DescribeInstanceTypes`) what machine types are, for the argument `machines` of {@link EksCluster}. It asks
 * whenever the program runs, so a preview needs credentials too.
 *
 * EC2 does not state on-demand prices: they come from the catalogue where it knows the type in that region. Elsewhere the price
 * stays unknown, the spot price with it.
 *
 * @example
 * const machines = await readMachines(["m7i.4xlarge", "r8i.4xlarge"], { region: "us-east-1" });
 * new EksCluster("analytics", { machines });
 *
 * @throws pulumi.ResourceError of one line for a type that EC2 does not have there.
 */
export async function readMachines(names: string[], options: ReadMachinesOptions = {}): Promise<MachineType[]> {
  return Promise.all([...new Set(names)].map((name) => readMachine(name, options)));
}

async function readMachine(name: string, options: ReadMachinesOptions): Promise<MachineType> {
  const { region, provider } = options;
  const described = await getInstanceType(
    { instanceType: name, ...(region !== undefined && { region }) },
    { provider },
  ).catch((error: Error) => failReading(name, `EC2 did not describe it: ${firstLine(error)}`));
  if (!(described.defaultVcpus > 0 && described.memorySize > 0))
    failReading(name, "EC2 stated neither vCPU nor memory.");
  const price = await readPrice(described, options);
  return { ...machineOf(name, described), ...(price && { price }) };
}

function machineOf(name: string, described: GetInstanceTypeResult): MachineType {
  const [gpu] = described.gpuses ?? [];
  const [disk] = described.instanceDisks ?? [];
  const card = (described.networkCards ?? []).find(({ index }) => index === described.defaultNetworkCardIndex);
  return {
    name,
    vcpu: described.defaultVcpus,
    memoryMiB: described.memorySize,
    architecture: described.supportedArchitectures.includes("arm64") ? "arm64" : "amd64",
    // EC2 counts decimal gigabytes.
    ...(disk && { localDisks: { count: disk.count, sizeGiB: Math.floor((disk.size * 1e9) / 2 ** 30) } }),
    ...(gpu && { accelerators: { name: `${gpu.manufacturer} ${gpu.name}`, count: gpu.count } }),
    ...(card && { networkMaxPods: podLimit(card.maximumInterfaces, described.maximumIpv4AddressesPerInterface) }),
    ...(card && card.baselineBandwidth > 0 && { networkGbps: card.baselineBandwidth }),
  };
}

/** The first address of an interface is the node's own; two pods use the host's network. */
function podLimit(interfaces: number, addresses: number): number {
  return interfaces * (addresses - 1) + 2;
}

async function readPrice(described: GetInstanceTypeResult, options: ReadMachinesOptions): Promise<Price | undefined> {
  const listed = findMachine("aws", described.instanceType)?.price;
  if (listed?.region !== described.region) return undefined;
  if (!options.spotPrices) return listed;
  const { onDemandHourly, region, date } = listed;
  const { spotPrice, spotPriceTimestamp } = await getSpotPrice(
    {
      instanceType: described.instanceType,
      filters: [{ name: "product-description", values: ["Linux/UNIX"] }],
      region: described.region,
    },
    { provider: options.provider },
  );
  const spotHourly = Number(spotPrice);
  if (!(spotHourly > 0)) return { onDemandHourly, region, date };
  return { onDemandHourly, region, date, spotHourly, spotDate: spotPriceTimestamp.slice(0, 7) };
}
