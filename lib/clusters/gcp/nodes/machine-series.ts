/** What GKE has to be told of a machine type because of the series it is of. Pure. */

import type { MachineType } from "../../../plan/nodes/machine";

export interface GkeAccelerator {
  /** As Compute Engine names it, for example `nvidia-l4`. */
  type: string;
  count: number;
}

/**
 * Series that boot from Hyperdisk alone; all others take Persistent Disk.
 * https://cloud.google.com/compute/docs/disks/hyperdisks#machine-type-support
 */
const HYPERDISK_ONLY = /^(a3-ultragpu|a4|a4x|c4|c4a|c4d|c4n|g4|h4d|m4|m4n|n4|n4a|n4d|x4)-/;

/**
 * Machine types that take no local SSD: series without, and those of series whose `-lssd` types bring theirs.
 * https://cloud.google.com/compute/docs/disks/local-ssd#choose_number_local_ssds
 */
const NO_LOCAL_SSD = /^(e2|h3|m2|m4n?|n4[ad]?|t2[ad])-|^(c3d?|c4[adn]?)-(?!.*-lssd)/;

/** Names of accelerators in the catalogue, and in Compute Engine. https://cloud.google.com/compute/docs/gpus */
const ACCELERATORS: Record<string, string> = {
  "NVIDIA A100 40GB": "nvidia-tesla-a100",
  "NVIDIA A100 80GB": "nvidia-a100-80gb",
  "NVIDIA H100 80GB": "nvidia-h100-80gb",
  "NVIDIA L4": "nvidia-l4",
  "NVIDIA RTX PRO 6000": "nvidia-rtx-pro-6000",
};

/** H100 of this series has a network of its own, and another name. */
const MEGA = { series: /^a3-megagpu-/, type: "nvidia-h100-mega-80gb" };

/** Disks that nodes boot from: SSD in either case. */
export function bootDiskType(machineType: string): "hyperdisk-balanced" | "pd-balanced" {
  return HYPERDISK_ONLY.test(machineType) ? "hyperdisk-balanced" : "pd-balanced";
}

/** Whether a machine type can have the local SSDs that are described with it. */
export function takesLocalSsds(machineType: string): boolean {
  return !NO_LOCAL_SSD.test(machineType);
}

/** What a machine type with accelerators is asked for with; one that the user describes says Compute Engine's name. */
export function acceleratorOf({ name, accelerators }: MachineType): GkeAccelerator | undefined {
  if (accelerators === undefined) return undefined;
  const type = MEGA.series.test(name) ? MEGA.type : (ACCELERATORS[accelerators.name] ?? accelerators.name);
  return { type, count: accelerators.count };
}
