/** The certificates and keys of one control plane, made once and kept with it. */

import { createPublicKey } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type Authority, createAuthority, createLeaf, newKey } from "./x509";

/** The first of the services' addresses, under which pods know the API server. */
export const apiServiceAddress = "10.96.0.1";

const authoritySubject = { commonName: "spark-platform-local" };

/** One server certificate serves all components: they share the loopback address and trust. */
const serverNames = ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"];

const clients = {
  admin: { commonName: "spark-platform-admin", organization: "system:masters" },
  "controller-manager": { commonName: "system:kube-controller-manager" },
  scheduler: { commonName: "system:kube-scheduler" },
  "etcd-client": { commonName: "kube-apiserver-etcd-client" },
  "kubelet-client": { commonName: "kube-apiserver-kubelet-client", organization: "system:masters" },
} as const;
type ClientName = keyof typeof clients;

/** Name in the certificate with which the API server presents itself to aggregated API servers. */
export const frontProxyName = "front-proxy-client";

export interface KeyPairPaths {
  certificate: string;
  key: string;
}

/** Paths of everything under `directory`. */
export interface Pki {
  authority: KeyPairPaths;
  frontProxyAuthority: KeyPairPaths;
  server: KeyPairPaths;
  frontProxyClient: KeyPairPaths;
  client(name: ClientName): KeyPairPaths;
  serviceAccountKey: string;
  serviceAccountPublicKey: string;
}

/** Makes what is not there. The folder appears whole or not at all. */
export async function ensurePki(directory: string): Promise<Pki> {
  if (!existsSync(directory)) {
    const partial = `${directory}.partial`;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true, mode: 0o700 });
    for (const [file, content] of Object.entries(createFiles())) {
      await writeFile(join(partial, file), content, { mode: 0o600 });
    }
    await rename(partial, directory);
  }
  const pair = (name: string) => ({
    certificate: join(directory, `${name}.crt`),
    key: join(directory, `${name}.key`),
  });
  return {
    authority: pair("ca"),
    frontProxyAuthority: pair("front-proxy-ca"),
    server: pair("server"),
    frontProxyClient: pair(frontProxyName),
    client: (name) => pair(name),
    serviceAccountKey: join(directory, "service-account.key"),
    serviceAccountPublicKey: join(directory, "service-account.pub"),
  };
}

/** The authority itself, to sign what joins the control plane later. */
export async function readAuthority({ authority }: Pki): Promise<Authority> {
  const [certificate, key] = await Promise.all([
    readFile(authority.certificate, "utf8"),
    readFile(authority.key, "utf8"),
  ]);
  return { subject: authoritySubject, certificate, key };
}

function createFiles(): Record<string, string> {
  const authority = createAuthority(authoritySubject);
  const frontProxyAuthority = createAuthority({ commonName: "spark-platform-local-front-proxy" });
  const serviceAccountKey = newKey();
  const pairs = {
    ca: authority,
    "front-proxy-ca": frontProxyAuthority,
    // etcd is a client of itself.
    server: createLeaf(authority, {
      subject: { commonName: "kube-apiserver" },
      usages: ["server", "client"],
      dnsNames: serverNames,
      ips: ["127.0.0.1", apiServiceAddress],
    }),
    [frontProxyName]: createLeaf(frontProxyAuthority, { subject: { commonName: frontProxyName }, usages: ["client"] }),
    ...Object.fromEntries(
      Object.entries(clients).map(([name, subject]) => [name, createLeaf(authority, { subject, usages: ["client"] })]),
    ),
  };
  return {
    ...Object.fromEntries(
      Object.entries(pairs).flatMap(([name, { certificate, key }]) => [
        [`${name}.crt`, certificate],
        [`${name}.key`, key],
      ]),
    ),
    "service-account.key": serviceAccountKey.export({ type: "pkcs8", format: "pem" }) as string,
    "service-account.pub": createPublicKey(serviceAccountKey).export({ type: "spki", format: "pem" }) as string,
  };
}
