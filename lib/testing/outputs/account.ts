/** The account and region that mocked cloud values belong to. */

import * as pulumi from "@pulumi/pulumi";

import type { RecordedResource } from "../recording";

/** No real account has this number. */
export const ACCOUNT = "000000000000";

/** Taken for the account's own wherever that is looked for. */
const PROJECT = `mocked-${ACCOUNT}`;

const REGION = "us-east-1";
const GCP_REGION = "us-central1";

/**
 * The region of a provider: its own, else the configured one, else the mocks'.
 * @param token of a resource or function, which names the cloud
 */
export function regionOf(provider: RecordedResource | undefined, token: string): string {
  if (token.startsWith("gcp:")) return given(provider, "gcp", "region") ?? GCP_REGION;
  return given(provider, "aws", "region") ?? REGION;
}

/** The project of a provider of Google Cloud: its own, else the configured one, else the mocks'. */
export function projectOf(provider: RecordedResource | undefined): string {
  return given(provider, "gcp", "project") ?? PROJECT;
}

function given(provider: RecordedResource | undefined, cloud: string, key: string): string | undefined {
  const own = provider?.inputs[key];
  return typeof own === "string" ? own : new pulumi.Config(cloud).get(key);
}

/** Whether a value was made up by the mocks' account, and so must not reach a cluster. */
export function isMocked(value: string): boolean {
  return value.includes(ACCOUNT);
}
