/** The platform's plan with the sizes of one application as its own. */

import { type ApplicationSizes, withApplicationSizes } from "../../plan/application-sizes";
import type { DriverSizeArgs, PodSizeArgs } from "../../plan/executors/shape";
import type { IssueList } from "../../plan/issue";
import type { PlatformPlan } from "../../plan/platform";
import { withExecutorSize } from "../../plan/room";
import type { ApplicationType } from "../args";

/** As much of an application as says how large its pods are. */
export interface SizeWish {
  type: ApplicationType | undefined;
  driver?: DriverSizeArgs;
  /** One of the plan's by name, or one of its own. */
  executorSize?: string | PodSizeArgs;
}

/** @returns undefined when an issue was added */
export function sizedPlan(
  plan: PlatformPlan,
  { type, driver, executorSize }: SizeWish,
  issues: IssueList,
): PlatformPlan | undefined {
  const isNamed = typeof executorSize === "string";
  const kind = type === "Python" ? ({ kind: "pyspark" } as const) : {};
  const own: ApplicationSizes = {
    ...(driver !== undefined && { driver: { ...kind, ...driver } }),
    ...(executorSize !== undefined && !isNamed && { executor: { ...kind, ...executorSize } }),
  };
  return withApplicationSizes(isNamed ? withExecutorSize(plan, executorSize) : plan, own, issues);
}
