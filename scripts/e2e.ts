/** `npm run e2e`: gets the tools (building them where it must, with progress), then runs the end-to-end suite on them. */

import { findEngine } from "../local/deploy/engine";
import { createProgress } from "../local/progress";
import { ensureTools, sparkOperatorChart, toolNames } from "../local/tools";
import { messageOf } from "../local/user-error";
import { runSteps } from "./steps/run";

async function main(): Promise<void> {
  const progress = createProgress();
  await ensureTools([...toolNames], progress);
  await sparkOperatorChart(progress);
  const engine = await findEngine();
  if ("missing" in engine) progress.note(`SKIPPING the cases of the real Pulumi engine: ${engine.missing}.`);
  const failed = runSteps("npm run e2e", [
    {
      name: "end-to-end tests",
      command: ["jest", "--selectProjects", "e2e", "--runInBand", "--verbose", ...process.argv.slice(2)],
      environment: { SPARK_PLATFORM_ENGINE: "missing" in engine ? "missing" : "present" },
    },
  ]);
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
