/** Arithmetic with amounts that may not be known. */

import type { Cost, PriceBasis } from "./estimate";

/** A cost while it is reckoned with: `atMost` is there even where `hourly` is. */
export type Amount = Cost;

export function knownAmount(hourly: number): Amount {
  return { hourly, atMost: hourly };
}

export function timesAmount({ hourly, atMost }: Amount, factor: number): Amount {
  return { hourly: times(hourly, factor), atMost: times(atMost, factor) };
}

/** Not known as soon as one of the amounts is not. */
export function sumAmounts(amounts: readonly Amount[]): Amount {
  const sum = (key: keyof Amount) => amounts.reduce<number | undefined>((all, { [key]: one }) => plus(all, one), 0);
  return { hourly: sum("hourly"), atMost: sum("atMost") };
}

/** The amount where it is known, else the most that it can be where that is. */
export function costOf({ hourly, atMost }: Amount): Cost {
  if (hourly !== undefined) return { hourly: roundDollars(hourly) };
  return atMost === undefined ? {} : { atMost: roundDollars(atMost) };
}

/** Each region and month once, in order. */
export function distinctBases(bases: readonly PriceBasis[]): PriceBasis[] {
  const byText = new Map(bases.map(({ region, date }) => [`${region} ${date}`, { region, date }]));
  return [...byText.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, basis]) => basis);
}

/** For example `$0.2016` or `$65.07`: enough digits to compare small prices. */
export function formatDollars(dollars: number): string {
  return `$${dollars.toFixed(Math.abs(dollars) < 1 ? 4 : 2)}`;
}

export function times(amount: number | undefined, factor: number): number | undefined {
  return amount === undefined ? undefined : amount * factor;
}

function plus(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}

/** Shares of a price need more digits than its four; a month of what is lost here is less than a tenth of a cent. */
export function roundDollars(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}
