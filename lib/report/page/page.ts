/** The plan as one page that needs nothing else: no script, no font, no image from anywhere. */

import type { PlatformPlan } from "../../plan/platform";
import { counted } from "../numbers";
import { type ReportedResource, resourceBranches, typeCounts } from "../resources";
import { planSections, subtitle } from "../sections";
import { html, Html, NOTHING } from "./html";
import { keyFigures, sectionPart, treePart, warningsPart } from "./parts";
import { poolPictures } from "./pools";
import { STYLE } from "./style";

/** One self-contained HTML document: the picture of the nodes, every table of the plan and the tree of its resources. */
export function planPage(plan: PlatformPlan, resources: readonly ReportedResource[] = []): string {
  const sections = planSections(plan);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${plan.name}: Spark platform plan</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <svg width="0" height="0" class="defs" aria-hidden="true">
          <defs>
            <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect class="hatch-ground" width="7" height="7"></rect>
              <rect class="hatch-line" width="2.5" height="7"></rect>
            </pattern>
          </defs>
        </svg>
        <header class="top">
          <div>
            <p class="eyebrow">Spark platform plan</p>
            <h1>${plan.name}</h1>
            <p>${subtitle(plan)}</p>
            <nav aria-label="Contents">
              <a href="#nodes">Nodes</a>${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}${
                resources.length > 0 ? html`<a href="#resources">Resources</a>` : NOTHING
              }
            </nav>
          </div>
        </header>
        <main>
          ${warningsPart(plan)} ${keyFigures(plan)}
          <section id="nodes" aria-labelledby="nodes-title">
            <h2 id="nodes-title">How pods fill the nodes</h2>
            <p class="intro">
              Each frame is one node with all that it has. Boxes are drawn to scale; point at one for its size.
            </p>
            ${poolPictures(plan)}
          </section>
          ${sections.map(sectionPart)} ${resourcesPart(resources)}
        </main>
      </body>
    </html> `;
  return page.markup;
}

function resourcesPart(resources: readonly ReportedResource[]): Html {
  if (resources.length === 0) return NOTHING;
  return html`<section id="resources" aria-labelledby="resources-title">
      <h2 id="resources-title">Resources</h2>
      <p class="intro">${counted(resources.length, "resource")} that the program declares.</p>
      <div class="scroll card" role="region" aria-labelledby="resources-title" tabindex="0">
        ${treePart(resourceBranches(resources))}
      </div>
    </section>
    ${sectionPart(typeCounts(resources))}`;
}
