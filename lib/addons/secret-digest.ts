/** Tells one secret from the next where everybody who may read pods sees it. */

import { scryptSync } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

const BYTES = 8;

/** Slow on purpose, so that nobody finds the secret by trying; the digest itself is none. @param salt what the secret belongs to */
export function secretDigest(secret: pulumi.Input<string>, salt: pulumi.Input<string>): pulumi.Output<string> {
  const digest = pulumi.all([secret, salt]).apply(([text, owner]) => scryptSync(text, owner, BYTES).toString("hex"));
  return pulumi.unsecret(digest);
}
