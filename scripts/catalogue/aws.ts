/**
 * Generates lib/plan/nodes/catalogue/aws.json: EC2 machine types with what a plan needs to know of them.
 *
 * Run it with `npx tsx scripts/catalogue/aws.ts` (needs python3 with pip, and go), then read the diff. Three sources that anyone
 * can reach are parsed for facts:
 * - moto on PyPI carries EC2's own instance-type descriptions (DescribeInstanceTypes);
 * - the Go module github.com/aws/karpenter-provider-aws carries on-demand list prices, ENI limits and network bandwidth;
 * - the repository alexei-led/spotinfo carries the data of AWS's Spot Instance Advisor: what spot saved over the last 30 days,
 *   averaged over the zones (https://aws.amazon.com/ec2/spot/instance-advisor/). The typical spot price is on-demand less that.
 * What the first two state both must agree, as a check on both.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { z } from "zod";

import type { MachineType } from "../../lib/plan/nodes/machine";
import { openRepository } from "./git";
import { unpackGoModule, unpackWheel } from "./packages";
import { type Priced, writeCatalogue } from "./write";

const moto = "moto==5.2.5";
const karpenter = { module: "github.com/aws/karpenter-provider-aws", version: "v1.15.1" };
const spotinfo = {
  url: "https://github.com/alexei-led/spotinfo",
  commit: "05e933139449b888c78795b28af8e9370429a031",
  month: "2025-07",
};
const region = "us-east-1";

/** EC2's description spreads their interfaces over two cards, Karpenter's table over one; the lower limit is the safe one. */
const disputedCards = /^(i7ie|i8ge)\.(48xlarge|metal-48xl)$/;

/** The two sources differ by more than rounding; the lower figure is taken. */
const disputedBandwidths = /^(i3\.8xlarge|i8g\.metal-48xl|i8ge\.(48xlarge|metal-48xl))$/;

/**
 * General, compute, memory, storage, GPU and small burstable families that are in use. EC2's own mark of a current generation
 * is no help: it lacks m5, m6i and r7g, which it goes on selling.
 */
const families = [
  /^[mcr][5-9]/,
  /^(x[28]|z1d)/,
  /^(i3|i3en|i4i|i4g|im4gn|is4gen|i7i|i7ie|i8g|i8ge|d3|d3en)$/,
  /^(g4dn|g5|g5g|g6|g6e|gr6|g7|g7e|p4d|p4de|p5|p5e|p5en)$/,
  /^(t3|t3a|t4g|t8i)$/,
];

const description = z.object({
  InstanceType: z.string(),
  VCpuInfo: z.object({ DefaultVCpus: z.int().positive() }),
  MemoryInfo: z.object({ SizeInMiB: z.int().positive() }),
  ProcessorInfo: z.object({ SupportedArchitectures: z.array(z.string()) }),
  InstanceStorageInfo: z
    .object({
      NvmeSupport: z.string(),
      Disks: z.array(z.object({ Count: z.int(), SizeInGB: z.int(), Type: z.string() })),
    })
    .optional(),
  GpuInfo: z
    .object({ Gpus: z.array(z.object({ Manufacturer: z.string(), Name: z.string(), Count: z.int().positive() })) })
    .optional(),
  NetworkInfo: z.object({
    DefaultNetworkCardIndex: z.int(),
    Ipv4AddressesPerInterface: z.int(),
    NetworkCards: z.array(
      z.object({
        NetworkCardIndex: z.int(),
        MaximumNetworkInterfaces: z.int(),
        BaselineBandwidthInGbps: z.number().positive(),
      }),
    ),
  }),
});

type Description = z.infer<typeof description>;

const advice = z.object({
  spot_advisor: z.record(z.string(), z.object({ Linux: z.record(z.string(), z.object({ s: z.int() })) })),
});

function main(): void {
  const scratch = mkdtempSync(join(tmpdir(), "catalogue-"));
  try {
    const descriptions = readDescriptions(unpackWheel(moto, scratch)).filter(isWanted);
    const source = unpackGoModule(karpenter.module, karpenter.version, scratch);
    const { date, prices } = readPrices(source);
    const savings = readSavings(openRepository(spotinfo, scratch)("internal/spot/data/spot-advisor-data.json"));
    checkNetworkLimits(descriptions, readNetworkLimits(source));
    const bandwidths = readBandwidths(source);
    const machines = descriptions.map((described): Priced => {
      const { InstanceType: name } = described;
      const onDemandHourly = prices.get(name);
      const saved = savings.get(name);
      return {
        machine: machineOf(described, bandwidths.get(name)),
        ...(onDemandHourly !== undefined && { onDemandHourly }),
        ...(onDemandHourly !== undefined && saved !== undefined && { spotHourly: onDemandHourly * (1 - saved / 100) }),
      };
    });
    writeCatalogue("aws", machines, familyOf, { region, date, spotDate: spotinfo.month });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function readDescriptions(wheel: string): Description[] {
  const packed = readFileSync(join(wheel, "moto/ec2/resources/instance_types.json.gz"));
  return Object.values(z.record(z.string(), z.unknown()).parse(JSON.parse(gunzipSync(packed).toString("utf8"))))
    .filter((entry) => isWanted(entry as Description))
    .map((entry) => description.parse(entry));
}

function isWanted({ InstanceType }: Pick<Description, "InstanceType">): boolean {
  return families.some((family) => family.test(familyOf(InstanceType)));
}

function familyOf(type: string): string {
  return type.slice(0, type.indexOf("."));
}

function machineOf(described: Description, theirBandwidth: number | undefined): MachineType {
  const { InstanceType: name, GpuInfo } = described;
  const disks = localDisks(described);
  const [gpu, ...others] = GpuInfo?.Gpus ?? [];
  if (others.length > 0) throw new Error(`${name} has GPUs of several kinds`);
  return {
    name,
    vcpu: described.VCpuInfo.DefaultVCpus,
    memoryMiB: described.MemoryInfo.SizeInMiB,
    architecture: described.ProcessorInfo.SupportedArchitectures.includes("arm64") ? "arm64" : "amd64",
    ...(disks && { localDisks: disks }),
    ...(gpu && { accelerators: { name: `${gpu.Manufacturer} ${gpu.Name}`, count: gpu.Count } }),
    networkMaxPods: networkMaxPods(described),
    networkGbps: networkGbps(described, theirBandwidth),
  };
}

/** The Go map `"us-east-1": { "m5.large": 0.096000, ... }`, and the date in the comment above it. */
function readPrices(source: string): { date: string; prices: Map<string, number> } {
  const go = readFileSync(join(source, "pkg/providers/pricing/zz_generated.pricing_aws.go"), "utf8");
  const date = new RegExp(`generated at (\\d{4}-\\d{2})-\\S+ for ${region}`).exec(go)?.[1];
  const table = new RegExp(`"${region}": \\{([^}]*)\\}`).exec(go)?.[1];
  if (date === undefined || table === undefined) throw new Error("the price table does not look as it used to");
  return {
    date,
    prices: new Map(Array.from(table.matchAll(/"([^"]+)": ([\d.]+)/g), ([, type, price]) => [type!, Number(price)])),
  };
}

/** The ENI-limited number of pods by machine type, from Go literals of interfaces, addresses and network cards. */
function readNetworkLimits(source: string): Map<string, number> {
  const go = readFileSync(join(source, "pkg/providers/instancetype/zz_generated.vpclimits.go"), "utf8");
  const limits = new Map<string, number>();
  for (const [, type, body] of go.matchAll(/^\t"([^"]+)": \{\n([\s\S]*?)^\t\},/gm)) {
    const addresses = Number(/IPv4PerInterface:\s+(\d+)/.exec(body!)?.[1]);
    const defaultCard = Number(/DefaultNetworkCardIndex:\s+(\d+)/.exec(body!)?.[1]);
    const cards = Array.from(body!.matchAll(/MaximumNetworkInterfaces:\s+(\d+),\s+NetworkCardIndex:\s+(\d+)/g));
    const interfaces = Number(cards.find(([, , index]) => Number(index) === defaultCard)?.[1]);
    limits.set(type!, podLimit(interfaces, addresses));
  }
  return limits;
}

/** Mbit/s by machine type. */
function readBandwidths(source: string): Map<string, number> {
  const go = readFileSync(join(source, "pkg/providers/instancetype/zz_generated.bandwidth.go"), "utf8");
  return new Map(Array.from(go.matchAll(/^\t\t"([^"]+)":\s+(\d+),/gm), ([, type, mbps]) => [type!, Number(mbps)]));
}

/** Percent saved by machine type. */
function readSavings(json: string): Map<string, number> {
  const types = advice.parse(JSON.parse(json)).spot_advisor[region]?.Linux ?? {};
  return new Map(Object.entries(types).map(([type, { s }]) => [type, s]));
}

/** What the card that pods use sustains; bursts above it last minutes. Karpenter's table adds up some machines' cards. */
function networkGbps(described: Description, theirMbps: number | undefined): number {
  const ours = defaultCard(described).BaselineBandwidthInGbps;
  const ofAllCards = described.NetworkInfo.NetworkCards.reduce((sum, card) => sum + card.BaselineBandwidthInGbps, 0);
  const theirs = theirMbps === undefined ? ours : theirMbps / 1000;
  const isAlike = [ours, ofAllCards].some((gbps) => Math.abs(gbps - theirs) <= 0.01 * gbps);
  if (!isAlike && !disputedBandwidths.test(described.InstanceType)) {
    throw new Error(`${described.InstanceType}: ${ours} Gbit/s by EC2's description, ${theirs} by Karpenter's table`);
  }
  return Math.min(ours, theirs);
}

function networkMaxPods(described: Description): number {
  return podLimit(defaultCard(described).MaximumNetworkInterfaces, described.NetworkInfo.Ipv4AddressesPerInterface);
}

function defaultCard({
  InstanceType,
  NetworkInfo: network,
}: Description): Description["NetworkInfo"]["NetworkCards"][0] {
  const card = network.NetworkCards.find(({ NetworkCardIndex: index }) => index === network.DefaultNetworkCardIndex);
  if (card === undefined) throw new Error(`${InstanceType} has no default network card`);
  return card;
}

/** The first address of an interface is the node's own; two pods use the host's network. */
function podLimit(interfaces: number, addresses: number): number {
  return interfaces * (addresses - 1) + 2;
}

function checkNetworkLimits(machines: Description[], limits: Map<string, number>): void {
  const disputes = machines
    .map((machine) => ({
      type: machine.InstanceType,
      ours: networkMaxPods(machine),
      theirs: limits.get(machine.InstanceType),
    }))
    .filter(({ type }) => !disputedCards.test(type))
    .filter(({ ours, theirs }) => theirs !== undefined && theirs !== ours)
    .map(({ type, ours, theirs }) => `${type}: ${ours} pods by EC2's description, ${theirs} by Karpenter's table`);
  if (disputes.length > 0) throw new Error(`network limits disagree:\n${disputes.join("\n")}`);
}

function localDisks({ InstanceStorageInfo: storage, InstanceType }: Description): MachineType["localDisks"] {
  if (storage === undefined || storage.NvmeSupport === "unsupported") return undefined;
  const [disks, ...others] = storage.Disks;
  if (disks === undefined || others.length > 0) throw new Error(`${InstanceType} has local disks of several sizes`);
  return { count: disks.Count, sizeGiB: Math.floor((disks.SizeInGB * 1e9) / 2 ** 30) };
}

main();
