/** How images get into Artifact Registry: by the access token of whoever deploys, which holds for an hour. */

import { getClientConfigOutput } from "@pulumi/gcp/organizations/getClientConfig";
import * as pulumi from "@pulumi/pulumi";

import type { PushTarget } from "../../contract";

/** https://cloud.google.com/artifact-registry/docs/docker/authentication#token */
const USERNAME = "oauth2accesstoken";

/** A repository of Artifact Registry holds images of many names. */
export function pushTarget(
  registryUrl: pulumi.Output<string>,
  image: string,
  opts: pulumi.InvokeOutputOptions,
): PushTarget {
  return {
    repository: pulumi.interpolate`${registryUrl}/${image}`,
    username: pulumi.output(USERNAME),
    password: pulumi.secret(getClientConfigOutput(opts).accessToken),
  };
}
