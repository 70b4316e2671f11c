/** Child process of the benchmark: does one task once, as a command does, and prints its time and its peak memory. */

import { performance } from "node:perf_hooks";

import { catalogueClouds, machinesOf } from "../../lib/plan/nodes/catalogue/catalogue";
import { catalogueNodes } from "../shapes/machines";
import { ours } from "../shapes/ours";
import { upperLimit } from "../shapes/upper-limit";

const count = 1_000;

const tasks: Record<string, () => unknown> = {
  catalogue: () => catalogueClouds.map((cloud) => machinesOf(cloud).length),
  plan: () => catalogueNodes(["aws"]).slice(0, count).map(ours),
  "brute-force": () => catalogueNodes(["aws"]).slice(0, count).map(upperLimit),
};

const started = performance.now();
tasks[process.argv[2] ?? ""]?.();
const milliseconds = performance.now() - started;
console.log(JSON.stringify({ milliseconds, peakMiB: process.resourceUsage().maxRSS / 1024 }));
