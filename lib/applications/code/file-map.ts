/** A ConfigMap of files that is never changed, so that a pod that runs keeps what it was started with. */

import { createHash } from "node:crypto";

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { applicationLabel } from "../../plan/placement/labels";

export interface FileMap {
  /** Name of the component that it is a child of. */
  component: string;
  part: "code" | "files";
  /** Tells the contents apart, where they are known before the deployment. */
  contents?: string;
  /** Name of the application. */
  application: string;
  /** What its own name starts with. @default the application's */
  ownName?: string;
  namespace: string;
  /**
   * Whether it stays for runs that may start again after an update. Its name is Pulumi's then: one by its contents would be taken when
   * an update brings those back, and the provider creates nothing that is there already (since its version 4.29).
   */
  isKept: boolean;
}

/** Digits of a name that tell contents apart. */
const DIGEST_LENGTH = 8;

/** What the API server takes as a name, so that Pulumi may make one of it. */
const namePattern = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

export function fileMap(
  { component, part, contents, application, ownName = application, namespace, isKept }: FileMap,
  data: pulumi.Input<Record<string, pulumi.Input<string>>>,
  options: pulumi.CustomResourceOptions,
): kubernetes.core.v1.ConfigMap {
  const labels = { [applicationLabel]: application };
  if (isKept) {
    const start = namePattern.test(component) ? component : ownName;
    return new kubernetes.core.v1.ConfigMap(
      contents === undefined ? `${start}-${part}` : `${start}-${part}-${contents}`,
      { metadata: { namespace, labels }, data },
      // Manifests that are made of the program are applied over each other, which immutable ones do not allow.
      { ...options, retainOnDelete: true, replaceOnChanges: ["data"] },
    );
  }
  const name = pulumi.output(data).apply((files) => `${ownName}-${part}-${digest(files)}`);
  return new kubernetes.core.v1.ConfigMap(
    `${component}-${part}`,
    { metadata: { name, namespace, labels }, immutable: true, data },
    options,
  );
}

function digest(files: Record<string, string>): string {
  return createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, DIGEST_LENGTH);
}
