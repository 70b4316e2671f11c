/** The account and region that mocked cloud values belong to. */

import * as pulumi from "@pulumi/pulumi";

import type { RecordedResource } from "../recording";

/** No real account has this number. */
export const ACCOUNT = "000000000000";

const REGION = "us-east-1";

/** The region of a provider: its own, else the configured one, else the mocks'. */
export function regionOf(provider: RecordedResource | undefined): string {
  const own = provider?.inputs.region;
  return typeof own === "string" ? own : (new pulumi.Config("aws").get("region") ?? REGION);
}

/** Whether a value was made up by the mocks' account, and so must not reach a cluster. */
export function isMocked(value: string): boolean {
  return value.includes(ACCOUNT);
}
