/** The files that the components read, apart from certificates. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { stringify } from "yaml";

import { https, type Layout, paths } from "./components";
import { writeKubeconfig } from "./kubeconfig";
import { fakeNodeAnnotation } from "./nodes";
import { loopback } from "./ports";

export async function writeConfiguration(context: string, layout: Layout): Promise<void> {
  const { directory, ports, pki } = layout;
  const file = (name: string) => join(directory, name);
  const shared = { context, server: https(ports["kube-apiserver"]), authority: pki.authority.certificate };
  await writeKubeconfig(file(paths.adminKubeconfig), { ...shared, client: pki.client("admin") });
  await writeKubeconfig(file(paths.controllerManagerKubeconfig), {
    ...shared,
    client: pki.client("controller-manager"),
  });
  await writeKubeconfig(file(paths.schedulerKubeconfig), { ...shared, client: pki.client("scheduler") });
  await writeFile(file(paths.egress), stringify(egress(directory)));
  const stages = await readFile(join(__dirname, "stages.yaml"), "utf8");
  await writeFile(file(paths.kwokConfiguration), `${stringify(kwok(layout))}---\n${stages}`);
}

/**
 * Connections of the API server into the cluster (webhooks, aggregated APIs, kubelets) go through a proxy that is not there:
 * pods are fake, and a packet to the address of a service or pod would leave the machine by the default route.
 */
function egress(directory: string) {
  return {
    apiVersion: "apiserver.k8s.io/v1beta1",
    kind: "EgressSelectorConfiguration",
    egressSelections: [
      {
        name: "cluster",
        connection: {
          proxyProtocol: "HTTPConnect",
          transport: { uds: { udsName: join(directory, "nothing-leaves-the-loopback.sock") } },
        },
      },
    ],
  };
}

function kwok({ ports, pki }: Layout) {
  return {
    apiVersion: "config.kwok.x-k8s.io/v1alpha1",
    kind: "KwokConfiguration",
    options: {
      manageAllNodes: false,
      manageNodesWithAnnotationSelector: `${fakeNodeAnnotation.name}=${fakeNodeAnnotation.value}`,
      serverAddress: `${loopback}:${ports.kwok}`,
      tlsCertFile: pki.server.certificate,
      tlsPrivateKeyFile: pki.server.key,
      nodeIP: loopback,
      nodePort: ports.kwok,
      // Set aside for benchmarks by RFC 2544: no network that the machine knows has these addresses.
      cidr: "198.18.0.0/15",
      // The kubelet's own lease. The default of 4 at a time falls behind with some hundred nodes, which then go NotReady.
      nodeLeaseDurationSeconds: 40,
      nodeLeaseParallelism: 16,
      nodePlayStageParallelism: 16,
      podPlayStageParallelism: 16,
      enableDebuggingHandlers: false,
    },
  };
}
