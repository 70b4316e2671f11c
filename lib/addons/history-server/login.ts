/** The login before the history server: oauth2-proxy in the same pod, so that nothing else can reach the server. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { loginProxy } from "../../plan/placement/system-pods";
import { containerResources } from "../container-resources";
import type { HistoryServerExposure, LoginArgs, SecretReference, SecretValue } from "./args";
import { type ImageMirrors, mirrored } from "../mirrors";
import { distrolessUid, restrictedContainer } from "../pod-security";
import { secretDigest } from "../secret-digest";
import { images } from "../versions";

export const LOGIN_PORT = 4180;

/** Until people log in again; whoever has left the company is out by then. */
const SESSION_HOURS = 12;

/** Where the secrets of a login are. */
export interface LoginSecrets {
  clientSecret: SecretReference;
  cookieSecret: SecretReference;
  /** Another one where a text is another; undefined where both are in Secrets that are not the server's own. */
  digest: pulumi.Output<string> | undefined;
}

/** Puts those that are given as a text into a Secret. */
export function loginSecrets(
  name: string,
  login: LoginArgs,
  metadata: { name: string; namespace: pulumi.Input<string>; labels: Record<string, string> },
  options: pulumi.CustomResourceOptions,
): LoginSecrets {
  const { clientSecret, cookieSecret } = login;
  const texts = Object.entries({ clientSecret, cookieSecret }).flatMap(([key, value]) =>
    isReference(value) ? [] : [[key, pulumi.secret(value)] as const],
  );
  const stringData = Object.fromEntries(texts);
  const own =
    texts.length === 0
      ? undefined
      : new kubernetes.core.v1.Secret(
          `${name}-login`,
          { metadata: { ...metadata, name: `${name}-login` }, stringData },
          options,
        );
  const referenceTo = (key: string, value: SecretValue): SecretReference =>
    isReference(value) ? value : { secret: own?.metadata.name ?? "", key };
  return {
    clientSecret: referenceTo("clientSecret", clientSecret),
    cookieSecret: referenceTo("cookieSecret", cookieSecret),
    digest: own && secretDigest(pulumi.jsonStringify(stringData), metadata.namespace),
  };
}

function isReference(value: SecretValue): value is SecretReference {
  return typeof value === "object" && !pulumi.Output.isInstance(value) && "secret" in value;
}

/** @param upstream the server, as the proxy reaches it */
export function loginContainer(
  { host, login }: HistoryServerExposure,
  { clientSecret, cookieSecret }: LoginSecrets,
  upstream: string,
  imageMirrors: ImageMirrors | undefined,
): kubernetes.types.input.core.v1.Container {
  return {
    name: "login",
    image: mirrored(login.image ?? images.oauth2Proxy, imageMirrors),
    args: loginArguments(host, login, upstream),
    env: [
      { name: "OAUTH2_PROXY_CLIENT_SECRET", valueFrom: fromSecret(clientSecret) },
      { name: "OAUTH2_PROXY_COOKIE_SECRET", valueFrom: fromSecret(cookieSecret) },
    ],
    ports: [{ name: "login", containerPort: LOGIN_PORT }],
    readinessProbe: { httpGet: { path: "/ready", port: "login" }, periodSeconds: 10 },
    livenessProbe: { httpGet: { path: "/ping", port: "login" }, periodSeconds: 30 },
    resources: containerResources(loginProxy),
    securityContext: { ...restrictedContainer, runAsUser: distrolessUid, runAsGroup: distrolessUid },
  };
}

/**
 * It trusts no `X-Forwarded-*` header, since it can't know who is before it: the redirect URL is said, and cookies are Secure.
 * https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview
 */
function loginArguments(
  host: string,
  { issuerUrl, clientId, emailDomains = [], allowedGroups = [] }: LoginArgs,
  upstream: string,
): pulumi.Input<string>[] {
  return [
    "--provider=oidc",
    `--oidc-issuer-url=${issuerUrl}`,
    pulumi.interpolate`--client-id=${clientId}`,
    `--redirect-url=https://${host}/oauth2/callback`,
    "--code-challenge-method=S256",
    "--insecure-oidc-skip-nonce=false",
    // It lets nobody in without a domain, so groups alone need one that everybody has.
    ...(emailDomains.length > 0 ? emailDomains : ["*"]).map((domain) => `--email-domain=${domain}`),
    ...allowedGroups.map((group) => `--allowed-group=${group}`),
    `--upstream=${upstream}`,
    `--http-address=0.0.0.0:${LOGIN_PORT}`,
    // The prefix binds the cookie to this host: no other host of the domain can set it.
    "--cookie-name=__Host-spark_history",
    "--cookie-samesite=lax",
    `--cookie-expire=${SESSION_HOURS}h`,
    "--session-cookie-minimal=true",
    "--skip-provider-button=true",
    "--silence-ping-logging=true",
  ];
}

function fromSecret({ secret, key }: SecretReference) {
  return { secretKeyRef: { name: secret, key } };
}
