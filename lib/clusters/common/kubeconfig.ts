/** A kubeconfig that holds no credentials: the cloud's own tool makes a token whenever one is needed. */

import * as pulumi from "@pulumi/pulumi";

export interface ExecKubeconfigArgs {
  /** Of the cluster, the user and the context. */
  name: pulumi.Input<string>;
  /** URL of the API server. */
  server: pulumi.Input<string>;
  /** Its certificate authority, in base64. @default one that every machine trusts */
  certificateAuthority?: pulumi.Input<string>;
  /** Proxy through which it is reached. */
  proxyUrl?: pulumi.Input<string>;
  /** The tool that makes the token. */
  exec: {
    command: string;
    args?: pulumi.Input<string>[];
    env?: { name: string; value: pulumi.Input<string> }[];
    provideClusterInfo?: boolean;
    /** What to do where the tool is not there. */
    installHint?: string;
  };
}

/** Secret nevertheless, since it says where the cluster is. */
export function execKubeconfig(args: ExecKubeconfigArgs): pulumi.Output<string> {
  const { name, server, certificateAuthority, proxyUrl, exec } = args;
  return pulumi.secret(
    pulumi.jsonStringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name,
          cluster: {
            server,
            ...(certificateAuthority !== undefined && { "certificate-authority-data": certificateAuthority }),
            ...(proxyUrl !== undefined && { "proxy-url": proxyUrl }),
          },
        },
      ],
      contexts: [{ name, context: { cluster: name, user: name } }],
      "current-context": name,
      users: [
        {
          name,
          user: {
            exec: { apiVersion: "client.authentication.k8s.io/v1beta1", ...exec, interactiveMode: "IfAvailable" },
          },
        },
      ],
    }),
  );
}
