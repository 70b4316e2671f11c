/** Reads machine types from Compute Engine itself, for what the catalogue does not know or knows of another time. */

import { getMachineTypes, type GetMachineTypesResult } from "@pulumi/gcp/compute/getMachineTypes";
import type * as pulumi from "@pulumi/pulumi";

import { findMachine } from "../../plan/nodes/catalogue/catalogue";
import type { MachineType } from "../../plan/nodes/machine";
import { failReading, firstLine } from "../read-failure";

export interface ReadMachinesOptions {
  /** Zone to ask, for example `europe-west1-b`. @default the provider's */
  zone?: string;
  /** Project to ask. @default the provider's */
  project?: string;
  /** Provider to ask with. @default the default provider */
  provider?: pulumi.ProviderResource;
}

type Described = GetMachineTypesResult["machineTypes"][number];

/**
 * Series on Arm, which Compute Engine's answer does not tell: https://cloud.google.com/compute/docs/instances/arm-on-compute
 */
const armSeries = /^(t2a|c4a|n4a|a4x)-/;

/** A partition of local SSD; those of Z3 are larger, and the catalogue knows them. */
const localSsdGiB = 375;

/**
 * Asks Compute Engine (`compute.machineTypes.list`) what machine types are in a zone. It asks whenever the program runs, so a
 * preview needs credentials too.
 *
 * Compute Engine states no prices: they come from the catalogue where it knows the type in that region, and are unknown elsewhere.
 *
 * @example
 * const [machine] = await readMachines(["n2-standard-16"], { zone: "us-central1-a" });
 *
 * @throws pulumi.ResourceError of one line for a type that the zone does not have.
 */
export async function readMachines(names: string[], options: ReadMachinesOptions = {}): Promise<MachineType[]> {
  return Promise.all([...new Set(names)].map((name) => readMachine(name, options)));
}

async function readMachine(name: string, { zone, project, provider }: ReadMachinesOptions): Promise<MachineType> {
  const place = { ...(zone !== undefined && { zone }), ...(project !== undefined && { project }) };
  const answer = await getMachineTypes({ filter: `name = ${JSON.stringify(name)}`, ...place }, { provider }).catch(
    (error: Error) => failReading(name, `Compute Engine did not describe it: ${firstLine(error)}`),
  );
  const described = answer.machineTypes?.find((one) => one.name === name);
  if (described === undefined) return failReading(name, `zone ${answer.zone} has no machine type of that name.`);
  return machineOf(described, regionOf(answer.zone));
}

function machineOf(
  { name, guestCpus, memoryMb, accelerators, bundledLocalSsds }: Described,
  region: string,
): MachineType {
  const listed = findMachine("gcp", name);
  const [gpu] = accelerators ?? [];
  const partitions = bundledLocalSsds?.[0]?.partitionCount ?? 0;
  const sizeGiB = listed?.localDisks?.sizeGiB ?? localSsdGiB;
  return {
    name,
    vcpu: guestCpus,
    memoryMiB: memoryMb,
    architecture: armSeries.test(name) ? "arm64" : "amd64",
    ...(partitions > 0 && { localDisks: { count: partitions, sizeGiB } }),
    ...(gpu && {
      accelerators: { name: listed?.accelerators?.name ?? gpu.guestAcceleratorType, count: gpu.guestAcceleratorCount },
    }),
    ...(listed?.networkGbps !== undefined && { networkGbps: listed.networkGbps }),
    ...(listed?.price?.region === region && { price: listed.price }),
  };
}

/** `us-central1` of `us-central1-a`. */
function regionOf(zone: string): string {
  return zone.slice(0, zone.lastIndexOf("-"));
}
