/**
 * `npm run bench`: what the plan makes of every machine type, how fast it is made, what the library costs a program, and how soon pods get room.
 * Runs every part, or those that are named: `npm run bench -- shapes speed`.
 */

import { measureCapacity } from "./capacity/main";
import { measureOverhead } from "./overhead";
import { compareShapes } from "./shapes/main";
import { measureSpeed } from "./speed/main";

const parts: Record<string, () => void> = {
  shapes: compareShapes,
  speed: measureSpeed,
  overhead: measureOverhead,
  capacity: measureCapacity,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !(part in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}; there are ${Object.keys(parts).join(", ")}.`);
  process.exitCode = 2;
} else {
  for (const [part, run] of Object.entries(parts)) if (asked.length === 0 || asked.includes(part)) run();
}
