/** `npm run e2e`: gets the tools (building them where it must, with progress), then runs the end-to-end suite on them. */

import { findEngine } from "../local/deploy/engine";
import { createProgress } from "../local/progress";
import { ensureTools, sparkOperatorChart, toolNames } from "../local/tools";
import { messageOf } from "../local/user-error";
import { findPythonTool } from "./api-models/python";
import { findSpark } from "./spark-registry/find";
import { runSteps } from "./steps/run";

async function main(): Promise<void> {
  const progress = createProgress();
  await ensureTools([...toolNames], progress);
  await sparkOperatorChart(progress);
  const engine = await findEngine();
  if ("missing" in engine) progress.note(`SKIPPING the cases of the real Pulumi engine: ${engine.missing}.`);
  const spark = await findSpark(progress);
  if ("missing" in spark) progress.note(`SKIPPING the cases of a released Spark: ${spark.missing}.`);
  const moto = await findPythonTool("moto", progress);
  if ("missing" in moto) progress.note(`SKIPPING the requests to AWS' APIs: ${moto.missing}.`);
  const checkov = await findPythonTool("checkov", progress);
  if ("missing" in checkov) progress.note(`SKIPPING the scan of what is created in the clouds: ${checkov.missing}.`);
  const failed = runSteps("npm run e2e", [
    {
      name: "end-to-end tests",
      command: ["jest", "--selectProjects", "e2e", "--runInBand", "--verbose", ...process.argv.slice(2)],
      environment: {
        SPARK_PLATFORM_ENGINE: "missing" in engine ? "missing" : "present",
        SPARK_PLATFORM_MOTO: "missing" in moto ? "" : moto.bin,
        SPARK_PLATFORM_CHECKOV: "missing" in checkov ? "" : checkov.bin,
        SPARK_PLATFORM_SPARK_JARS: "missing" in spark ? "" : spark.jars,
      },
    },
  ]);
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
