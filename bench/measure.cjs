// Child process of the benchmark: records one program and prints its times since process start and its peak memory.
const { performance } = require("node:perf_hooks");
const { writeFileSync } = require("node:fs");

const [, , program, replay] = process.argv;

async function main() {
  const marks = {};
  globalThis.benchmark = { replay, planned: () => (marks.planMs = performance.now()) };
  const { recordProgram } = require("spark-platform/testing");
  const recording = await recordProgram(() => require(program));
  marks.previewMs = performance.now();
  if (replay !== undefined && program.endsWith("platform.cjs")) {
    const services = [...new Set(Object.keys(require.cache).flatMap(serviceOf))].sort();
    writeFileSync(replay, JSON.stringify({ resources: recording.resources, services }));
  }
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ ...marks, peakMiB, resources: recording.resources.length }));
}

/** The service modules that a program loaded: `@pulumi/aws/eks` and so on. */
function serviceOf(file) {
  const match = /node_modules\/(@pulumi\/(?:aws|kubernetes)\/[a-z0-9]+)\/index\.js$/.exec(file);
  return match === null ? [] : [match[1]];
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
