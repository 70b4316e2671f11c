/** The Kubernetes provider of a cluster. */

import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Deploys into the cluster that a kubeconfig names. */
export function createProvider(
  name: string,
  kubeconfig: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): kubernetes.Provider {
  return new kubernetes.Provider(
    `${name}-kubernetes`,
    // Field ownership is what lets the platform share objects with autoscalers and with people. A ConfigMap that changes is
    // not taken away from the pods that start meanwhile.
    { kubeconfig, enableServerSideApply: true, enableConfigMapMutable: true },
    opts,
  );
}
