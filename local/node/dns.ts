/** Names for services: CoreDNS on this machine, and the two services that every cluster has. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { apiServiceAddress } from "../control-plane/pki";
import { kubectl } from "../control-plane/kubectl";
import { type ControlPlane } from "../control-plane/start";
import { type ProcessIdentity } from "../processes";
import { type Tools } from "../tools";
import { dnsServiceAddress } from "./configuration";
import { startDaemon, waitForDaemon } from "./daemon";
import { machineAddress } from "./network";

/** Not 53: a resolver of the machine may listen there on every address. */
const dnsPort = 1053;
const readyPort = 1054;

export interface DnsOptions {
  access: ControlPlane;
  tools: Tools<"kubectl" | "coredns">;
  /** Port of the API server at the address of this machine. */
  port: number;
  record: (identity: ProcessIdentity) => void;
}

/** @throws UserError when CoreDNS does not get ready */
export async function startDns({ access, tools, port, record }: DnsOptions): Promise<void> {
  const file = join(access.directory, "Corefile");
  writeFileSync(file, corefile(access));
  const log = join(access.directory, "logs", "coredns.log");
  const dns = startDaemon({ name: "CoreDNS", path: tools.coredns, args: ["-conf", file], log, record });
  const isReady = () =>
    fetch(`http://${machineAddress}:${readyPort}/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitForDaemon(dns, isReady);
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items: services(port) });
  await kubectl(access, tools, ["apply", "--server-side", "--force-conflicts", "--filename=-"], { input });
}

/** Nothing is cached: a name must be known as soon as its service is there, and a driver's is asked for at once. */
function corefile({ kubeconfig, context }: ControlPlane): string {
  return `.:${dnsPort} {
  bind ${machineAddress}
  errors
  ready ${machineAddress}:${readyPort}
  kubernetes cluster.local {
    kubeconfig ${kubeconfig} ${context}
    ttl 0
  }
}
`;
}

function services(port: number): object[] {
  const kubernetes = { namespace: "default", name: "kubernetes", clusterIP: apiServiceAddress };
  const dns = { namespace: "kube-system", name: "kube-dns", clusterIP: dnsServiceAddress };
  return [
    slice(kubernetes, [{ name: "https", port, protocol: "TCP" }]),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: dns.name, namespace: dns.namespace },
      spec: {
        clusterIP: dns.clusterIP,
        ports: (["UDP", "TCP"] as const).map((protocol) => ({ ...dnsPorts[protocol], port: 53, protocol })),
      },
    },
    slice(
      dns,
      (["UDP", "TCP"] as const).map((protocol) => ({ ...dnsPorts[protocol], port: dnsPort, protocol })),
    ),
  ];
}

const dnsPorts = { UDP: { name: "dns" }, TCP: { name: "dns-tcp" } };

/** Leads a service to this machine. */
function slice({ namespace, name }: { namespace: string; name: string }, ports: object[]): object {
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name, namespace, labels: { "kubernetes.io/service-name": name } },
    addressType: "IPv4",
    endpoints: [{ addresses: [machineAddress], conditions: { ready: true } }],
    ports,
  };
}
