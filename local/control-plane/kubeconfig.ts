/** kubeconfig files with everything inside, so that each can be copied and used alone. */

import { readFile, writeFile } from "node:fs/promises";

import { stringify } from "yaml";

import { type KeyPairPaths } from "./pki";

interface KubeconfigOptions {
  context: string;
  server: string;
  /** Name in the server's certificate, where it has not the address in it. */
  serverName?: string;
  /** Path of the authority's certificate. */
  authority: string;
  client: KeyPairPaths;
}

export async function writeKubeconfig(path: string, options: KubeconfigOptions): Promise<void> {
  const base64 = async (file: string) => (await readFile(file)).toString("base64");
  const { context, server, serverName, authority, client } = options;
  const content = stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    clusters: [
      {
        name: context,
        cluster: {
          server,
          ...(serverName !== undefined && { "tls-server-name": serverName }),
          "certificate-authority-data": await base64(authority),
        },
      },
    ],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
    users: [
      {
        name: context,
        user: {
          "client-certificate-data": await base64(client.certificate),
          "client-key-data": await base64(client.key),
        },
      },
    ],
  });
  await writeFile(path, content, { mode: 0o600 });
}
