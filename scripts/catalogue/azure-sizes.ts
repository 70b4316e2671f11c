/**
 * What the names of Azure's VM sizes say, and the rules of local disks and network bandwidth, typed from
 * https://learn.microsoft.com/azure/virtual-machines/sizes/overview. Read for the rules: the pages of Dsv3, Dsv4,
 * Dasv4, Easv4, Edsv4, Dsv5, Ddsv5, Edsv5, Dadsv5, Eadsv5, Dpdsv5, Epdsv5, Ddsv6, Dldsv6, Edsv6, Dadsv6, Eadsv6, Dpdsv6, Epdsv6,
 * Fasv6, Fsv2, Dadsv7, Eadsv7, Famdsv7, Lsv2, Lsv3, Lasv3, Lsv4, Lasv4, NCasT4_v3 and NC_A100_v4. Their sister series with other
 * memory share host and rules.
 */

import type { MachineType } from "../../lib/plan/nodes/machine";
import { stepAt } from "./steps";

export interface Size {
  /** For example `Dadsv5` of `Standard_D4ads_v5`. */
  family: string;
  series: string;
  maker: "intel" | "amd" | "arm";
  hasLocalDisk: boolean;
  version: number;
  accelerator?: string;
}

type Shape = Pick<MachineType, "vcpu" | "memoryMiB">;

/** General, memory, compute and storage series that can use premium disks; no constrained, isolated or confidential sizes. */
const general = /^Standard_([DEFL])\d+([ap]?)([lm]?)(d?)s_v(\d)$/;
const large = /^Standard_M\d+s(?:_\d)?_v3$/;
const gpu = /^Standard_NC\d+as_T4_v3$|^Standard_NC\d+ads_A100_v4$/;

const makers = { "": "intel", a: "amd", p: "arm" } as const;

/** Undefined: not in the catalogue. */
export function parseSize(name: string): Size | undefined {
  const family = name.replace("Standard_", "").replace(/\d+/, "").replaceAll("_", "");
  if (large.test(name)) return { family: "Msv3", series: "M", maker: "intel", hasLocalDisk: false, version: 3 };
  if (gpu.test(name)) {
    const isT4 = name.includes("T4");
    const accelerator = isT4 ? "NVIDIA T4" : "NVIDIA A100 80GB";
    return { family, series: "NC", maker: "amd", hasLocalDisk: true, version: isT4 ? 3 : 4, accelerator };
  }
  const [, series, maker, , disk, version] = general.exec(name) ?? [];
  if (series === undefined) return undefined;
  return {
    family,
    series,
    maker: makers[maker as keyof typeof makers],
    hasLocalDisk: disk === "d",
    version: Number(version),
  };
}

/** NVMe disks where a size has some, else its temporary disk. */
export function localDisks(size: Size, { vcpu, memoryMiB }: Shape): MachineType["localDisks"] {
  const { series, maker, version } = size;
  if (series === "L") return version === 4 ? storageDisks(vcpu) : { count: vcpu / 8, sizeGiB: gibibytes(1920) };
  if (series === "NC") return { count: 1, sizeGiB: gpuTemporaryDisk(vcpu, version) };
  if (series === "F" && version === 2) return { count: 1, sizeGiB: 4 * (memoryMiB / 1024) };
  if (version === 3 && series !== "M") return { count: 1, sizeGiB: 2 * (memoryMiB / 1024) };
  if (version === 4 && maker === "amd") return { count: 1, sizeGiB: 2 * (memoryMiB / 1024) };
  if (!size.hasLocalDisk) return undefined;
  if (version <= 5) return { count: 1, sizeGiB: 37.5 * vcpu };
  const totalGiB = 55 * threads(size, vcpu);
  const count = nvmeCount(threads(size, vcpu));
  return { count, sizeGiB: totalGiB / count };
}

/** From version 6 on the disks are NVMe. */
function nvmeCount(vcpu: number): number {
  if (vcpu <= 8) return 1;
  if (vcpu <= 20) return 2;
  return vcpu % 48 === 0 ? 6 : 4;
}

/** Version 4 of L: Microsoft's gigabytes are decimal there. */
function storageDisks(vcpu: number): { count: number; sizeGiB: number } {
  const gigabytes = vcpu <= 8 ? 480 : vcpu <= 32 ? 960 : 1920;
  return { count: (vcpu * 240) / gigabytes, sizeGiB: gibibytes(gigabytes) };
}

function gibibytes(gigabytes: number): number {
  return Math.floor((gigabytes * 1e9) / 2 ** 30);
}

function gpuTemporaryDisk(vcpu: number, version: number): number {
  if (version === 4) return (vcpu / 24) * 64;
  return { 4: 176, 8: 352, 16: 352, 64: 2816 }[vcpu] ?? NaN;
}

/** From version 7 on, F has one thread a core and the resources of a size with twice as many. */
function threads({ series, version }: Size, vcpu: number): number {
  return series === "F" && version >= 7 ? 2 * vcpu : vcpu;
}

/**
 * Gbit/s ("up to") by maker and version, by vCPU (see stepAt). Version 3 of D and E is
 * left out: its page gives 16 vCPU no more than 4.
 */
const bandwidths: Record<string, string> = {
  intel4: "2:5 4:10 8:12.5 20:16 48:24 64:30",
  intel5: "2:12.5 32:16 48:24 64:30 96:35",
  amd5: "2:12.5 32:16 48:24 64:32 96:40",
  arm5: "2:12.5 32:16 48:24 64:40",
  intel6: "2:12.5 32:16 48:24 64:30 96:41 128:54 192:?",
  amd6: "2:12.5 16:16 32:20 48:28 64:36 96:40",
  arm6: "2:12.5 8:15 32:20 48:30 64:40 96:60",
  amd7: "2:16 8:25 48:35 64:45 96:70 128:75 160:80",
};

const ofSeries: Record<string, string> = {
  Dasv4: "2:2 4:4 8:8 16:10 32:16 48:24 64:32 96:40",
  Easv4: "2:2 4:4 8:8 16:10 20:12 32:16 48:24 64:32",
  Fsv2: "2:5 4:10 8:12.5 32:16 48:21 64:28 72:30",
  Lsv2: "8:3.2 16:6.4 32:12.8 48:16",
  Lsv3: "8:12.5 32:16 48:24 64:30 80:32",
  Lasv3: "8:12.5 32:16 48:24 64:32",
  Lsv4: "2:12.5 32:16 48:24 64:30 80:36 96:41",
  Lasv4: "2:12.5 32:16 48:28 64:36 80:40",
  NCasT4v3: "4:8 64:32",
  NCadsA100v4: "24:20 48:40 96:80",
};

export function networkGbps(size: Size, vcpu: number): number | undefined {
  return stepAt(ofSeries[size.family] ?? bandwidths[`${size.maker}${size.version}`], threads(size, vcpu));
}
