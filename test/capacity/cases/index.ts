/** The cases, in the order in which they run. */

import { type Case } from "./case";
import { greedyTenant, pausePodsGiveWay } from "./giving-way";
import { backToZero } from "./idle";
import { ignoredPriority } from "./ignored-priority";
import { nodeVanishes, spotSoldOut } from "./losing";
import { wholeApplication } from "./one-boot";
import { manyExecutors } from "./scale";
import { fromZero, withCapacityBuffers, withRoom, withWarmCapacity } from "./starting";
import { traceOfJobs } from "./trace";

export const cases: readonly Case[] = [
  fromZero,
  withRoom,
  withWarmCapacity,
  withCapacityBuffers,
  spotSoldOut,
  nodeVanishes,
  backToZero,
  pausePodsGiveWay,
  greedyTenant,
  wholeApplication,
  ignoredPriority,
  traceOfJobs,
  // Last, since it leaves the most behind.
  manyExecutors,
];
