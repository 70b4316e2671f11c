/** What a command answers: the same data for programs as JSON and for people as tables. */

import pc from "picocolors";

import { wrapped } from "../report/columns";
import type { Section } from "../report/sections/section";
import { sectionText } from "../report/tables";

export interface Answer<Data extends object = object> {
  /** What `--json` prints, as the command's schema describes it. */
  data: Data;
  /** What it says, in a line or two. */
  summary: string[];
  sections: Section[];
  /** Text that is meant to be copied: no table, no line breaks added. @default none */
  paste?: { title: string; lines: string[] };
  /** Commands that come next, one a line. */
  next: string[];
  /** Exit code 1: it does not fit, or there are errors. */
  failed: boolean;
}

export interface Look {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
}

export function answerText({ summary, sections, paste, next }: Answer, { color, width }: Look): string {
  const colors = pc.createColors(color);
  const parts = [
    summary.map((line) => wrapped(line, width)).join("\n"),
    ...sections.map((section) => sectionText(section, width, colors)),
    ...(paste === undefined ? [] : [[colors.bold(paste.title), ...paste.lines].join("\n")]),
    ...(next.length === 0 ? [] : [["Next:", ...next.map((step) => `  ${step}`)].join("\n")]),
  ];
  return `${parts.join("\n\n")}\n`;
}

export function answerJson({ data }: Answer): string {
  return `${JSON.stringify(data, undefined, 2)}\n`;
}
