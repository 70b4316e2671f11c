/** Runs cases one after the other on one cluster. */

import { bold, green, red } from "picocolors";

import { type Progress } from "../../local/progress";
import { messageOf } from "../../local/user-error";
import { type Case, type Check, Report } from "./cases/case";
import { World } from "./harness/world";

export interface Outcome {
  id: string;
  title: string;
  seconds: number;
  checks: Check[];
  figures: Report["figures"];
  /** Why it did not come to its end. */
  failure?: string;
}

export async function runCases(
  cases: readonly Case[],
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const world = await World.start(progress, signal);
  try {
    await progress.step("The platform, until applications can be submitted", () => world.deploy());
    for (const one of cases) {
      const outcome = await runCase(one, world);
      outcomes.push(outcome);
      print(outcome);
      signal.throwIfAborted();
    }
  } finally {
    await progress.step("Removing the cluster", () => world.stop());
  }
  return outcomes;
}

async function runCase({ id, title, run }: Case, world: World): Promise<Outcome> {
  const report = new Report();
  const started = performance.now();
  const failure = await world.progress
    .step(`Case ${id}: ${title}`, () => run(world, report))
    .then(() => undefined, messageOf);
  const seconds = Math.round((performance.now() - started) / 1000);
  const { checks, figures } = report;
  return { id, title, seconds, checks, figures, ...(failure !== undefined && { failure }) };
}

function print({ id, title, seconds, checks, figures, failure }: Outcome): void {
  console.log(bold(`\nCase ${id}: ${title} (${seconds} s)`));
  for (const { what, value } of figures) console.log(`    ${what}: ${value}`);
  for (const check of checks) console.log(checkLine(check));
  if (failure !== undefined) console.log(red(`  ✘ did not come to its end: ${failure}`));
}

export function checkLine({ what, wanted, found, passed }: Check): string {
  return passed ? green(`  ✔ ${what}: ${found}`) : red(`  ✘ ${what}: ${found}, wanted ${wanted}`);
}
