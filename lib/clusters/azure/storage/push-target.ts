/** How images get into Azure Container Registry: its own token, for the one that Azure gives to whoever deploys. */

import { getClientConfigOutput } from "@pulumi/azure-native/authorization/getClientConfig";
import { getClientTokenOutput } from "@pulumi/azure-native/authorization/getClientToken";
import * as pulumi from "@pulumi/pulumi";

import type { PushTarget } from "../../contract";

/** Says that the password is a token: https://learn.microsoft.com/azure/container-registry/container-registry-authentication */
const USERNAME = "00000000-0000-0000-0000-000000000000";

/** One repository holds the images of all names; they are told apart by their tags. */
export function pushTarget(registryUrl: pulumi.Output<string>, opts: pulumi.InvokeOutputOptions): PushTarget {
  const { token } = getClientTokenOutput({}, opts);
  const { tenantId } = getClientConfigOutput(opts);
  return {
    repository: registryUrl,
    username: pulumi.output(USERNAME),
    password: pulumi.secret(
      // A preview pushes nothing, and the registry may be still to come.
      pulumi
        .all([registryUrl, tenantId, token])
        .apply(([url, tenant, access]) =>
          pulumi.runtime.isDryRun() ? "" : registryToken(url.split("/")[0]!, tenant, access),
        ),
    ),
  };
}

/**
 * What `az acr login --expose-token` asks for: https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md
 * @throws pulumi.ResourceError when the registry refuses, or can't be reached
 */
async function registryToken(host: string, tenant: string, accessToken: string): Promise<string> {
  const asked = { grant_type: "access_token", service: host, tenant, access_token: accessToken };
  const answer = await fetch(`https://${host}/oauth2/exchange`, {
    method: "POST",
    body: new URLSearchParams(asked),
  }).catch((error: Error) => {
    const why = error.cause instanceof Error ? error.cause.message : error.message;
    const message = `registry: ${host} does not answer (${why}). Deploy from a machine that reaches it, or give the image a registry with its credentials.`;
    throw new pulumi.ResourceError(message, undefined, true);
  });
  if (answer.ok) return ((await answer.json()) as { refresh_token: string }).refresh_token;
  const message = `registry: ${host} gives no token to push images with (${answer.status} ${answer.statusText}). Give whoever deploys the role AcrPush on it.`;
  throw new pulumi.ResourceError(message, undefined, true);
}
