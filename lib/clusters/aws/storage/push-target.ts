/** How images get into ECR: by a token that AWS gives to whoever deploys, for twelve hours. */

import { getAuthorizationTokenOutput } from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";

import type { PushTarget } from "../../contract";

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const ECR = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./;

/** One repository holds the images of all names; they are told apart by their tags. */
export function pushTarget(registryUrl: pulumi.Output<string>, opts: pulumi.InvokeOutputOptions): PushTarget {
  const { registryId, region } = registryUrl.apply(accountOf);
  const token = getAuthorizationTokenOutput({ registryId, region }, opts);
  return {
    repository: registryUrl,
    username: token.userName,
    password: pulumi.secret(token.password),
  };
}

/** @throws pulumi.ResourceError for a registry that is no ECR, which AWS has no token for. */
function accountOf(url: string): { registryId: string; region: string } {
  const [, registryId = "", region = ""] = ECR.exec(url) ?? [];
  if (registryId !== "") return { registryId, region };
  const message = `registry: ${JSON.stringify(url)} is no repository of ECR, and AWS gives no token for another. Allowed: the URL of an ECR repository. Give the image a registry with its credentials.`;
  throw new pulumi.ResourceError(message, undefined, true);
}
