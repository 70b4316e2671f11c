/** Where prices come from, in words. */

import type { Price } from "../../plan/nodes/machine";

/** Region and month of each price once, for example `us-east-1, 2026-07, spot 2025-07`; empty where there is none. */
export function priceBases(prices: readonly (Price | undefined)[]): string {
  const texts = prices.flatMap((price) => (price === undefined ? [] : [basisOf(price)]));
  // A basis with a spot month says all that the same one without it does.
  return [...new Set(texts)].filter((text) => !isToldBy(text, texts)).join("; ");
}

function isToldBy(text: string, texts: readonly string[]): boolean {
  return texts.some((other) => other !== text && other.startsWith(`${text},`));
}

function basisOf({ region, date, spotDate }: Price): string {
  return `${region}, ${date}${spotDate === undefined ? "" : `, spot ${spotDate}`}`;
}
