/** How people reach the history server from outside the cluster: by a host name of its own, and never without a login. */

import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { HistoryServerExposure } from "./args";
import { LOGIN_PORT } from "./login";

/** Port of the service that the way in leads to. */
export const EXPOSED_PORT = 80;

interface Exposed {
  metadata: { name: string; namespace: pulumi.Input<string>; labels: Record<string, string> };
  service: pulumi.Input<string>;
}

/** The way in, to the login alone; and where the cluster enforces network policies, no other. */
export function createExposure(
  name: string,
  exposure: HistoryServerExposure,
  exposed: Exposed,
  options: pulumi.CustomResourceOptions,
): void {
  const { metadata } = exposed;
  if (exposure.gateway !== undefined) createRoute(name, exposure, exposure.gateway, exposed, options);
  if (exposure.ingress !== undefined) createIngress(name, exposure, exposure.ingress, exposed, options);
  new kubernetes.networking.v1.NetworkPolicy(
    `${name}-login-only`,
    {
      metadata,
      spec: {
        podSelector: { matchLabels: metadata.labels },
        policyTypes: ["Ingress"],
        ingress: [{ ports: [{ protocol: "TCP", port: LOGIN_PORT }] }],
      },
    },
    options,
  );
}

/** https://gateway-api.sigs.k8s.io/reference/spec/#httproute */
function createRoute(
  name: string,
  { host }: HistoryServerExposure,
  gateway: NonNullable<HistoryServerExposure["gateway"]>,
  { metadata, service }: Exposed,
  options: pulumi.CustomResourceOptions,
): void {
  new kubernetes.apiextensions.CustomResource(
    `${name}-route`,
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata,
      spec: {
        parentRefs: [gateway],
        hostnames: [host],
        rules: [
          {
            matches: [{ path: { type: "PathPrefix", value: "/" } }],
            backendRefs: [{ name: service, port: EXPOSED_PORT }],
          },
        ],
      },
    },
    options,
  );
}

function createIngress(
  name: string,
  { host }: HistoryServerExposure,
  { className, tlsSecret, annotations = {} }: NonNullable<HistoryServerExposure["ingress"]>,
  { metadata, service }: Exposed,
  options: pulumi.CustomResourceOptions,
): void {
  const backend = { service: { name: service, port: { number: EXPOSED_PORT } } };
  new kubernetes.networking.v1.Ingress(
    `${name}-ingress`,
    {
      metadata: { ...metadata, annotations },
      spec: {
        ingressClassName: className,
        ...(tlsSecret !== undefined && { tls: [{ hosts: [host], secretName: tlsSecret }] }),
        rules: [{ host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
      },
    },
    options,
  );
}
