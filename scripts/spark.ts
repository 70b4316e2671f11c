/** `npm run e2e:spark`: Spark itself on real pods, with what this library deploys, on this machine alone. */

import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import { Command } from "commander";

import { lockPath } from "../local/control-plane/state";
import { interruptible } from "../local/interrupt";
import { withLock } from "../local/lock";
import { missingForNodes } from "../local/node/requirements";
import { createProgress } from "../local/progress";
import { messageOf, UserError } from "../local/user-error";
import { cases } from "../test/spark/cases";
import { documentOf } from "../test/spark/report/document";
import { checkLine, runCases } from "../test/spark/run";

interface Options {
  short?: boolean;
  cases?: string;
  out?: string;
}

async function main({ short = false, cases: named, out }: Options): Promise<void> {
  const progress = createProgress();
  const chosen = chosenCases(named, short);
  const missing = await missingForNodes(progress);
  if (missing !== undefined) {
    console.log(`SKIPPED: ${chosen.length} cases of Spark on real pods, since ${missing}.`);
    return;
  }
  const onWait = ({ pid }: { pid: number }) => progress.note(`Process ${pid} runs real nodes here; waiting for it.`);
  const outcomes = await interruptible((signal) =>
    // Bridge and addresses of the nodes are the same in every run.
    withLock(lockPath(".real-nodes"), () => runCases(chosen, { progress, signal }), { onWait, signal }),
  );
  if (out !== undefined) {
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, `${JSON.stringify(documentOf(outcomes), undefined, 2)}\n`);
  }
  const checks = outcomes.flatMap(({ id, title, checks }) => checks.map((check) => ({ id, title, check })));
  const missed = checks.filter(({ check }) => !check.passed);
  const failed = outcomes.filter(({ failure }) => failure !== undefined);
  console.log(
    `\n${outcomes.length} cases, ${checks.length} checks, ${missed.length} missed, ${failed.length} cases without an end`,
  );
  for (const { id, title, check } of missed) console.log(`case ${id}, ${title}\n${checkLine(check)}`);
  for (const { id, title, failure } of failed) console.log(`case ${id}, ${title}, did not come to its end: ${failure}`);
  process.exitCode = missed.length + failed.length === 0 ? 0 : 1;
}

function chosenCases(named: string | undefined, short: boolean) {
  if (named === undefined) return cases.filter(({ long }) => !short || long !== true);
  return named.split(",").map((id) => {
    const found = cases.find((one) => one.id === id);
    if (found !== undefined) return found;
    throw new UserError(`There is no case ${id}. Cases: ${cases.map((one) => `${one.id} ${one.title}`).join(", ")}.`);
  });
}

const options = new Command("npm run e2e:spark --")
  .description("Runs Spark on real pods of this machine, with what this library deploys. Needs Linux and root.")
  .option("--short", "what CI runs: leaves out what takes longest")
  .option("--cases <ids>", "only these, for example 1,3,4")
  .option("--out <file>", "writes checks and figures to this file, as JSON")
  .parse()
  .opts<Options>();

main(options).catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
