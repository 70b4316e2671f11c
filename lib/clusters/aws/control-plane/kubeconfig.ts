/** How people and Pulumi reach the cluster: by the caller's own AWS credentials, at the time of each call. */

import * as pulumi from "@pulumi/pulumi";

import { execKubeconfig } from "../../common/kubeconfig";
import type { ControlPlane } from "./control-plane";

/** Role that is assumed to reach the cluster, where the caller's own credentials are not to be used. */
type AccessRole = pulumi.Input<string> | undefined;

/** `aws eks get-token` (AWS CLI 1.16.156 or 2) makes a token, valid for 15 minutes, whenever one is needed. */
export function kubeconfigOf(
  cluster: ControlPlane,
  region: pulumi.Output<string>,
  role: AccessRole,
  proxyUrl: pulumi.Input<string> | undefined,
): pulumi.Output<string> {
  return execKubeconfig({
    name: cluster.name,
    server: cluster.endpoint,
    certificateAuthority: cluster.certificateAuthority,
    proxyUrl,
    exec: { command: "aws", args: execArgs(cluster, region, role) },
  });
}

/** The command that writes the cluster into a person's own kubeconfig. */
export function accessCommandOf(
  cluster: ControlPlane,
  region: pulumi.Output<string>,
  role: AccessRole,
): pulumi.Output<string> {
  const command = pulumi.interpolate`aws eks update-kubeconfig --name ${cluster.name} --region ${region}`;
  return role === undefined ? command : pulumi.interpolate`${command} --role-arn ${role}`;
}

function execArgs(cluster: ControlPlane, region: pulumi.Output<string>, role: AccessRole): pulumi.Input<string>[] {
  const args = ["eks", "get-token", "--cluster-name", cluster.name, "--region", region, "--output", "json"];
  return role === undefined ? args : [...args, "--role-arn", role];
}
