/** One application on a platform that is put together by hand, recorded. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { type ApplicationPlatform, SparkApplication, type SparkApplicationArgs } from "../../lib";
import type { PlatformPlan } from "../../lib/plan";
import { type OutputsHook, recordProgram, type Recording } from "../../lib/testing";
import { eventLogs } from "../addons/example";

type Platform = Partial<Omit<ApplicationPlatform, "plan" | "provider" | "eventLogUri">>;

export function recordOn(
  plan: PlatformPlan,
  args: Partial<Omit<SparkApplicationArgs, "platform">> = {},
  platform: Platform = {},
  outputs?: OutputsHook,
): Promise<Recording> {
  return recordProgram(
    () => {
      const provider = new kubernetes.Provider("cluster", {});
      new SparkApplication("pi", {
        platform: { plan, provider, eventLogUri: pulumi.output(eventLogs.uri), ...platform },
        mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
        ...args,
      });
    },
    { errors: "return", ...(outputs && { outputs }) },
  );
}
