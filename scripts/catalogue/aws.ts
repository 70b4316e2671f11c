/**
 * Generates lib/plan/nodes/catalogue/aws.json: EC2 machine types with what a plan needs to know of them.
 *
 * Run it with `npx tsx scripts/catalogue/aws.ts` (needs python3 with pip, and go), then read the diff. Two packages that anyone
 * can reach are parsed for facts:
 * - moto on PyPI carries EC2's own instance-type descriptions (DescribeInstanceTypes);
 * - the Go module github.com/aws/karpenter-provider-aws carries on-demand list prices and ENI limits.
 * The ENI limits of both must agree, as a check on both. Neither states a spot price, so there is none here.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { z } from "zod";

import { unpackGoModule, unpackWheel } from "./packages";

const moto = "moto==5.2.5";
const karpenter = { module: "github.com/aws/karpenter-provider-aws", version: "v1.15.1" };
const region = "us-east-1";
const target = join(__dirname, "../../lib/plan/nodes/catalogue/aws.json");

/** EC2's description spreads their interfaces over two cards, Karpenter's table over one; the lower limit is the safe one. */
const disputedCards = /^(i7ie|i8ge)\.(48xlarge|metal-48xl)$/;

/**
 * General, compute, memory, storage, GPU and small burstable families that are in use. EC2's own mark of a current generation
 * is no help: it lacks m5, m6i and r7g, which it goes on selling.
 */
const families = [
  /^[mcr][5-9]/,
  /^x[28]/,
  /^(i3|i3en|i4i|i4g|im4gn|is4gen|i7i|i7ie|i8g|i8ge|d3|d3en)$/,
  /^(g5|g5g|g6|g6e)$/,
  /^(t3|t3a|t4g)$/,
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
  GpuInfo: z.object({ Gpus: z.array(z.object({ Count: z.int() })) }).optional(),
  NetworkInfo: z.object({
    DefaultNetworkCardIndex: z.int(),
    Ipv4AddressesPerInterface: z.int(),
    NetworkCards: z.array(z.object({ NetworkCardIndex: z.int(), MaximumNetworkInterfaces: z.int() })),
  }),
});

type Description = z.infer<typeof description>;

function main(): void {
  const scratch = mkdtempSync(join(tmpdir(), "catalogue-"));
  try {
    const machines = readDescriptions(unpackWheel(moto, scratch)).filter(isWanted).sort(byFamilyAndSize);
    const source = unpackGoModule(karpenter.module, karpenter.version, scratch);
    const { date, prices } = readPrices(source);
    checkNetworkLimits(machines, readNetworkLimits(source));
    writeFileSync(target, render(machines, date, prices));
    const priced = machines.filter(({ InstanceType }) => prices.has(InstanceType)).length;
    console.log(`${machines.length} machine types, ${priced} with a price of ${region}, ${date}`);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function readDescriptions(wheel: string): Description[] {
  const packed = readFileSync(join(wheel, "moto/ec2/resources/instance_types.json.gz"));
  return Object.values(z.record(z.string(), description).parse(JSON.parse(gunzipSync(packed).toString("utf8"))));
}

function isWanted({ InstanceType }: Description): boolean {
  return families.some((family) => family.test(familyOf(InstanceType)));
}

function byFamilyAndSize(a: Description, b: Description): number {
  return (
    compare(familyOf(a.InstanceType), familyOf(b.InstanceType)) ||
    a.VCpuInfo.DefaultVCpus - b.VCpuInfo.DefaultVCpus ||
    a.MemoryInfo.SizeInMiB - b.MemoryInfo.SizeInMiB ||
    compare(a.InstanceType, b.InstanceType)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function familyOf(type: string): string {
  return type.slice(0, type.indexOf("."));
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

function networkMaxPods({ NetworkInfo: network }: Description): number {
  const card = network.NetworkCards.find(({ NetworkCardIndex: index }) => index === network.DefaultNetworkCardIndex);
  return podLimit(card?.MaximumNetworkInterfaces ?? NaN, network.Ipv4AddressesPerInterface);
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
    .filter(({ ours, theirs }) => Number.isNaN(ours) || (theirs !== undefined && theirs !== ours))
    .map(({ type, ours, theirs }) => `${type}: ${ours} pods by EC2's description, ${theirs} by Karpenter's table`);
  if (disputes.length > 0) throw new Error(`network limits disagree:\n${disputes.join("\n")}`);
}

function localDisks({ InstanceStorageInfo: storage, InstanceType }: Description): { count: number; sizeGiB: number } {
  if (storage === undefined || storage.NvmeSupport === "unsupported") return { count: 0, sizeGiB: 0 };
  const [disks, ...others] = storage.Disks;
  if (disks === undefined || others.length > 0) throw new Error(`${InstanceType} has local disks of several sizes`);
  return { count: disks.Count, sizeGiB: Math.floor((disks.SizeInGB * 1e9) / 2 ** 30) };
}

/** One column a line, so that a diff shows which fact changed. */
function render(machines: Description[], date: string, prices: Map<string, number>): string {
  const columns: Record<string, unknown[]> = {
    name: machines.map(({ InstanceType }) => InstanceType),
    vcpu: machines.map(({ VCpuInfo }) => VCpuInfo.DefaultVCpus),
    memoryMiB: machines.map(({ MemoryInfo }) => MemoryInfo.SizeInMiB),
    isArm64: machines.map(({ ProcessorInfo }) => (ProcessorInfo.SupportedArchitectures.includes("arm64") ? 1 : 0)),
    localDiskCount: machines.map((machine) => localDisks(machine).count),
    localDiskGiB: machines.map((machine) => localDisks(machine).sizeGiB),
    gpus: machines.map(({ GpuInfo }) => GpuInfo?.Gpus.reduce((sum, { Count }) => sum + Count, 0) ?? 0),
    networkMaxPods: machines.map(networkMaxPods),
    onDemandHourly: machines.map(({ InstanceType }) => prices.get(InstanceType) ?? null),
  };
  const lines = Object.entries(columns).map(([key, values]) => `    "${key}": ${JSON.stringify(values)}`);
  return `{\n  "prices": ${JSON.stringify({ region, date })},\n  "columns": {\n${lines.join(",\n")}\n  }\n}\n`;
}

main();
