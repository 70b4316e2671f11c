/** How many executors an application starts with, and between which bounds they follow the work. */

import type { PlatformPlan } from "../../plan/platform";
import { configurationIn } from "../../plan/room";
import type { ApplicationArgs } from "../args";

export interface Allocation {
  dynamicAllocation:
    | { enabled: false }
    | {
        enabled: true;
        initialExecutors: number;
        minExecutors: number;
        maxExecutors?: number;
        /** False where a shuffle service has the shuffle files. */
        shuffleTrackingEnabled: boolean;
      };
  executor: { instances?: number };
  /** Executors that it asks for before any task does. */
  least: number;
}

/** Spark's own `spark.executor.instances`. */
const defaultInstances = 2;

export function allocationOf(
  { executors = {} }: Pick<ApplicationArgs, "executors">,
  plan: PlatformPlan,
  namespace: string,
): Allocation {
  const { instances, min, max } = executors;
  const configuration = configurationIn(plan, namespace);
  const planned = (key: string) => configuration.find((entry) => entry.key === `spark.${key}`)?.value;
  const isFixed = planned("dynamicAllocation.enabled") === "false" && min === undefined && max === undefined;
  if (instances !== undefined || isFixed) {
    const fixed = instances ?? Number(planned("executor.instances") ?? defaultInstances);
    return { dynamicAllocation: { enabled: false }, executor: { instances: fixed }, least: fixed };
  }
  const least = min ?? Math.min(Number(planned("dynamicAllocation.minExecutors") ?? 0), max ?? Infinity);
  const most = max ?? planned("dynamicAllocation.maxExecutors");
  return {
    dynamicAllocation: {
      enabled: true,
      initialExecutors: least,
      minExecutors: least,
      ...(most !== undefined && { maxExecutors: Number(most) }),
      shuffleTrackingEnabled: planned("dynamicAllocation.shuffleTracking.enabled") !== "false",
    },
    executor: {},
    least,
  };
}

/** Executors whose room is asked for together with the driver's. */
export function reserveOf(args: Pick<ApplicationArgs, "executors">, plan: PlatformPlan, namespace: string): number {
  return args.executors?.reserve ?? allocationOf(args, plan, namespace).least;
}
