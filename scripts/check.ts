/** `npm test`: everything that needs no control plane and no network. */

import { runSteps } from "./steps/run";

const failed = runSteps("npm test", [
  { name: "types", command: ["tsc", "--noEmit", "-p", "tsconfig.json"] },
  { name: "lint", command: ["eslint", "."] },
  { name: "format", command: ["prettier", "--check", "--log-level", "warn", "."] },
  { name: "arrows between the rooms", command: ["depcruise", "lib", "--output-type", "err"] },
  { name: "dead exports and dependencies", command: ["knip"] },
  {
    name: "unit, property, construction and example tests",
    command: ["jest", "--selectProjects", "unit", "--coverage", "--maxWorkers=100%"],
  },
  { name: "the package as its users get it", command: ["tsx", "scripts/package/check.ts"] },
]);
process.exitCode = failed === 0 ? 0 : 1;
