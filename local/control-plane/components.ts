/** The five programs of a control plane: how each is started, and how it tells that it is ready. */

import { join } from "node:path";

import { frontProxyName, type Pki } from "./pki";
import { loopback } from "./ports";
import { type ComponentName, type Ports } from "./state";

export interface Layout {
  directory: string;
  dataDirectory: string;
  ports: Ports;
  pki: Pki;
  /** Whether pods run: the API server then connects to kubelets and to webhooks. */
  realNodes: boolean;
}

export interface Component {
  args(layout: Layout): string[];
  /** Path that answers 200 when the component is ready. */
  healthPath: string;
  /** Generous: on a loaded CI machine with cold disks everything takes ten times as long. */
  readyWithinSeconds: number;
}

/** Addresses of services. Nothing listens on them, and the API server connects to none of them. */
export const serviceRange = "10.96.0.0/16";

export const paths = {
  adminKubeconfig: "kubeconfig",
  controllerManagerKubeconfig: "controller-manager.kubeconfig",
  schedulerKubeconfig: "scheduler.kubeconfig",
  kwokConfiguration: "kwok.yaml",
  egress: "egress.yaml",
  pki: "pki",
  logs: "logs",
} as const;

/** With their own limits of 20 and 50 requests a second, some hundred nodes and their pods would take minutes. */
const unthrottled = { "kube-api-qps": "1000", "kube-api-burst": "1000" };

/** Webhooks and aggregated APIs are asked at their pods' addresses, never at those of services, and kubelets at their nodes'. */
const toPods = { "enable-aggregator-routing": "true", "kubelet-preferred-address-types": "InternalIP" };

export const components: Record<ComponentName, Component> = {
  etcd: {
    healthPath: "/health",
    readyWithinSeconds: 60,
    args: ({ dataDirectory, ports, pki }) => {
      const client = https(ports.etcd);
      const peer = https(ports["etcd-peer"]);
      const { certificate, key } = pki.server;
      const authority = pki.authority.certificate;
      return flags({
        name: "local",
        "data-dir": dataDirectory,
        // What a crash of the machine would lose is gone with the control plane anyway.
        "unsafe-no-fsync": "true",
        "listen-client-urls": client,
        "advertise-client-urls": client,
        "listen-peer-urls": peer,
        "initial-advertise-peer-urls": peer,
        "initial-cluster": `local=${peer}`,
        "cert-file": certificate,
        "key-file": key,
        "trusted-ca-file": authority,
        "client-cert-auth": "true",
        "peer-cert-file": certificate,
        "peer-key-file": key,
        "peer-trusted-ca-file": authority,
        "peer-client-cert-auth": "true",
        "log-level": "warn",
      });
    },
  },
  "kube-apiserver": {
    healthPath: "/readyz",
    readyWithinSeconds: 180,
    args: ({ directory, ports, pki, realNodes }) =>
      flags({
        ...serving("kube-apiserver", { ports, pki }),
        "advertise-address": loopback,
        ...(realNodes ? toPods : { "egress-selector-config-file": join(directory, paths.egress) }),
        // The endpoint of the `kubernetes` service would be the loopback address, which is not allowed there.
        "endpoint-reconciler-type": "none",
        "service-cluster-ip-range": serviceRange,
        "allow-privileged": "true",
        "authorization-mode": "Node,RBAC",
        "etcd-servers": https(ports.etcd),
        "etcd-cafile": pki.authority.certificate,
        "etcd-certfile": pki.client("etcd-client").certificate,
        "etcd-keyfile": pki.client("etcd-client").key,
        "service-account-issuer": "https://kubernetes.default.svc",
        "service-account-key-file": pki.serviceAccountPublicKey,
        "service-account-signing-key-file": pki.serviceAccountKey,
        "requestheader-client-ca-file": pki.frontProxyAuthority.certificate,
        "requestheader-allowed-names": frontProxyName,
        "requestheader-extra-headers-prefix": "X-Remote-Extra-",
        "requestheader-group-headers": "X-Remote-Group",
        "requestheader-username-headers": "X-Remote-User",
        "proxy-client-cert-file": pki.frontProxyClient.certificate,
        "proxy-client-key-file": pki.frontProxyClient.key,
        "kubelet-certificate-authority": pki.authority.certificate,
        "kubelet-client-certificate": pki.client("kubelet-client").certificate,
        "kubelet-client-key": pki.client("kubelet-client").key,
      }),
  },
  "kube-controller-manager": {
    healthPath: "/healthz",
    readyWithinSeconds: 120,
    args: ({ directory, ports, pki }) =>
      flags({
        ...serving("kube-controller-manager", { ports, pki }),
        ...client(join(directory, paths.controllerManagerKubeconfig)),
        "requestheader-client-ca-file": pki.frontProxyAuthority.certificate,
        "root-ca-file": pki.authority.certificate,
        "cluster-signing-cert-file": pki.authority.certificate,
        "cluster-signing-key-file": pki.authority.key,
        "service-account-private-key-file": pki.serviceAccountKey,
        "use-service-account-credentials": "true",
        ...unthrottled,
      }),
  },
  "kube-scheduler": {
    healthPath: "/readyz",
    readyWithinSeconds: 120,
    args: ({ directory, ports, pki }) =>
      flags({
        ...serving("kube-scheduler", { ports, pki }),
        ...client(join(directory, paths.schedulerKubeconfig)),
        "requestheader-client-ca-file": pki.frontProxyAuthority.certificate,
        // A preempting pod can stay gated for ever in a cluster in which no pod is deleted (kubernetes/kubernetes#141694).
        "feature-gates": "SchedulerAsyncPreemption=false",
        ...unthrottled,
      }),
  },
  kwok: {
    healthPath: "/readyz",
    readyWithinSeconds: 120,
    args: ({ directory }) =>
      flags({
        kubeconfig: join(directory, paths.adminKubeconfig),
        config: join(directory, paths.kwokConfiguration),
      }),
  },
};

export function https(port: number): string {
  return `https://${loopback}:${port}`;
}

function serving(name: ComponentName, { ports, pki }: Pick<Layout, "ports" | "pki">): Record<string, string> {
  return {
    "bind-address": loopback,
    "secure-port": String(ports[name]),
    "tls-cert-file": pki.server.certificate,
    "tls-private-key-file": pki.server.key,
    "client-ca-file": pki.authority.certificate,
    profiling: "false",
  };
}

function client(kubeconfig: string): Record<string, string> {
  return {
    kubeconfig,
    "authentication-kubeconfig": kubeconfig,
    "authorization-kubeconfig": kubeconfig,
    // There is but one of each; waiting for the lease of one that was killed would take 15 seconds.
    "leader-elect": "false",
  };
}

function flags(values: Record<string, string>): string[] {
  return Object.entries(values).map(([flag, value]) => `--${flag}=${value}`);
}
