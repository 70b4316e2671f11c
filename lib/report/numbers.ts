/** Numbers as people read them: grouped digits, cores, GiB, dollars. */

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

/** An amount that is known, one that is known to be at most so much, or one that is not known. */
interface Amount {
  hourly?: number;
  atMost?: number;
}

/** Dollars per hour with enough digits to compare small prices; what is not known says so. */
export function hourly(amount: Amount): string {
  return bounded(amount, (dollars) => `$${dollars.toFixed(Math.abs(dollars) < 1 ? 4 : 2)}`);
}

/** A month of 730 hours, as clouds count it. */
export function monthly(amount: Amount): string {
  return bounded(amount, (dollars) => `$${figure(Math.round(dollars * 730))}`);
}

function bounded({ hourly: known, atMost }: Amount, write: (dollars: number) => string): string {
  if (known !== undefined) return write(known);
  return atMost === undefined ? "unknown" : `\u2264\u00a0${write(atMost)}`;
}
