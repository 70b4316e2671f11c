/** Draws how drivers or executors fill nodes as a stand-alone SVG: no script, no font, no image from anywhere. */

import type { PodShape } from "../../plan/executors/shape";
import type { PoolMachine, SparkRole } from "../../plan/nodes/pool";
import { counted, sentence } from "../numbers";
import { html, Html, NOTHING } from "../page/html";
import { type Bar, nodeBars, type Segment, type SegmentKind } from "../page/node-view";
import { memoryParts } from "../pod-memory";
import { PICTURE_STYLE } from "./style";

/** A machine with the pods that it holds. */
export interface FullNode {
  machine: PoolMachine;
  podsPerNode: number;
}

const WIDTH = 960;
const MARGIN = 24;
const INNER = WIDTH - 2 * MARGIN;
const HEADER = 88;
const NODE_HEIGHT = 196;
const BAR_HEIGHT = 48;
const BAR_TOPS = { memory: 46, cpu: 122 } as const;
const LEGEND_HEIGHT = 44;
/** Pixels that a box needs for its number, and for its name and size. */
const ROOM_FOR_NUMBER = 18;
const ROOM_FOR_NAME = 84;
/** Pixels from one circle to the next. */
const SLOT_STEP = 13;

const NAMES = { memory: "Memory", cpu: "CPU" } as const;

/** One SVG document: each node as a bar of memory and a bar of CPU, each pod a box in both. */
export function packingPicture(role: SparkRole, shape: PodShape, nodes: readonly FullNode[]): string {
  const height = HEADER + nodes.length * NODE_HEIGHT + LEGEND_HEIGHT;
  const heading = `${role}s of ${counted(shape.cores, "core")} and ${shape.memoryMiB} MiB`;
  const picture = html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${WIDTH} ${height}"
    width="${WIDTH}"
    height="${height}"
    role="img"
    aria-labelledby="title description"
  >
    <title id="title">How ${heading} fill ${nodes.map(({ machine }) => machine.machine.name).join(", ")}</title>
    <desc id="description">${nodes.map((node) => inWords(role, shape, node)).join(" ")}</desc>
    <style>
      ${new Html(PICTURE_STYLE)}
    </style>
    <defs>
      <pattern id="reserved" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch-ground" width="8" height="8" />
        <line class="hatch-line" x1="1" y1="0" x2="1" y2="8" />
      </pattern>
      <pattern id="daemonset" width="7" height="7" patternUnits="userSpaceOnUse">
        <rect class="dot-ground" width="7" height="7" />
        <circle class="dot" cx="3.5" cy="3.5" r="1.7" />
      </pattern>
    </defs>
    <rect class="ground" width="${WIDTH}" height="${height}" rx="14" />
    <text class="heading" x="${MARGIN}" y="40">${sentence(heading)}</text>
    <text class="soft" x="${MARGIN}" y="64">${partsOf(role, shape)}</text>
    ${nodes.map((node, index) => nodePart(role, shape, node, HEADER + index * NODE_HEIGHT))}
    ${legend(role, height - LEGEND_HEIGHT)}
  </svg>`;
  return `${compact(picture)}\n`;
}

/** An element a line, so that a picture under version control differs only where it looks different. */
function compact({ markup }: Html): string {
  return markup
    .replace(/\s+/g, " ")
    .replace(/ ?(\/?>)/g, "$1")
    .replace(/> ?</g, ">\n<");
}

function nodePart(role: SparkRole, shape: PodShape, { machine, podsPerNode }: FullNode, top: number): Html {
  const bars = nodeBars(machine, { role, shape, count: podsPerNode });
  const caption = `${counted(podsPerNode, role)} on a node, ${podsPerNode * shape.cores} of ${machine.machine.vcpu} vCPU are task slots`;
  return html`<g class="node" transform="translate(${MARGIN} ${top})" data-machine="${machine.machine.name}">
    <text class="machine" x="0" y="14">${machine.machine.name}</text>
    <text class="soft" x="${INNER}" y="14" text-anchor="end">${caption}</text>
    ${bars.map(barPart)}
    ${Array.from({ length: podsPerNode }, (_, index) => podPart(role, shape, `${role} ${index + 1}`, bars))}
  </g>`;
}

/** Everything of a bar but its pods. */
function barPart(bar: Bar): Html {
  const top = BAR_TOPS[bar.resource];
  return html`<text class="bar-name" x="0" y="${top - 7}">${NAMES[bar.resource]}</text>
    <text class="soft" x="${INNER}" y="${top - 7}" text-anchor="end">${amountText(bar, bar.capacity)}</text>
    ${bar.segments.filter(({ kind }) => !isPod(kind)).map((segment) => takenPart(bar, segment))}`;
}

function takenPart(bar: Bar, segment: Segment): Html {
  const { kind, name } = segment;
  const box = boxOf(bar, segment);
  const label = `${name}: ${amountText(bar, segment.amount)}`;
  if (kind === "free") {
    // The dashes stay inside, so that they do not run into the neighbour's edge.
    return html`<rect
      class="free"
      x="${px(box.x + 2)}"
      y="${box.y + 2}"
      width="${px(Math.max(0, box.width - 4))}"
      height="${BAR_HEIGHT - 4}"
      ><title>${label}</title></rect
    >`;
  }
  const fill = kind === "daemonset" ? "daemonset" : "reserved";
  return html`<rect
    class="box taken"
    fill="url(#${fill})"
    x="${px(box.x)}"
    y="${box.y}"
    width="${px(box.width)}"
    height="${BAR_HEIGHT}"
    ><title>${label}</title></rect
  >`;
}

/** One pod: its box in the bar of memory and its box in the bar of CPU. */
function podPart(role: SparkRole, shape: PodShape, name: string, bars: readonly Bar[]): Html {
  const boxes = bars.flatMap((bar) =>
    bar.segments.filter((segment) => segment.name === name).map((segment) => ({ bar, ...boxOf(bar, segment) })),
  );
  return html`<g class="${role}">
    <title>${name}: ${partsOf(role, shape)}</title>
    ${boxes.map(
      ({ bar, x, y, width }) =>
        html`<rect class="box" x="${px(x)}" y="${y}" width="${px(width)}" height="${BAR_HEIGHT}" rx="3" />
          ${bar.resource === "memory" ? memoryMarks(shape, name, { x, y, width }) : slotMarks(shape, { x, y, width })}`,
    )}
  </g>`;
}

interface Box {
  x: number;
  y: number;
  width: number;
}

/** What is not heap is lighter; the name stands where there is room. */
function memoryMarks({ heapMiB, memoryMiB }: PodShape, name: string, { x, y, width }: Box): Html {
  const heapWidth = (width * heapMiB) / memoryMiB;
  // Within the outline, which tells one pod from the next.
  const rest = Math.max(0, width - heapWidth - 1);
  const beyond = html`<rect
    class="beyond-heap"
    x="${px(x + heapWidth)}"
    y="${y + 1}"
    width="${px(rest)}"
    height="${BAR_HEIGHT - 2}"
  />`;
  const middle = px(x + heapWidth / 2);
  if (heapWidth >= ROOM_FOR_NAME) {
    return html`${beyond}<text class="label" x="${middle}" y="${y + 21}">${name}</text>
      <text class="label size" x="${middle}" y="${y + 37}">${memoryMiB} MiB</text>`;
  }
  if (width < ROOM_FOR_NUMBER) return beyond;
  return html`${beyond}<text class="label" x="${px(x + width / 2)}" y="${y + 29}"
      >${name.split(" ").at(-1) ?? ""}</text
    >`;
}

/** A circle for each task slot, where there is room for all. */
function slotMarks({ cores, cpuRequestMillis }: PodShape, { x, y, width }: Box): Html {
  const middle = x + width / 2;
  const circles = (cores - 1) * SLOT_STEP;
  const marks =
    circles + SLOT_STEP <= width
      ? html`${Array.from({ length: cores }, (_, slot) => html`<circle class="slot" cx="${px(middle - circles / 2 + slot * SLOT_STEP)}" cy="${y + 17}" r="4.5" />`)}`
      : NOTHING;
  const text =
    width >= ROOM_FOR_NAME / 2
      ? html`<text class="label size" x="${px(middle)}" y="${y + 39}">${cpuRequestMillis}m</text>`
      : NOTHING;
  return html`${marks}${text}`;
}

function legend(role: SparkRole, top: number): Html {
  const pod = (mark: Html) =>
    html`<g class="swatch ${role}"><rect class="box" width="30" height="16" rx="3" />${mark}</g>`;
  const filled = (pattern: string) => html`<rect class="box" fill="url(#${pattern})" width="30" height="16" />`;
  const entries = [
    {
      text: `${role}, lighter beyond heap`,
      width: 260,
      swatch: pod(html`<rect class="beyond-heap" x="20" y="1" width="9" height="14" />`),
    },
    {
      text: role === "executor" ? "task slot" : "core",
      width: 130,
      swatch: pod(html`<circle class="slot" cx="15" cy="8" r="4.5" />`),
    },
    { text: "system and kubelet", width: 190, swatch: filled("reserved") },
    { text: "DaemonSets", width: 150, swatch: filled("daemonset") },
    { text: "left over", width: 0, swatch: html`<rect class="free" x="1" y="1" width="28" height="14" />` },
  ];
  let x = 0;
  return html`<g class="legend" transform="translate(${MARGIN} ${top})">
    ${entries.map(({ text, width, swatch }) => {
      const at = x;
      x += width;
      return html`<g transform="translate(${at} 0)">${swatch}<text class="key" x="38" y="13">${text}</text></g>`;
    })}
  </g>`;
}

function boxOf(bar: Bar, { start, share }: Segment): Box {
  return { x: start * INNER, y: BAR_TOPS[bar.resource], width: share * INNER };
}

/** The picture in words, for those who do not see it. */
function inWords(role: SparkRole, shape: PodShape, { machine, podsPerNode }: FullNode): string {
  const bars = nodeBars(machine, { role, shape, count: podsPerNode }).map((bar) => {
    const parts = bar.segments
      .filter(({ kind }) => !isPod(kind))
      .map((one) => `${one.name} ${amountText(bar, one.amount)}`);
    return `${NAMES[bar.resource]} ${amountText(bar, bar.capacity)}, of which ${parts.join(", ")}.`;
  });
  return [`${machine.machine.name} holds ${counted(podsPerNode, role)}, each ${partsOf(role, shape)}.`, ...bars].join(
    " ",
  );
}

/** What one pod asks for, for example `4 task slots, 3935m CPU, 13805 MiB heap + 1380 MiB overhead`. */
function partsOf(role: SparkRole, shape: PodShape): string {
  const parallel = role === "executor" ? counted(shape.cores, "task slot") : counted(shape.cores, "core");
  return `${parallel}, ${shape.cpuRequestMillis}m CPU, ${memoryParts(shape)}`;
}

function amountText({ resource }: Bar, amount: number): string {
  return resource === "cpu" ? `${amount}m` : `${amount} MiB`;
}

function isPod(kind: SegmentKind): boolean {
  return kind === "executor" || kind === "driver";
}

function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}
