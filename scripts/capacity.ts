/** `npm run e2e:capacity`: measures how soon pods get room, on a real scheduler and a real autoscaler with simulated machines. */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import { Command, Option } from "commander";

import { interruptible } from "../local/interrupt";
import { createProgress } from "../local/progress";
import { messageOf, UserError } from "../local/user-error";
import { autoscalers } from "../test/capacity/autoscalers";
import { cases } from "../test/capacity/cases";
import { type Form } from "../test/capacity/harness/world";
import { checkLine } from "../test/capacity/report/console";
import { type CapacityDocument } from "../test/capacity/report/document";
import { merged } from "../test/capacity/report/merge";
import { runCases } from "../test/capacity/run";

/** Spreads the boot times; any number does, so long as it stays the same between runs that are compared. */
const seed = 20260301;

const forms: Record<Form["name"], Form> = {
  // Within minutes on two slow cores, for CI.
  short: { name: "short", boot: { from: 4, to: 6, seed }, idleSeconds: 10, driverStartSeconds: 1 },
  // What a cloud's machines take: seconds from the request to a Ready node.
  full: { name: "full", boot: { from: 60, to: 90, seed }, driverStartSeconds: 5 },
};

interface Options {
  short?: boolean;
  cases?: string;
  autoscaler: string;
  out?: string;
}

async function main({ short, cases: named, autoscaler: name, out }: Options): Promise<void> {
  const progress = createProgress();
  const autoscaler = autoscalers.find((one) => one.name === name)!;
  const program = await autoscaler.find(progress);
  if ("missing" in program) {
    progress.note(`SKIPPING the experiments on capacity: ${program.missing}`);
    return;
  }
  const form = forms[short === true ? "short" : "full"];
  const earlier = out === undefined ? undefined : await readFile(out, "utf8").catch(() => undefined);
  const ids = cases.map(({ id }) => id);
  const chosen = chosenCases(named).filter(({ on }) => on?.includes(autoscaler.name) ?? true);
  const keep = async (document: CapacityDocument) => {
    if (out === undefined) return;
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, `${JSON.stringify(merged(document, earlier, ids))}\n`);
  };
  const { document, failures } = await interruptible((signal) =>
    runCases({ form, cases: chosen, autoscaler, program, progress, signal, keep }),
  );
  const judged = document.cases.flatMap(({ id, name, checks }) => checks.map((check) => ({ id, name, check })));
  // A slow machine may miss a time; what is wrong is wrong on every machine.
  const missed = judged.filter(({ check }) => !check.passed && (check.kind === "correctness" || form.name === "full"));
  console.log(`\n${chosen.length} cases, ${judged.length} checks, ${missed.length} missed`);
  for (const { id, name, check } of missed) console.log(`case ${id}, ${name}\n${checkLine(check)}`);
  for (const { id, why } of document.repeated) console.log(`case ${id} was run again: ${why}`);
  for (const { id, title, why } of failures) console.log(`case ${id}, ${title}, did not end: ${why}`);
  process.exitCode = missed.length + failures.length === 0 ? 0 : 1;
}

function chosenCases(named: string | undefined) {
  if (named === undefined) return cases;
  return named.split(",").map((id) => {
    const found = cases.find((one) => one.id === id);
    if (found !== undefined) return found;
    throw new UserError(`There is no case ${id}. Cases: ${cases.map((one) => `${one.id} ${one.title}`).join(", ")}.`);
  });
}

const options = new Command("npm run e2e:capacity --")
  .description(
    "Measures how soon Spark pods get room, on a real scheduler and a real autoscaler with simulated machines.",
  )
  .option("--short", "machines that boot in seconds and fewer pods, as CI runs it; times are not judged")
  .option("--cases <ids>", "only these, for example 1,3,10")
  .addOption(
    new Option("--autoscaler <name>", "what adds the nodes")
      .choices(autoscalers.map(({ name }) => name))
      .default("karpenter"),
  )
  .option(
    "--out <file>",
    "writes everything that was measured to this file, as JSON, beside what other cases left there",
  )
  .parse()
  .opts<Options>();

main(options).catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
