/** Looks at the arguments of a component that runs an application. */

import type { z } from "zod";

import { IssueList } from "../../plan/issue";
import type { PlatformPlan } from "../../plan/platform";
import type { Sound } from "../../plan/structure";
import type { ApplicationPlatform } from "../application-platform";
import type { ApplicationArgs } from "../args";
import { checkApplication, type CheckedApplication } from "./application";
import { soundApplication } from "./structure";

/** What a component looks at beside what all of them do. */
export interface OwnChecks<More> {
  /** Arguments beside an application's. @default none */
  shape?: z.ZodRawShape;
  /** What it takes of `executors` besides size and numbers. @default reserve */
  executorKeys?: z.ZodRawShape;
  /** @param plan undefined where the platform is at fault itself */
  check?: (sound: Sound<CheckedApplication & More>, plan: PlatformPlan | undefined, issues: IssueList) => void;
}

/**
 * @param component name of its class
 * @throws InvalidArguments with every issue.
 */
export function checkArguments<More = object>(
  component: string,
  name: string,
  args: Pick<ApplicationArgs, "platform">,
  { shape, executorKeys, check }: OwnChecks<More> = {},
): void {
  const issues = new IssueList();
  const { sound = {} as Sound<CheckedApplication & More> } = soundApplication<More>(args, issues, shape, executorKeys);
  const platform: Partial<ApplicationPlatform> | undefined = args?.platform;
  const isPlatform = platform?.plan?.cluster !== undefined && platform.provider !== undefined;
  if (!isPlatform) {
    issues.add({
      path: "platform",
      value: platform,
      problem: platform === undefined ? "is missing" : "is no platform of this library",
      allowed: "a SparkPlatform, or an object with its plan, provider and eventLogUri",
      change: "Create the platform first and give it here.",
    });
  }
  const plan = isPlatform ? platform.plan : undefined;
  const app = sound as Sound<CheckedApplication>;
  // Of a platform that is none, nobody knows whether it could take files; what it refuses would mislead.
  const canUpload = !isPlatform || platform.uploadCode !== undefined;
  checkApplication({ ...app, name: app.name ?? name }, { plan, canUpload }, issues);
  check?.(sound, plan, issues);
  issues.raise(`${component} ${JSON.stringify(name)}`);
}
