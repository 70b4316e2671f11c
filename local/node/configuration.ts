/** What the programs of one node are told. */

import { availableParallelism, totalmem } from "node:os";

import { stringify } from "yaml";

import { cgroupOf } from "./cgroups";
import { nodeAddress, podNetwork, podSubnet } from "./network";
import { type RealNodeSpec } from "./spec";

/** Address of the cluster's DNS service, by custom the tenth of the services'. */
export const dnsServiceAddress = "10.96.0.10";

export const containerdSocket = "/run/containerd/containerd.sock";

export const pauseImage = "localhost/pause:1";

/** Version 2 of the format, which containerd 1.3 to 2.x read. */
export function containerdConfiguration(paths: { cni: string }): string {
  const cri = `plugins."io.containerd.grpc.v1.cri"`;
  return `version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
[grpc]
  address = "${containerdSocket}"
[${cri}]
  sandbox_image = "${pauseImage}"
  # Without CAP_SYS_RESOURCE no process may be made less likely to be killed than its parent.
  restrict_oom_score_adj = true
  [${cri}.cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${paths.cni}"
  [${cri}.containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
`;
}

/**
 * Every pod gets a wire of its own to the node and no bridge: between pods on one bridge the kernel would not undo what
 * kube-proxy rewrites.
 */
export function cniConfiguration(number: number): string {
  const ipam = { type: "host-local", ranges: [[{ subnet: podSubnet(number) }]], routes: [{ dst: "0.0.0.0/0" }] };
  return JSON.stringify({
    cniVersion: "1.0.0",
    name: "pods",
    plugins: [
      { type: "ptp", ipam },
      { type: "portmap", capabilities: { portMappings: true } },
    ],
  });
}

/** Eviction by the kubelet's own default; what is below it can't be given to pods. */
const evictionMiB = 100;

/** @throws Error when the machine is smaller than the node is to be */
export function kubeletConfiguration(
  spec: RealNodeSpec,
  paths: { authority: string; certificate: string; key: string },
): string {
  const machine = { cpuMillis: availableParallelism() * 1000, memoryKiB: Math.floor(totalmem() / 1024) };
  const reserved = {
    cpuMillis: machine.cpuMillis - spec.cpuMillis,
    memoryKiB: machine.memoryKiB - (spec.memoryMiB + evictionMiB) * 1024,
  };
  if (reserved.cpuMillis < 0 || reserved.memoryKiB < 0) {
    throw new Error(`${spec.name} is to have ${spec.cpuMillis}m and ${spec.memoryMiB} MiB, more than this machine has`);
  }
  return stringify({
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: paths.authority },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: paths.certificate,
    tlsPrivateKeyFile: paths.key,
    clusterDomain: "cluster.local",
    clusterDNS: [dnsServiceAddress],
    // Pods resolve names of the cluster and no others.
    resolvConf: "",
    cgroupDriver: "cgroupfs",
    cgroupRoot: cgroupOf(spec.name),
    failCgroupV1: false,
    failSwapOn: false,
    enforceNodeAllocatable: ["pods"],
    systemReserved: { cpu: `${reserved.cpuMillis}m`, memory: `${reserved.memoryKiB}Ki` },
    evictionHard: { "memory.available": `${evictionMiB}Mi`, "nodefs.available": "1%", "imagefs.available": "1%" },
    // Images can't be pulled again.
    imageGCHighThresholdPercent: 100,
    maxPods: spec.pods ?? defaultPods,
    registerWithTaints: spec.taints,
    nodeStatusUpdateFrequency: "5s",
  });
}

/** The kubelet's own default. */
const defaultPods = 110;

export function kubeProxyConfiguration(spec: RealNodeSpec, kubeconfig: string): string {
  return stringify({
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "iptables",
    clientConnection: { kubeconfig },
    clusterCIDR: podNetwork,
    hostnameOverride: spec.name,
    bindAddress: nodeAddress(spec.number),
    // The limits are the machine's; a node must not change them.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
    oomScoreAdj: 0,
  });
}
