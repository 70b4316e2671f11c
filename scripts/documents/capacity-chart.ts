/** Draws how soon the pods of an application had a node, from the file of a run of `npm run e2e:capacity`. */

import { init } from "echarts";

import type { CapacityDocument, Measurement } from "../../test/capacity/report/document";

/** One line of the picture: a measurement by its case and name, and what people call it. */
interface Line {
  id: string;
  name: string;
  label: string;
  color: string;
}

const lines: Line[] = [
  { id: "2", name: "on nodes that are there", label: "room on a node", color: "#6b7280" },
  { id: "3", name: "pause pods give way", label: "warm capacity", color: "#1d4ed8" },
  { id: "10", name: "with placeholders: one boot", label: "from zero, one boot", color: "#b45309" },
  { id: "10", name: "without placeholders: two boots", label: "from zero, two boots", color: "#b91c1c" },
];

const size = { width: 900, height: 400 };

/** An SVG picture: the share of an application's pods that have a node, by seconds since its submission. */
export function capacityChart({ cases, boot, autoscaler }: CapacityDocument): string {
  const drawn = lines.flatMap((line) => {
    const measured = cases.find(({ id, name }) => id === line.id && name === line.name);
    return measured === undefined ? [] : [{ ...line, points: points(measured) }];
  });
  const chart = init(null, null, { renderer: "svg", ssr: true, ...size });
  chart.setOption({
    animation: false,
    backgroundColor: "#ffffff",
    title: {
      text: "How soon an application has its nodes",
      subtext: `Share of its driver and executors that are bound, by seconds since it was submitted (machines boot in ${boot.from} to ${boot.to} s, ${autoscaler})`,
      left: 16,
      top: 8,
    },
    grid: { left: 60, right: 190, top: 80, bottom: 50 },
    legend: { orient: "vertical", right: 16, top: 90, icon: "roundRect", itemHeight: 3 },
    xAxis: { type: "value", min: 0, name: "seconds", nameLocation: "middle", nameGap: 30 },
    yAxis: { type: "value", min: 0, max: 100, axisLabel: { formatter: "{value} %" } },
    series: drawn.map(({ label, color, points: data }) => ({
      name: label,
      type: "line",
      step: "end",
      symbol: "none",
      lineStyle: { width: 2 },
      color,
      data,
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

/** From the submission to the last pod that has a node, which is where the measurement ends at the latest. */
function points({ timeline, pods, seconds }: Measurement): [seconds: number, percent: number][] {
  const bound = timeline.map(({ t, bound }): [number, number] => [t, (bound / pods.count) * 100]);
  const last = bound.findIndex(([, percent]) => percent >= 100);
  return last === -1 ? [...bound, [seconds, 100]] : bound.slice(0, last + 1);
}
