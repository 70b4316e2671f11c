/** How a control plane that is already there is reached, and by whom its pods are known. */

import { getProjectOutput } from "@pulumi/gcp/organizations/getProject";
import * as pulumi from "@pulumi/pulumi";

import { execKubeconfig } from "../../common/kubeconfig";
import type { ExistingControlPlaneArgs } from "./existing-args";
import { authPlugin } from "./kubeconfig";
import type { WorkloadPool } from "../storage/storage-access";

/** Addresses that only the cluster's network and its peers reach. */
const PRIVATE_ADDRESS = /^https:\/\/(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;

export function adoptedKubeconfig(
  { name, endpoint, certificateAuthority }: ExistingControlPlaneArgs,
  proxyUrl: pulumi.Input<string> | undefined,
): pulumi.Output<string> {
  return execKubeconfig({
    name,
    server: endpoint,
    ...(certificateAuthority !== undefined && { certificateAuthority }),
    proxyUrl,
    exec: authPlugin,
  });
}

/** The command that writes the cluster into a person's own kubeconfig. */
export function adoptedAccessCommand(controlPlane: ExistingControlPlaneArgs): pulumi.Output<string> {
  const { name, project, location, endpoint, certificateAuthority } = controlPlane;
  const flag = certificateAuthority === undefined ? " --dns-endpoint" : "";
  const internal = PRIVATE_ADDRESS.test(endpoint) ? " --internal-ip" : "";
  return pulumi.output(
    `gcloud container clusters get-credentials ${name} --location ${location} --project ${project}${flag}${internal}`,
  );
}

/** The pool of a cluster may be another project's: that of its fleet. */
export function adoptedWorkloadPool(
  { workloadPool = "" }: ExistingControlPlaneArgs,
  opts: pulumi.InvokeOutputOptions,
): WorkloadPool {
  const projectId = workloadPool.replace(/\.svc\.id\.goog$/, "");
  return { workloadPool, projectNumber: getProjectOutput({ projectId }, opts).number, needs: [] };
}

/** @throws pulumi.ResourceError where the provider would put node pools into another project. */
export function matchingProject({ project }: ExistingControlPlaneArgs, actual: string): string {
  if (actual === "" || actual === project) return project;
  const message = `controlPlane.project: ${JSON.stringify(project)} is not the project of the Google Cloud provider, ${actual}. Deploy to that project (gcp:project), or give the cluster a provider of it.`;
  throw new pulumi.ResourceError(message, undefined, true);
}
