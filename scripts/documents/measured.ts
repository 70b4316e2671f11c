/** Writes the tables and the picture of docs/capacity.md from what was measured: docs/measured. */

import { writeFileSync } from "node:fs";

import { format, resolveConfig } from "prettier";

import { capacityPagePath, chartPath, measuredChart, pageWithMeasurements } from "./capacity";

async function write(): Promise<void> {
  const style = await resolveConfig(capacityPagePath);
  writeFileSync(capacityPagePath, await format(pageWithMeasurements(), { ...style, filepath: capacityPagePath }));
  writeFileSync(chartPath, measuredChart());
}

void write();
