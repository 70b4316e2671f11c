/** Writes test/drill/recorded: `npx tsx test/e2e/spark-drill/record.ts [scenario]`. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { createProgress } from "../../../local/progress";
import { askedMinor, findSpark } from "../../../scripts/spark-registry/find";
import { sparkVersions } from "../../../scripts/spark-registry/versions";
import { runScenario, scenarios } from "./scenario";

const target = join(__dirname, "../../drill/recorded");

/** Long, of this machine, or of no use to a drill. */
const leftOut = new Set([
  ..."accumulatorUpdates executorLogs details attributes resources accumulables peakExecutorMetrics".split(" "),
  ..."peakMemoryMetrics memoryMetrics killedTasksSummary executorDeserializeCpuTime executorCpuTime".split(" "),
  ..."inputMetrics outputMetrics shuffleReadMetrics runtime hadoopProperties systemProperties".split(" "),
  ..."metricsProperties classpathEntries resourceProfiles hostPort host partitions dataDistribution".split(" "),
]);

/** Of a key that is left out nothing, of a text its first line, of Spark's configuration what is said of dynamic allocation. */
function trimmed(value: unknown): unknown {
  if (typeof value === "string") return value.split("\n")[0]!.slice(0, 200);
  if (Array.isArray(value)) return value.map(trimmed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !leftOut.has(key))
      .map(([key, part]) => [key, key === "sparkProperties" ? settings(part as string[][]) : trimmed(part)]),
  );
}

function settings(properties: string[][]): string[][] {
  return properties.filter(([key = ""]) => /^spark\.(?:dynamicAllocation|decommission|master)/.test(key));
}

async function record(only: string | undefined): Promise<void> {
  const spark = await findSpark(createProgress());
  if ("missing" in spark) throw new Error(spark.missing);
  for (const scenario of scenarios.filter(({ name }) => only === undefined || name === only)) {
    const { before, after, ran } = await runScenario(scenario, spark.jars);
    const recorded = {
      spark: sparkVersions[askedMinor],
      scenario,
      ran,
      before: trimmed(before),
      after: trimmed(after),
    };
    await writeFile(join(target, `${scenario.name}.json`), `${JSON.stringify(recorded)}\n`);
    console.log(`${scenario.name}: ${ran.length} tasks`);
  }
}

void record(process.argv[2]);
