/** `npm run e2e`: gets the tools (building them where it must, with progress), then runs the end-to-end suite on them. */

import { findEngine } from "../local/deploy/engine";
import { createProgress } from "../local/progress";
import { ensureTools, sparkOperatorChart, toolNames } from "../local/tools";
import { messageOf } from "../local/user-error";
import { findPythonTool } from "./api-models/python";
import { askedMinor, findSpark } from "./spark-registry/find";
import { findSparkStorage } from "./spark-storage/find";
import { runSteps } from "./steps/run";

/** The Apache operator is published as an image alone, so whoever wants its cases brings it; they read these variables themselves. */
const apacheOperator: Record<string, string> = {
  SPARK_PLATFORM_APACHE_CHART: "the folder of its chart",
  SPARK_PLATFORM_APACHE_JAVA: "the java of a JDK 21 or later",
  SPARK_PLATFORM_APACHE_CLASS_PATH: "the class path of a built operator of the chart's version",
};

async function main(): Promise<void> {
  const progress = createProgress();
  await ensureTools([...toolNames], progress);
  await sparkOperatorChart(progress);
  const engine = await findEngine();
  if ("missing" in engine) progress.note(`SKIPPING the cases of the real Pulumi engine: ${engine.missing}.`);
  const spark = await findSpark(progress);
  if ("missing" in spark) progress.note(`SKIPPING the cases of a released Spark: ${spark.missing}.`);
  const storage = "missing" in spark ? spark : await findSparkStorage(askedMinor, progress);
  if ("missing" in storage)
    progress.note(`SKIPPING the cases of a released Spark on an object store: ${storage.missing}.`);
  const moto = await findPythonTool("moto", progress);
  if ("missing" in moto) progress.note(`SKIPPING the requests to AWS' APIs: ${moto.missing}.`);
  const checkov = await findPythonTool("checkov", progress);
  if ("missing" in checkov) progress.note(`SKIPPING the scan of what is created in the clouds: ${checkov.missing}.`);
  const unset = Object.keys(apacheOperator).filter((name) => !process.env[name]);
  if (unset.length > 0)
    progress.note(
      `SKIPPING cases of the Apache operator: set ${unset.map((name) => `${name} (${apacheOperator[name]})`).join(", ")}.`,
    );
  const failed = runSteps("npm run e2e", [
    {
      name: "end-to-end tests",
      command: ["jest", "--selectProjects", "e2e", "--runInBand", "--verbose", ...process.argv.slice(2)],
      environment: {
        SPARK_PLATFORM_ENGINE: "missing" in engine ? "missing" : "present",
        SPARK_PLATFORM_MOTO: "missing" in moto ? "" : moto.bin,
        SPARK_PLATFORM_CHECKOV: "missing" in checkov ? "" : checkov.bin,
        SPARK_PLATFORM_SPARK_JARS: "missing" in spark ? "" : spark.jars,
        SPARK_PLATFORM_S3A_JARS: "missing" in storage ? "" : storage.connector,
        SPARK_PLATFORM_OBJECT_STORE: "missing" in storage ? "" : storage.store,
      },
    },
  ]);
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
