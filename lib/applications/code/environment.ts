/** Variables of which only the deployment knows the value: they may be secret, so they are kept in a Secret and not in pods. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { secretDigest } from "../../addons/secret-digest";
import type { ApplicationArgs } from "../args";

/** A Secret with the variables as keys. */
export interface ProvidedEnvironment {
  secret: pulumi.Input<string>;
  /** Another one for other values, so that the application runs again. */
  digest: pulumi.Input<string>;
}

/** Outputs and promises, by the variables that they are the values of. */
export function deferredVariables({ env = {} }: Pick<ApplicationArgs, "env">): [string, pulumi.Input<string>][] {
  return Object.entries(env).flatMap(([name, value]) =>
    pulumi.Output.isInstance(value) || value instanceof Promise ? [[name, value as pulumi.Input<string>]] : [],
  );
}

/**
 * A run that goes on after an update sees the new values, and gets no more executors when a variable that it needs is gone.
 * @param ownName what the Secret's name starts with
 * @returns undefined where nothing is deferred
 */
export function provideEnvironment(
  name: string,
  { ownName, namespace }: { ownName: string; namespace: string },
  args: ApplicationArgs,
  options: pulumi.CustomResourceOptions,
): (ProvidedEnvironment & { dependsOn: pulumi.Resource[] }) | undefined {
  const values = Object.fromEntries(deferredVariables(args));
  if (Object.keys(values).length === 0) return undefined;
  const secret = new kubernetes.core.v1.Secret(
    `${name}-env`,
    { metadata: { name: `${ownName}-env`, namespace }, stringData: values },
    options,
  );
  const digest = secretDigest(pulumi.jsonStringify(values), `${namespace}/${ownName}`);
  return { secret: secret.metadata.name, digest, dependsOn: [secret] };
}
