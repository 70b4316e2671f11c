/** Writes the tables and the picture of docs/capacity.md and docs/spark-for-real.md from what was measured: docs/measured. */

import { writeFileSync } from "node:fs";

import { format, resolveConfig } from "prettier";

import { capacityPagePath, chartPath, measuredChart, pageWithMeasurements } from "./capacity";
import { sparkPage, sparkPagePath } from "./spark";

async function write(): Promise<void> {
  await writePage(capacityPagePath, pageWithMeasurements());
  await writePage(sparkPagePath, sparkPage());
  writeFileSync(chartPath, measuredChart());
}

async function writePage(path: string, text: string): Promise<void> {
  const style = await resolveConfig(path);
  writeFileSync(path, await format(text, { ...style, filepath: path }));
}

void write();
