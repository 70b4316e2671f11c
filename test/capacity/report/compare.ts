/** Goals that are about two cases: how much sooner pods are bound with warm capacity than from zero. Pure. */

import { type Measurement } from "./document";

/** How many times sooner. */
const goal = 30;

/** Adds to each measurement with warm capacity how it compares with the one from zero, where both are there. */
export function withComparisons(measurements: readonly Measurement[]): Measurement[] {
  const fromZero = measurements.find(({ id }) => id === "1")?.pods.p95Seconds;
  return measurements.map((one) => {
    const { p95Seconds } = one.pods;
    const isWarm = ["3", "3b"].includes(one.id) && one.name !== roomComesBack;
    if (!isWarm || fromZero === undefined || fromZero === null || p95Seconds === null) return one;
    const times = fromZero / p95Seconds;
    const check = {
      what: "p95 from created to bound, compared with from zero",
      goal: `at least ${goal} times sooner`,
      measured: `${times.toFixed(0)} times: ${p95Seconds.toFixed(2)} s and ${fromZero.toFixed(1)} s`,
      passed: times >= goal,
      kind: "time" as const,
    };
    return { ...one, checks: [...one.checks, check] };
  });
}

/** Name of what is measured after the pods have their nodes. */
export const roomComesBack = "the room comes back";
