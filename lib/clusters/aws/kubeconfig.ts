/** How people and Pulumi reach the cluster: by the caller's own AWS credentials, at the time of each call. */

import type * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";

/** Role that is assumed to reach the cluster, where the caller's own credentials are not to be used. */
type AccessRole = pulumi.Input<string> | undefined;

/**
 * A kubeconfig without credentials: `aws eks get-token` (AWS CLI 1.16.156 or 2) makes a token, valid for 15 minutes, whenever one
 * is needed. It is secret nevertheless, since it says where the cluster is.
 */
export function kubeconfigOf(
  cluster: eks.Cluster,
  region: pulumi.Output<string>,
  role: AccessRole,
): pulumi.Output<string> {
  const context = { cluster: cluster.name, user: cluster.name };
  const user = {
    exec: {
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command: "aws",
      args: execArgs(cluster, region, role),
      interactiveMode: "IfAvailable",
    },
  };
  return pulumi.secret(
    pulumi.jsonStringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: cluster.name,
          cluster: {
            server: cluster.endpoint,
            "certificate-authority-data": cluster.certificateAuthority.data,
          },
        },
      ],
      contexts: [{ name: cluster.name, context }],
      "current-context": cluster.name,
      users: [{ name: cluster.name, user }],
    }),
  );
}

/** The command that writes the cluster into a person's own kubeconfig. */
export function accessCommandOf(
  cluster: eks.Cluster,
  region: pulumi.Output<string>,
  role: AccessRole,
): pulumi.Output<string> {
  const command = pulumi.interpolate`aws eks update-kubeconfig --name ${cluster.name} --region ${region}`;
  return role === undefined ? command : pulumi.interpolate`${command} --role-arn ${role}`;
}

function execArgs(cluster: eks.Cluster, region: pulumi.Output<string>, role: AccessRole): pulumi.Input<string>[] {
  const args = ["eks", "get-token", "--cluster-name", cluster.name, "--region", region, "--output", "json"];
  return role === undefined ? args : [...args, "--role-arn", role];
}
