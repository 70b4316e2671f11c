/** What clients of a server must bring, as a key of a Secret. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { secretDigest } from "../../addons/secret-digest";

/** A key of a Secret. */
export interface SecretKey {
  secret: pulumi.Input<string>;
  key: pulumi.Input<string>;
}

export interface ServerToken extends SecretKey {
  /** Another one where the token is another; undefined for a Secret that is not the server's own. */
  digest?: pulumi.Output<string>;
}

const KEY = "token";

/** The token's Secret: the one that is named, or one that is made. */
export function tokenSecret(
  name: string,
  token: pulumi.Input<string> | SecretKey,
  metadata: { name: string; namespace: string; labels: Record<string, pulumi.Input<string>> },
  options: pulumi.CustomResourceOptions,
): ServerToken {
  if (isSecretKey(token)) return token;
  const secret = new kubernetes.core.v1.Secret(
    `${name}-token`,
    { metadata: { ...metadata, name: `${metadata.name}-token` }, stringData: { [KEY]: pulumi.secret(token) } },
    options,
  );
  const digest = secretDigest(token, `${metadata.namespace}/${metadata.name}`);
  return { secret: secret.metadata.name, key: KEY, digest };
}

function isSecretKey(token: pulumi.Input<string> | SecretKey): token is SecretKey {
  return typeof token === "object" && "secret" in token && !pulumi.Output.isInstance(token);
}
