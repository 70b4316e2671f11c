/** Draws one full node: a bar of memory and a bar of CPU, each pod a box, everything that is taken from the machine shown. */

import { cores, counted, figure } from "../numbers";
import { html, type Html, NOTHING } from "./html";
import type { Bar, NodeView, Segment, SegmentKind } from "./node-view";

const BAR_HEIGHT = 46;
const BAR_TOPS = { memory: 34, cpu: 118 } as const;
const HEIGHT = 182;
const NAMES = { memory: "Memory", cpu: "CPU" } as const;
/** Shares of the bar from which a box has room for its number, and for its name and size. */
const ROOM_FOR_NUMBER = 0.025;
const ROOM_FOR_NAME = 0.1;

const LIMITS = { cpu: "CPU", memory: "memory", pods: "the pod limit" } as const;

/** The figure of one node with its caption and legend. */
export function nodePicture(view: NodeView): Html {
  const { packing, machineTypes } = view;
  const heading =
    packing === undefined
      ? html`What platform pods share`
      : html`Full of ${packing.role}s${packing.size === undefined ? "" : ` "${packing.size}"`}
          <span class="count">${counted(packing.podsPerNode, "pod")} per node</span>`;
  return html`<figure class="node">
    <figcaption><span class="machine">${machineTypes.join(", ")}</span> ${heading}</figcaption>
    <svg
      role="img"
      aria-label="${description(view)}"
      width="100%"
      height="${HEIGHT}"
      class="node-svg"
      data-pool="${view.pool}"
      data-machine="${machineTypes[0] ?? ""}"
      data-role="${packing?.role ?? ""}"
      data-pods="${packing?.podsPerNode ?? 0}"
    >
      <rect class="frame" x="0" y="0" width="100%" height="${HEIGHT}" rx="12"></rect>
      ${view.bars.map(barPicture)}
    </svg>
    <ul class="legend">
      ${legend(view).map((entry) => html`<li><i class="swatch ${entry.kind}"></i>${entry.text}</li>`)}
    </ul>
  </figure>`;
}

function barPicture(bar: Bar): Html {
  const top = BAR_TOPS[bar.resource];
  return html`<text class="bar-name" x="1.5%" y="${top - 11}">${NAMES[bar.resource]}</text>
    <text class="bar-total" x="98.5%" y="${top - 11}" text-anchor="end">${amountText(bar, bar.capacity)}</text>
    <svg x="1.5%" y="${top}" width="97%" height="${BAR_HEIGHT}" class="bar ${bar.resource}">
      ${bar.segments.map((segment) => segmentPicture(bar, segment))}
    </svg>`;
}

function segmentPicture(bar: Bar, segment: Segment): Html {
  const amount = amountText(bar, segment.amount);
  return html`<svg x="${percent(segment.start)}" width="${percent(segment.share)}" height="${BAR_HEIGHT}">
    <title>${segment.name}: ${amount}</title>
    <rect class="segment ${segment.kind}" width="100%" height="100%" rx="3"></rect>
    ${label(segment, amount)}
  </svg>`;
}

/** Wide boxes carry name and size; on narrow screens, and in narrow boxes, the number alone. */
function label({ kind, name, share }: Segment, amount: string): Html {
  if ((kind !== "executor" && kind !== "driver") || share < ROOM_FOR_NUMBER) return NOTHING;
  const number = name.split(" ").at(-1) ?? "";
  if (share < ROOM_FOR_NAME) return html`<text class="label" x="50%" y="28" text-anchor="middle">${number}</text>`;
  return html`<text class="label wide" x="50%" y="21" text-anchor="middle">${name}</text>
    <text class="label wide size" x="50%" y="36" text-anchor="middle">${amount}</text>
    <text class="label short" x="50%" y="28" text-anchor="middle">${number}</text>`;
}

interface LegendEntry {
  kind: SegmentKind;
  text: string;
}

function legend({ bars, packing }: NodeView): LegendEntry[] {
  const sumOf = (kind: SegmentKind, bar: Bar) =>
    bar.segments.filter((segment) => segment.kind === kind).reduce((sum, { amount }) => sum + amount, 0);
  const amounts = (kind: SegmentKind) => bars.map((bar) => amountText(bar, sumOf(kind, bar))).join(", ");
  const taken: LegendEntry[] = [
    { kind: "reserved" as const, name: "system and kubelet" },
    { kind: "daemonset" as const, name: "DaemonSets" },
    ...(packing === undefined ? [] : [{ kind: packing.role, name: counted(packing.podsPerNode, packing.role) }]),
  ]
    .filter(({ kind }) => bars.some((bar) => sumOf(kind, bar) > 0))
    .map(({ kind, name }) => ({ kind, text: `${name}: ${amounts(kind)}` }));
  const free =
    packing === undefined
      ? `free: ${amounts("free")}`
      : `left over: ${amounts("free")}; ${LIMITS[packing.limitedBy]} keeps one more out`;
  return [...taken, { kind: "free", text: free }];
}

/** The picture in words, for those who do not see it. */
function description(view: NodeView): string {
  return [
    `A node of type ${view.machineTypes.join(" or ")} in pool ${view.pool}.`,
    ...view.bars.map((bar) => {
      const parts = bar.segments.map(({ name, amount }) => `${name} ${amountText(bar, amount)}`);
      return `${NAMES[bar.resource]}, ${amountText(bar, bar.capacity)} in all: ${parts.join(", ")}.`;
    }),
  ].join(" ");
}

function amountText({ resource }: Bar, amount: number): string {
  return resource === "cpu" ? `${cores(amount)} CPU` : `${figure(amount)} MiB`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(4)}%`;
}
