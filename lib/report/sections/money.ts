/** Warm capacity and cost: what stands ready, and what it all comes to. */

import type { PlatformPlan } from "../../plan/platform";
import { figure, hourly, monthly } from "../numbers";
import type { Section } from "./section";

export function warmSection({ warm }: PlatformPlan): Section {
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
    ],
    rows: warm.map(({ role, replicas, pool, nodes }) => [`${role}s`, figure(replicas), pool, figure(nodes)]),
  };
}

export function costSection({ cost }: PlatformPlan): Section {
  return {
    id: "cost",
    title: "Cost",
    intro: `US dollars at list price (${cost.basis}); a month is 730 hours. \u2264 is an upper bound.`,
    columns: [
      { title: "What" },
      { title: "Per hour", align: "right" },
      { title: "Per month", align: "right" },
      { title: "How it comes about", prose: true },
    ],
    rows: cost.lines.map((line) => [line.name, hourly(line), monthly(line), line.note]),
    ...(cost.leftOut.length > 0 && { notes: [`Not counted: ${cost.leftOut.join(", ")}.`] }),
  };
}
