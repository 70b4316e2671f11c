/** Parts of the page: tables, notes, key figures, warnings, the tree of resources. */

import { describeIssue } from "../../plan/issue";
import type { PlatformPlan } from "../../plan/platform";
import { cores, counted, figure, gib, hourly } from "../numbers";
import { memoryParts } from "../pod-memory";
import type { ResourceBranch } from "../resources";
import { costLines } from "../sections/money";
import { mostExecutors } from "../sections/pods";
import type { Section } from "../sections/section";
import { html, type Html, NOTHING } from "./html";

/** One section of the report as a table with its sentences. */
export function sectionPart({ id, title, intro, columns, rows, notes = [] }: Section): Html {
  const side = (index: number) => (columns[index]?.align === "right" ? "number" : columns[index]?.prose ? "prose" : "");
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${intro === undefined ? NOTHING : html`<p class="intro">${intro}</p>`}
    ${
      rows.length === 0
        ? NOTHING
        : html`<div class="scroll" role="region" aria-labelledby="${id}-title" tabindex="0">
            <table class="${id}">
              <thead>
                <tr>
                  ${columns.map((column, index) => html`<th scope="col" class="${side(index)}">${column.title}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${rows.map(
                  (row) =>
                    html`<tr${row[0] === "" ? html` class="continued"` : NOTHING}>${row.map(
                      (cell, index) => html`<td class="${side(index)}">${breakable(cell)}</td>`,
                    )}</tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
    ${notes.map((note) => html`<p class="note">${linked(note)}</p>`)}
  </section>`;
}

/** Dotted names may break after their dots. */
function breakable(text: string): Html {
  return html`${text.split(/(?<=[a-z]\.)(?=[a-z*])/).map((part, index) => (index === 0 ? html`${part}` : html`<wbr />${part}`))}`;
}

/** Web addresses in a text become links. */
function linked(text: string): Html {
  return html`${text
    .split(/(https?:\/\/[^\s)\]]+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}" rel="noreferrer">${part}</a>` : html`${part}`))}`;
}

/** The figures that people look for first. */
export function keyFigures(plan: PlatformPlan): Html {
  const { shape } = plan.executor;
  const tiles = [
    {
      name: "One executor",
      value: `${counted(shape.cores, "core")}, ${gib(shape.memoryMiB)}`,
      note: `requests ${cores(shape.cpuRequestMillis)} CPU; ${memoryParts(shape, gib)}`,
    },
    {
      name: "Executors at full scale",
      value: figure(mostExecutors(plan)),
      note: `${figure(mostExecutors(plan) * shape.cores)} task slots`,
    },
    ...costTiles(plan),
  ];
  return html`<ul class="tiles" aria-label="Key figures">
    ${tiles.map(
      ({ name, value, note }) =>
        html`<li class="card tile">
          <p class="name">${name}</p>
          <p class="value">${value}</p>
          <p class="note">${note}</p>
        </li>`,
    )}
  </ul>`;
}

function costTiles({ cost }: PlatformPlan): { name: string; value: string; note: string }[] {
  if (cost.basis.length === 0) return [{ name: "Cost", value: "unknown", note: "no list price is known" }];
  // The costs that people look for first; the rest stands in the table. Of several executors one with a price says more.
  const executors = cost.pods.filter(({ role }) => role === "executor");
  const executor = executors.find((pod) => pod.hourly !== undefined) ?? executors[0];
  return costLines({ ...cost, warm: undefined, pods: executor ? [executor] : [] }).map((line) => ({
    name: `Cost, ${line.name}`,
    value: `${hourly(line)} / h`,
    // The end of the note says what is missing; what adds up to nothing stands in the table.
    note: line.hourly === undefined ? (line.note.split("; ").at(-1) ?? "") : line.note,
  }));
}

export function warningsPart({ warnings }: PlatformPlan): Html {
  if (warnings.length === 0) return NOTHING;
  return html`<section class="warnings" aria-labelledby="warnings-title">
    <h2 id="warnings-title">Worth a look</h2>
    <ul>
      ${warnings.map((issue) => html`<li>${describeIssue(issue)}</li>`)}
    </ul>
  </section>`;
}

/** The resources as a tree that opens and closes. */
export function treePart(branches: ResourceBranch[]): Html {
  return html`<ul class="tree">
    ${branches.map(({ resource, children }) => {
      const line = html`<b>${resource.name}</b> <code>${resource.type}</code>`;
      return children.length === 0
        ? html`<li>${line}</li>`
        : html`<li>
            <details open>
              <summary>${line}</summary>
              ${treePart(children)}
            </details>
          </li>`;
    })}
  </ul>`;
}
