/**
 * `npm run bench`: what the plan makes of every machine type, how fast it is made, what the library costs a program, how soon pods get room,
 * how soon a driver has its executors, and how fast the operator submits.
 * Runs every part, or those that are named: `npm run bench -- shapes speed`.
 */

import { messageOf } from "../local/user-error";
import { measureCapacity } from "./capacity/main";
import { measureOverhead } from "./overhead";
import { compareShapes } from "./shapes/main";
import { measureSpark } from "./spark/executors";
import { measureOperator } from "./spark/operator";
import { measureSpeed } from "./speed/main";

const parts: Record<string, () => void | Promise<void>> = {
  shapes: compareShapes,
  speed: measureSpeed,
  overhead: measureOverhead,
  capacity: measureCapacity,
  spark: measureSpark,
  operator: measureOperator,
};

async function main(asked: readonly string[]): Promise<void> {
  const unknown = asked.filter((part) => !(part in parts));
  if (unknown.length > 0) {
    console.error(`There is no part ${unknown.join(", ")}; there are ${Object.keys(parts).join(", ")}.`);
    process.exitCode = 2;
    return;
  }
  for (const [part, run] of Object.entries(parts)) if (asked.length === 0 || asked.includes(part)) await run();
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
