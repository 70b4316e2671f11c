/** The picture of all pools: how many nodes there are and may be, and how pods pack onto one. */

import { keptNodes } from "../../plan/cost/warm-cost";
import type { NodePoolPlan } from "../../plan/nodes/pool";
import type { PlatformPlan } from "../../plan/platform";
import { counted } from "../numbers";
import { allPools, nodeRange, runsText } from "../sections/pools";
import { html, type Html, NOTHING } from "./html";
import { nodePicture } from "./node-picture";
import { nodeViews } from "./node-view";

/** More squares than this say nothing that the number does not. */
const MOST_SQUARES = 60;

export function poolPictures(plan: PlatformPlan): Html {
  return html`${allPools(plan).map((pool) => poolCard(plan, pool))}`;
}

function poolCard(plan: PlatformPlan, pool: NodePoolPlan): Html {
  const warm = keptNodes(pool, plan.warm);
  const headingId = `pool-${pool.name}`;
  return html`<article class="card pool" aria-labelledby="${headingId}">
    <header>
      <h3 id="${headingId}">${pool.name}</h3>
      <ul class="badges">
        <li class="badge ${pool.capacity}">${pool.capacity}</li>
        <li class="badge">runs ${runsText(pool)}</li>
        <li class="badge">${nodeRange(pool)} nodes</li>
        ${warm > 0 ? html`<li class="badge warm">${counted(warm, "node")} kept warm</li>` : NOTHING}
      </ul>
      ${nodeStrip(pool, warm)}
    </header>
    ${nodeViews(plan, pool).map(nodePicture)}
  </article>`;
}

/** A square a node: those that are always there, those kept warm, those that come when needed. */
function nodeStrip(pool: NodePoolPlan, warm: number): Html {
  const squares = Array.from({ length: Math.min(pool.maxNodes, MOST_SQUARES) }, (_, index) => {
    const state = index < pool.minNodes ? "always" : index < warm ? "warm" : "on-call";
    return html`<i class="square ${state}"></i>`;
  });
  const rest = pool.maxNodes - squares.length;
  const words = `${counted(pool.minNodes, "node")} always there, up to ${pool.maxNodes}`;
  return html`<p class="strip" role="img" aria-label="${words}" title="${words}">
    ${squares}${rest > 0 ? html`<span>+${rest}</span>` : NOTHING}
  </p>`;
}
