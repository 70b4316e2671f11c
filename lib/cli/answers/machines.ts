/** `spark-platform machines`: the machine types of the catalogue that have what is asked for, cheapest vCPU first. */

import { closest } from "fastest-levenshtein";

import { IssueList } from "../../plan/issue";
import { type CatalogueCloud, catalogueClouds, machinesOf } from "../../plan/nodes/catalogue/catalogue";
import type { Architecture, MachineType } from "../../plan/nodes/machine";
import { counted, figure } from "../../report/numbers";
import type { Section } from "../../report/sections/section";
import type { Answer } from "../answer";
import { readDollars, readMemory, readOneOf, readWhole } from "../options/read";
import { Misuse } from "../problem";
import type { MachinesAnswer } from "../schemas/machines";
import { priceBases } from "../tables/price-bases";

export interface MachinesOptions {
  cloud?: string;
  minVcpu?: string;
  maxVcpu?: string;
  minMemory?: string;
  maxMemory?: string;
  nvme?: true;
  arch?: string;
  family?: string;
  /** A part of the accelerator's name; `true` for any. */
  accelerator?: string | true;
  maxPrice?: string;
}

type Machine = MachinesAnswer["machines"][number];

/** More rows are no answer for people. */
const mostRows = 40;
const mostVcpu = 2048;

/** @throws Misuse with every option that can't be used. */
export function machines(options: MachinesOptions): Answer<MachinesAnswer> {
  const found = select(options);
  const [first] = found;
  return {
    data: { count: found.length, machines: found },
    summary: [summaryOf(found)],
    sections: found.length === 0 ? [] : [machinesSection(found)],
    next: first === undefined ? [] : [`npx spark-platform size --cloud ${first.cloud} --machine ${first.name}`],
    failed: found.length === 0,
  };
}

function select(options: MachinesOptions): Machine[] {
  const issues = new IssueList();
  const cloud = readOneOf(options.cloud, "--cloud", catalogueClouds, issues);
  const architecture = readOneOf(options.arch, "--arch", ["amd64", "arm64"] satisfies Architecture[], issues);
  const minVcpu = readWhole(options.minVcpu, "--min-vcpu", [1, mostVcpu], issues) ?? 0;
  const maxVcpu = readWhole(options.maxVcpu, "--max-vcpu", [1, mostVcpu], issues) ?? Infinity;
  const minMemory = readMemory(options.minMemory, "--min-memory", issues) ?? 0;
  const maxMemory = readMemory(options.maxMemory, "--max-memory", issues) ?? Infinity;
  const maxPrice = readDollars(options.maxPrice, "--max-price", issues);
  checkRange("vcpu", minVcpu, maxVcpu, issues);
  checkRange("memory", minMemory, maxMemory, issues);
  const known = (cloud === undefined ? catalogueClouds : [cloud]).flatMap(machinesIn);
  const family = readFamily(options.family, known, issues);
  if (issues.length > 0) throw new Misuse(issues.all);
  return known
    .filter(({ vcpu }) => vcpu >= minVcpu && vcpu <= maxVcpu)
    .filter(({ memoryMiB }) => memoryMiB >= minMemory && memoryMiB <= maxMemory)
    .filter((machine) => architecture === undefined || machine.architecture === architecture)
    .filter(({ localDisks }) => options.nvme !== true || localDisks !== undefined)
    .filter(({ name }) => family === undefined || isOfFamily(name, family))
    .filter((machine) => hasAccelerator(machine, options.accelerator))
    .filter(({ price }) => maxPrice === undefined || (price !== undefined && price.onDemandHourly <= maxPrice))
    .sort(
      (a, b) =>
        (a.vcpuHourly ?? Infinity) - (b.vcpuHourly ?? Infinity) ||
        a.name.localeCompare(b.name, "en", { numeric: true }),
    );
}

function machinesIn(cloud: CatalogueCloud): Machine[] {
  return machinesOf(cloud).map((machine) => ({
    cloud,
    ...machine,
    ...(machine.price && { vcpuHourly: Math.round((machine.price.onDemandHourly / machine.vcpu) * 1e6) / 1e6 }),
  }));
}

function checkRange(what: "vcpu" | "memory", least: number, most: number, issues: IssueList): void {
  if (least <= most) return;
  issues.add({
    path: `--min-${what}`,
    value: least,
    problem: `is more than --max-${what}, ${most}`,
    allowed: `no more than --max-${what}`,
    change: "Swap the two.",
  });
}

function readFamily(text: string | undefined, known: readonly Machine[], issues: IssueList): string | undefined {
  if (text === undefined) return undefined;
  const families = [...new Set(known.map(({ name }) => familyOf(name)))];
  if (known.some(({ name }) => isOfFamily(name, text))) return text;
  issues.add({
    path: "--family",
    value: text,
    problem: "is no family of machine types that is known here",
    allowed: "what a machine type's name says beside its size, such as m7g, n2-standard or Dds_v5",
    change: `Did you mean "${closest(text.slice(0, 40), families)}"?`,
  });
  return undefined;
}

/** `m7g` of m7g.4xlarge, `n2-standard` of n2-standard-16, `Dds_v5` of Standard_D16ds_v5. */
function familyOf(name: string): string {
  if (name.includes(".")) return name.slice(0, name.indexOf("."));
  const azure = /^Standard_([A-Z]+)[\d-]+(.*)$/.exec(name);
  if (azure !== null) return `${azure[1]}${azure[2]}`;
  return name.replace(/-\d.*$/, "");
}

function isOfFamily(name: string, family: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/^standard_/, "")
      .replaceAll("_", "");
  const own = plain(familyOf(name));
  // GCP's families have kinds: n2 is n2-standard, n2-highmem and n2-highcpu.
  return own === plain(family) || own.startsWith(`${plain(family)}-`);
}

function hasAccelerator({ accelerators }: MachineType, wanted: string | true | undefined): boolean {
  if (wanted === undefined) return true;
  if (accelerators === undefined) return false;
  return wanted === true || accelerators.name.toLowerCase().includes(wanted.toLowerCase());
}

function summaryOf(found: readonly Machine[]): string {
  if (found.length === 0) return "No machine type has all of that. Leave an option out, or widen its range.";
  const of = counted(found.length, "machine type");
  if (found.length <= mostRows) return `${of}, cheapest vCPU first.`;
  return `${of}, cheapest vCPU first; the first ${mostRows} are shown. Narrow it down with an option, or take --json for all.`;
}

function machinesSection(found: readonly Machine[]): Section {
  const shown = found.slice(0, mostRows);
  const bases = priceBases(shown.map(({ price }) => price));
  return withoutEmptyColumns({
    id: "machines",
    title: "Machine types",
    columns: [
      { title: "Cloud" },
      { title: "Machine type" },
      { title: "vCPU", align: "right" },
      { title: "GiB", align: "right" },
      { title: "Arch" },
      { title: "Local disks, GiB" },
      { title: "GPUs" },
      { title: "Gbit/s", align: "right" },
      { title: "$ per hour", align: "right" },
      { title: "Spot", align: "right" },
      { title: "$ per vCPU-hour", align: "right" },
    ],
    rows: shown.map((machine) => [
      machine.cloud,
      machine.name,
      String(machine.vcpu),
      String(machine.memoryMiB / 1024),
      machine.architecture,
      machine.localDisks ? `${machine.localDisks.count} × ${figure(machine.localDisks.sizeGiB)}` : "",
      machine.accelerators ? `${machine.accelerators.count} × ${machine.accelerators.name}` : "",
      machine.networkGbps === undefined ? "" : String(machine.networkGbps),
      machine.price?.onDemandHourly.toFixed(4) ?? "unknown",
      machine.price?.spotHourly?.toFixed(4) ?? "unknown",
      machine.vcpuHourly?.toFixed(4) ?? "unknown",
    ]),
    notes: bases === "" ? [] : [`US dollars at list price: ${bases}. Spot prices move.`],
  });
}

/** Most machine types have no GPU, and a filter may leave none with a local disk. */
function withoutEmptyColumns(section: Section): Section {
  const isUsed = (_: unknown, column: number) => section.rows.some((row) => row[column] !== "");
  return {
    ...section,
    columns: section.columns.filter(isUsed),
    rows: section.rows.map((row) => row.filter(isUsed)),
  };
}
