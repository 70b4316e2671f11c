/** Warm capacity, cost and list prices: what stands ready, and what it all comes to. */

import { formatDollars } from "../../plan/cost/amount";
import {
  type Cost,
  type CostEstimate,
  type CostTotal,
  hoursPerMonth,
  type PodCost,
  type PriceBasis,
} from "../../plan/cost/estimate";
import type { PlatformPlan } from "../../plan/platform";
import { type WarmPlan, weekdays } from "../../plan/warm/args";
import { figure, hourly, monthly } from "../numbers";
import type { Section } from "./section";

/** How room is kept, for people. */
const MECHANISMS = { "pause-pods": "pause pods", "capacity-buffers": "CapacityBuffer" } as const;

export function warmSection({ warm, cost }: PlatformPlan): Section {
  return {
    id: "warm",
    title: "Warm capacity",
    ...(warm.length === 0 && {
      intro: "None: the first pod after a quiet time waits for a node to boot. `warm` keeps room free.",
    }),
    columns: [
      { title: "Room for" },
      { title: "Pods", align: "right" },
      { title: "Pool" },
      { title: "Nodes kept up", align: "right" },
      { title: "Kept by" },
      { title: "When", prose: true },
      { title: "Hours a month", align: "right" },
      { title: "Adds per hour", align: "right" },
      { title: "Adds per month", align: "right" },
    ],
    rows: warm.map((entry) => {
      const entryCost = cost.warmEntries.find(({ name }) => name === entry.name);
      return [
        roomText(entry),
        figure(entry.replicas),
        entry.pool,
        figure(entry.nodes),
        MECHANISMS[entry.by],
        hoursText(entry),
        figure(Math.round(entryCost?.hoursPerMonth ?? hoursPerMonth)),
        hourly(entryCost ?? {}),
        monthly(entryCost ?? {}, entryCost?.hoursPerMonth),
      ];
    }),
  };
}

function roomText({ role, size, team }: WarmPlan): string {
  const pods = size === undefined ? `${role}s` : `${role}s "${size}"`;
  return team === undefined ? pods : `${pods}, billed to ${team}`;
}

/** For example `Mon to Fri 08:00 to 18:00, Europe/Berlin`. */
function hoursText({ hours }: WarmPlan): string {
  if (hours === undefined) return "always";
  const { from, to, days, timeZone } = hours;
  const isRow = days.length > 2 && weekdays.join().includes(days.join());
  return `${isRow ? `${days[0]} to ${days.at(-1)}` : days.join(", ")} ${from} to ${to}, ${timeZone}`;
}

export function costSection({ cost }: PlatformPlan): Section {
  return {
    id: "cost",
    title: "Cost",
    intro: `US dollars at list price; a month is ${hoursPerMonth} hours. \u2264 is an upper bound.`,
    columns: [
      { title: "What" },
      { title: "Per hour", align: "right" },
      { title: "Per month", align: "right" },
      { title: "How it comes about", prose: true },
    ],
    rows: costLines(cost).map(({ basis, note, ...line }) => [
      line.name,
      hourly(line),
      line.isPartOfMonth ? "" : monthly(line),
      basis.length === 0 ? note : `${note} (${basisText(basis)})`,
    ]),
    notes: [
      ...(cost.budgetHourly === undefined
        ? []
        : [`Budget: ${formatDollars(cost.budgetHourly)} an hour; full scale stays within it.`]),
      `Not counted: ${cost.leftOut.join(", ")}.`,
    ],
  };
}

/** What each machine type costs on demand and on spot. */
export function pricesSection({ cost }: PlatformPlan): Section {
  const price = (dollars: number | undefined) => (dollars === undefined ? "unknown" : formatDollars(dollars));
  return {
    id: "prices",
    title: "List prices per hour",
    columns: [
      { title: "Pool" },
      { title: "Capacity" },
      { title: "Machine type" },
      { title: "On demand", align: "right" },
      { title: "Spot", align: "right" },
      { title: "Spot saves", align: "right" },
      { title: "Prices of", prose: true },
    ],
    rows: cost.machines.map(({ pool, capacity, machineType, onDemandHourly, spotHourly, spotSaving, basis }) => [
      pool,
      capacity,
      machineType,
      price(onDemandHourly),
      price(spotHourly),
      spotSaving === undefined ? "unknown" : `${Math.round(spotSaving * 100)} %`,
      basisText(basis),
    ]),
  };
}

/** One figure for people, with how it comes about. */
export interface CostLine extends Cost {
  /** For example `idle`, `one executor on spot (m7i.4xlarge)`. */
  name: string;
  basis: PriceBasis[];
  note: string;
  /** Holds in some hours only, so that a month of it says nothing. */
  isPartOfMonth?: boolean;
}

/** The estimate in the order in which it is read. */
export function costLines(estimate: CostEstimate): CostLine[] {
  const { pods, atScale } = estimate;
  return [...idleLines(estimate), ...pods.map(podLine), totalLine("at full scale", atScale)];
}

function idleLines({ idle, outOfHours, average, warm }: CostEstimate): CostLine[] {
  const room = "warm capacity, part of idle";
  if (outOfHours === undefined || average === undefined)
    return [totalLine("idle", idle), ...(warm ? [totalLine(room, warm)] : [])];
  const part = (name: string, total: CostTotal) => ({ ...totalLine(name, total), isPartOfMonth: true });
  return [
    part("idle, in the hours of warm capacity", idle),
    part("idle, in other hours", outOfHours),
    { name: "idle, on average", ...average, basis: idle.basis, note: "over a month, with warm capacity in its hours" },
    ...(warm ? [part(room, warm)] : []),
  ];
}

function totalLine(name: string, { parts, basis, onDemandHourly, ...cost }: CostTotal): CostLine {
  const missing = new Set(parts.flatMap(({ unpriced }) => unpriced ?? []));
  const bound = cost.atMost === undefined ? "" : ", which counts at its on-demand price";
  const sum =
    parts.length === 0
      ? "no node is up and nothing else is billed by the hour"
      : parts.map((part) => part.name).join(" + ");
  const unknown = missing.size === 0 ? "" : `; no price is known for ${[...missing].join(", ")}${bound}`;
  const rises = cost.hourly !== undefined && onDemandHourly !== undefined && onDemandHourly > cost.hourly;
  const most = rises ? `; ${formatDollars(onDemandHourly)} if spot prices rise to on-demand` : "";
  return { name, ...cost, basis, note: sum + unknown + most };
}

function podLine(pod: PodCost): CostLine {
  const { role, size, pool, machineType, podsPerNode, isDearest, basis } = pod;
  const notes = [
    `a node of ${machineType} shared by ${podsPerNode}${isDearest ? ", the dearest machine of the pool" : ""}`,
    unknownNote(pod),
    pod.perTaskSlot && pod.hourly !== undefined ? `${hourly(pod.perTaskSlot)} a task slot` : "",
    pod.onDemandHourly !== undefined && pod.hourly !== undefined
      ? `${formatDollars(pod.onDemandHourly)} on demand`
      : "",
  ];
  return {
    name: `one ${role}${size === undefined ? "" : ` "${size}"`} on ${pool} (${machineType})`,
    ...(pod.hourly !== undefined && { hourly: pod.hourly }),
    ...(pod.atMost !== undefined && { atMost: pod.atMost }),
    basis,
    note: notes.filter((note) => note !== "").join("; "),
  };
}

function unknownNote({ capacity, hourly: known, atMost }: PodCost): string {
  if (known !== undefined) return "";
  if (capacity === "spot" && atMost !== undefined) {
    return "the spot price is not known, so the on-demand price counts";
  }
  return "no list price is known";
}

/** For example `us-east-1, 2026-04 to 2026-07`. */
function basisText(basis: readonly PriceBasis[]): string {
  if (basis.length === 0) return "unknown";
  const regions = [...new Set(basis.map(({ region }) => region))];
  return regions
    .map((region) => {
      const dates = basis.filter((one) => one.region === region).map(({ date }) => date);
      const [first, last] = [dates[0], dates.at(-1)];
      return `${region}, ${first === last ? first : `${first} to ${last}`}`;
    })
    .join("; ");
}
