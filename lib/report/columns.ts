/** Fits text into the columns of a terminal. */

import type { Column } from "./sections/section";

/** Columns of a cell that are not its text. */
export const PADDING = 2;
/** A part of a name that is longer than this breaks anywhere. */
const LONG_PIECE = /.{1,30}/g;
/** A column of prose keeps room for a few words if it has as many. */
const COMFORTABLE = 16;

/**
 * Column widths for cli-table3, padding included. Columns are as wide as their content; where that is too much, prose
 * breaks between words, then headings do, then prose gets as narrow as its longest word.
 */
export function columnWidths(columns: Column[], rows: string[][], width: number): number[] {
  const cells = columns.map((_, index) => rows.map((row) => row[index] ?? ""));
  const widths = columns.map(({ title }, index) => longest([title, ...(cells[index] ?? [])]) + PADDING);
  const words = columns.map(
    ({ title, names }, index) =>
      longest([...wordsOf(title), ...(cells[index] ?? []).flatMap(names ? piecesOf : wordsOf)]) + PADDING,
  );
  const unbroken = columns.map(({ title }, index) => longest([...wordsOf(title), ...(cells[index] ?? [])]) + PADDING);
  const leastOf = (prose: (index: number) => number, other: number[]) =>
    columns.map(({ prose: isProse, names }, index) => (isProse || names ? prose(index) : (other[index] ?? 0)));
  const comfortable = (index: number) => Math.max(words[index] ?? 0, Math.min(COMFORTABLE, widths[index] ?? 0));
  const stages = [
    leastOf(comfortable, widths),
    leastOf(comfortable, unbroken),
    leastOf((index) => words[index] ?? 0, unbroken),
  ];
  for (const least of stages) shrink(widths, least, width - columns.length - 1);
  return widths;
}

/** Takes one column after the other from the widest that may still shrink, until the sum fits. */
function shrink(widths: number[], least: number[], room: number): void {
  let excess = widths.reduce((sum, one) => sum + one, 0) - room;
  while (excess > 0) {
    let widest: number | undefined;
    widths.forEach((one, index) => {
      if (one > (least[index] ?? one) && (widest === undefined || one > (widths[widest] ?? 0))) widest = index;
    });
    if (widest === undefined) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
}

/** Breaks a sentence at spaces. */
export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= width || line === "") line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].join("\n");
}

/** Breaks a sentence at spaces, and names in it after dots, commas and equals signs where they are longer than a line. */
export function wrappedNames(text: string, width: number): string {
  const short = text.split(" ").map((word) => (word.length <= width ? word : brokenName(word, width)));
  return wrapped(short.join(" "), width);
}

function brokenName(name: string, width: number): string {
  const lines: string[] = [];
  for (const piece of piecesOf(name)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + piece.length <= width) lines[lines.length - 1] = line + piece;
    else lines.push(piece);
  }
  return lines.join(" ");
}

function piecesOf(text: string): string[] {
  return text.split(/\s|(?<=[.,=])/).flatMap((piece) => piece.match(LONG_PIECE) ?? []);
}

function wordsOf(text: string): string[] {
  return text.split(" ");
}

function longest(texts: string[]): number {
  return Math.max(...texts.map((text) => text.length));
}
