/** Numbers as people read them: grouped digits, cores, GiB, dollars. */

import { formatDollars } from "../plan/cost/amount";
import { type Cost, hoursPerMonth } from "../plan/cost/estimate";
import { formatMiB } from "../plan/quantity";

/** `13830` makes `13 830`. */
export function figure(value: number): string {
  return formatMiB(value).replace(" MiB", "");
}

/** Millicores as cores: `15890` makes `15.89`. */
export function cores(millis: number): string {
  return String(Number((millis / 1000).toFixed(3)));
}

/** `14336` makes `14 GiB`, `13830` makes `13.5 GiB`; under 1 GiB it stays in MiB. Number and unit stay on one line. */
export function gib(mib: number): string {
  return mib < 1024 ? `${mib}\u00a0MiB` : `${String(Number((mib / 1024).toFixed(1)))}\u00a0GiB`;
}

/** `3` pods, `1` pod. */
export function counted(count: number, noun: string): string {
  return `${figure(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `task slots` makes `Task slots`. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Dollars per hour with enough digits to compare small prices; what is not known says so. */
export function hourly(cost: Cost): string {
  return bounded(cost, formatDollars);
}

/** A month of 730 hours, as clouds count it, or of those of them that are paid for. */
export function monthly(cost: Cost, hours = hoursPerMonth): string {
  return bounded(cost, (dollars) => `$${figure(Math.round(dollars * hours))}`);
}

function bounded({ hourly: known, atMost }: Cost, write: (dollars: number) => string): string {
  if (known !== undefined) return write(known);
  return atMost === undefined ? "unknown" : `\u2264\u00a0${write(atMost)}`;
}
