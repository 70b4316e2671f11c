/** Writes the tables and the picture of docs/capacity.md from what was measured: docs/measured. */

import { writeFileSync } from "node:fs";

import { capacityPagePath, chartPath, measuredChart, pageWithMeasurements } from "./capacity";

async function write(): Promise<void> {
  writeFileSync(capacityPagePath, await pageWithMeasurements());
  writeFileSync(chartPath, measuredChart());
}

void write();
