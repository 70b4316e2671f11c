/**
 * Nodes as people measured them: what `kubectl describe node` said, typed from public places. Memory is in KiB, except where the
 * source gives GiB with three digits (then it is the least that was seen, rounded down).
 */

import type { NodeKindArgs } from "../../../lib/plan/nodes/node-kind";
import type { MachineType } from "../../../lib/plan/nodes/machine";

export interface MeasuredNode {
  source: string;
  kind: NodeKindArgs;
  machine: MachineType;
  pods: number;
  capacityKiB: number;
  allocatableKiB: number;
  cpuMillis: number;
  /** Bytes of allocatable ephemeral storage and the root disk in GiB, where the source has both. */
  storage?: { bytes: number; diskGiB: number };
  /** Whether capacity and allocatable are known to the KiB. */
  isExact: boolean;
}

const capacities = "2i2c-org/infrastructure@026837dd instance_capacities.yaml";
const capacityInfo = "2i2c-org/infrastructure@1097ae3c node-capacity-info.json";
const gke125 = "2i2c-org/infrastructure#2121, GKE 1.25";

const eks: NodeKindArgs = { cloud: "aws" };
const cos: NodeKindArgs = { cloud: "gcp" };
const aks: NodeKindArgs = { cloud: "azure" };
const aks128: NodeKindArgs = { cloud: "azure", kubernetesVersion: "1.28" };

const bootDisk100 = { bytes: 47_060_071_478, diskGiB: 100 };
const osDisk128 = { bytes: 119_703_055_367, diskGiB: 128 };

export const measuredNodes: MeasuredNode[] = [
  exact("aws/karpenter-provider-aws#7989", eks, type("m7a.4xlarge", 16, 64, 234), 234, 64_422_252, 61_422_956, 15_890, {
    bytes: 95_491_281_146,
    diskGiB: 100,
  }),
  exact(capacityInfo, eks, type("r5.xlarge", 4, 32, 58), 58, 33_164_840_960 / 1024, 32_123_604_992 / 1024, 3920),
  exact(
    capacityInfo,
    eks,
    type("r5.4xlarge", 16, 128, 234),
    234,
    133_523_050_496 / 1024,
    130_451_771_392 / 1024,
    15_890,
  ),
  rounded(capacities, eks, type("r5.2xlarge", 8, 64, 58), 58, 62.011, 61.041, 7910),
  rounded(capacities, eks, type("r5.16xlarge", 64, 512, 737), 737, 498.372, 490.108, 63_770),
  rounded(capacities, eks, type("m5.large", 2, 8, 29), 29, 7.461, 6.803, 1930),
  rounded(capacities, eks, type("m5.xlarge", 4, 16, 58), 58, 15.172, 14.202, 3920),
  rounded(capacities, eks, gpu("g4dn.xlarge", 4, 16, 29), 29, 15.324, 14.666, 3920),
  exact(
    "a Karpenter node of EKS 1.36.2, AL2023.12.20260720 with NVIDIA drivers, kernel 6.18.38, July 2026",
    eks,
    gpu("g6.xlarge", 4, 16, 58),
    58,
    15_735_928,
    14_719_096,
    3920,
    { bytes: 95_491_281_146, diskGiB: 100 },
  ),

  exact(gke125, cos, type("n2-highmem-4", 4, 32), 110, 32_880_872, 29_085_928, 3920, bootDisk100),
  exact(gke125, cos, type("n2-highmem-16", 16, 128), 110, 131_919_220, 122_210_676, 15_890, bootDisk100),
  exact(gke125, cos, type("n2-highmem-64", 64, 512), 110, 528_365_196, 510_603_916, 63_770, bootDisk100),
  exact(
    "gke-camunda-benchmar-n2-standard-4-v2-d2beeabd-qtvs, GKE 1.36.3, October 2026",
    cos,
    type("n2-standard-4", 4, 16),
    22,
    16_380_004,
    13_591_652,
    3920,
    bootDisk100,
  ),
  exact(
    "gke-dev-primary-dev-general-1f5bdeb1-p09c, GKE 1.29.6",
    cos,
    type("e2-small", 2, 2),
    110,
    2_024_160,
    1_397_472,
    940,
    bootDisk100,
  ),
  exact(
    "gke-lines-cluster-default-pool-0f0b3237-wmnh, COS 5.10",
    cos,
    type("e2-medium", 2, 4),
    110,
    4_025_932,
    2_880_076,
    940,
    bootDisk100,
  ),
  rounded(capacities, cos, type("n2-highmem-2", 2, 16), 110, 15.631, 12.972, 1930),
  rounded(capacities, cos, type("n2-highmem-8", 8, 64), 110, 62.809, 57.27, 7910),
  rounded(capacities, cos, type("n2-highmem-32", 32, 256), 110, 251.897, 240.079, 31_850),
  rounded(capacities, cos, type("e2-highmem-16", 16, 128), 110, 125.807, 116.549, 15_890),
  rounded(capacities, cos, type("n1-standard-2", 2, 7.5), 110, 7.276, 5.483, 1930),
  rounded(capacities, cos, type("n1-highmem-4", 4, 26), 110, 25.451, 22.192, 3920),
  rounded(capacities, cos, type("n1-standard-8", 8, 30), 110, 29.387, 25.888, 7910),
  rounded(capacities, cos, type("n1-standard-16", 16, 60), 110, 58.87, 53.571, 15_890),

  exact(
    "aks-npcc-51758617-vmss000000, AKSUbuntu-2204gen2containerd-202506.03.0",
    aks,
    type("Standard_DC4s_v3", 4, 32),
    250,
    32_864_252,
    27_590_652,
    3860,
    osDisk128,
  ),
  exact(
    "aks-system-10377240-vmss000005, AKS 1.32.7, January 2026",
    aks,
    type("8 vCPU, 32 GiB", 8, 32),
    110,
    32_859_916,
    30_453_516,
    7820,
    osDisk128,
  ),
  exact(
    "aks-default-19023758-vmss000000, AKS 1.30.9, March 2025",
    aks,
    type("2 vCPU, 8 GiB", 2, 8),
    250,
    8_130_044,
    5_930_492,
    1900,
    osDisk128,
  ),
  exact(
    "aks-masterpool-19653187-vmss000000, AKS 1.32.7, October 2025",
    aks,
    type("2 vCPU, 8 GiB", 2, 8),
    110,
    8_129_936,
    5_930_384,
    1900,
    osDisk128,
  ),
  exact(
    "a Spark node of AKS, 2026",
    aks,
    type("Standard_D16a_v4", 16, 64),
    110,
    65_937_008,
    63_530_608,
    15_740,
    osDisk128,
  ),

  exact("Azure/AKS#3525, AKS 1.24", aks128, type("Standard_F2s_v2", 2, 4), 110, 4_025_836, 2_209_260, 1900, osDisk128),
  exact(
    "UCL/TLOmodel#1356, AKS 1.28",
    aks128,
    type("2 vCPU, 16 GiB", 2, 16),
    110,
    16_375_056,
    12_881_168,
    1900,
    osDisk128,
  ),
  exact(
    "aks-agentpool-36826358-vmss000004, AKS 1.23.12",
    aks128,
    type("Standard_DS2_v2", 2, 7),
    110,
    7_116_264,
    4_670_952,
    1900,
    osDisk128,
  ),
  exact(
    "MicrosoftDocs/azure-docs: developer best practices, resource management",
    aks128,
    type("8 vCPU, 32 GiB", 8, 32),
    110,
    32_863_116,
    28_362_636,
    7820,
    osDisk128,
  ),
  rounded(capacities, aks128, type("Standard_E4s_v3", 4, 32), 110, 31.342, 27.05, 3860),
  rounded(capacities, aks128, type("Standard_E8s_v3", 8, 64), 110, 62.806, 56.594, 7820),
  rounded(capacities, aks128, type("Standard_E8s_v5", 8, 64), 110, 62.793, 56.581, 7820),
];

function exact(
  source: string,
  kind: NodeKindArgs,
  machine: MachineType,
  pods: number,
  capacityKiB: number,
  allocatableKiB: number,
  cpuMillis: number,
  storage?: MeasuredNode["storage"],
): MeasuredNode {
  return { source, kind, machine, pods, capacityKiB, allocatableKiB, cpuMillis, storage, isExact: true };
}

function rounded(
  source: string,
  kind: NodeKindArgs,
  machine: MachineType,
  pods: number,
  capacityGiB: number,
  allocatableGiB: number,
  cpuMillis: number,
): MeasuredNode {
  const kib = (gib: number) => gib * 1024 * 1024;
  const [capacityKiB, allocatableKiB] = [kib(capacityGiB), kib(allocatableGiB)];
  return { source, kind, machine, pods, capacityKiB, allocatableKiB, cpuMillis, isExact: false };
}

function type(name: string, vcpu: number, gib: number, networkMaxPods?: number): MachineType {
  return { name, vcpu, memoryMiB: gib * 1024, architecture: "amd64", networkMaxPods };
}

function gpu(name: string, vcpu: number, gib: number, networkMaxPods: number): MachineType {
  return { ...type(name, vcpu, gib, networkMaxPods), accelerators: { name: "gpu", count: 1 } };
}
