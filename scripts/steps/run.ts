/** Runs the parts of a long check one after another, shows what is running and how long each part took. */

import { spawnSync } from "node:child_process";

import { bold, cyan, green, red } from "picocolors";

export interface Step {
  name: string;
  /** Program and arguments. */
  command: string[];
  environment?: Record<string, string>;
}

/** Runs every step even after a failure, so that one run tells all; returns how many failed. */
export function runSteps(title: string, steps: Step[]): number {
  const results = steps.map((step, index) => {
    console.log(cyan(`\n[${index + 1}/${steps.length}] ${step.name}: ${step.command.join(" ")}`));
    const started = Date.now();
    const [program = "", ...args] = step.command;
    const { status } = spawnSync(program, args, { stdio: "inherit", env: { ...process.env, ...step.environment } });
    return { name: step.name, passed: status === 0, seconds: (Date.now() - started) / 1000 };
  });
  console.log(bold(`\n${title}`));
  for (const { name, passed, seconds } of results) {
    console.log(`  ${passed ? green("passed") : red("FAILED")}  ${seconds.toFixed(1).padStart(6)} s  ${name}`);
  }
  const failed = results.filter(({ passed }) => !passed).length;
  console.log(`checks: ${results.length - failed} passed, ${failed} failed`);
  return failed;
}
