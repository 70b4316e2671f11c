/** A real node: containerd, kubelet and kube-proxy on a machine of their own. */

import { mkdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { writeKubeconfig } from "../control-plane/kubeconfig";
import { type KeyPairPaths, type Pki, readAuthority } from "../control-plane/pki";
import { type Subject, createLeaf } from "../control-plane/x509";
import { type ProcessIdentity } from "../processes";
import { run } from "../run";
import { serviceRange } from "../control-plane/components";
import { type Tools } from "../tools";
import { createCgroups } from "./cgroups";
import {
  cniConfiguration,
  containerdConfiguration,
  containerdSocket,
  kubeletConfiguration,
  kubeProxyConfiguration,
} from "./configuration";
import { type Daemon, waitForDaemon } from "./daemon";
import { Machine } from "./machine";
import { nodeAddress, plugIn, unplug } from "./network";
import { type RealNodeSpec } from "./spec";

export interface NodeOptions {
  spec: RealNodeSpec;
  /** Of this node alone. */
  directory: string;
  /** Numbers of the nodes that are there already. */
  others: readonly number[];
  /** URL of the API server as nodes reach it. */
  server: string;
  pki: Pki;
  tools: Tools<"kubelet" | "kube-proxy">;
  init: string;
  /** Folder of a containerd that holds the images; it is left as it is. */
  images: string;
  record: (identity: ProcessIdentity) => void;
  signal?: AbortSignal;
}

export class RealNode {
  private constructor(
    readonly spec: RealNodeSpec,
    readonly machine: Machine,
    readonly daemons: Daemon[],
  ) {}

  get name(): string {
    return this.spec.name;
  }

  /** Starts it; the kubelet registers it with the API server a moment later. @throws UserError */
  static async start(options: NodeOptions): Promise<RealNode> {
    const { spec, directory, others, tools, init, record, signal } = options;
    // A node that was lost may come back under its name.
    await rm(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const machine = await Machine.boot({ name: spec.name, directory, init, record });
    await plugIn(spec.number, { pid: machine.pid, others, services: serviceRange });
    createCgroups(spec.name);
    await copyImages(options.images, join(directory, "lib", "containerd"));
    const paths = await writeFiles(options);

    const containerd = await startContainerd(machine, paths.containerd, signal);
    const proxy = machine.start("kube-proxy", tools["kube-proxy"], [`--config=${paths.proxy}`]);
    const labels = Object.entries(spec.labels).map(([key, value]) => `${key}=${value}`);
    const kubelet = machine.start("kubelet", tools.kubelet, [
      `--config=${paths.kubelet}`,
      `--kubeconfig=${paths.kubeconfig}`,
      `--hostname-override=${spec.name}`,
      `--node-ip=${nodeAddress(spec.number)}`,
      `--node-labels=${labels.join(",")}`,
    ]);
    return new RealNode(spec, machine, [containerd, proxy, kubelet]);
  }

  /** Takes the node away without notice: the network goes first, so that no connection of its pods is closed. */
  async lose(): Promise<void> {
    await unplug(this.spec.number);
    await this.machine.halt();
  }

  async stop(): Promise<void> {
    await this.machine.halt();
  }
}

/** containerd alone, ready for commands. */
export async function startContainerd(machine: Machine, configuration: string, signal?: AbortSignal): Promise<Daemon> {
  const containerd = machine.start("containerd", "containerd", [`--config=${configuration}`]);
  const answers = () =>
    run(...machine.enter("ctr", `--address=${containerdSocket}`, "version")).then(
      () => true,
      () => false,
    );
  await waitForDaemon(containerd, answers, { signal });
  return containerd;
}

/**
 * Images that are unpacked are never written to again, so nodes share their files by hard links. containerd writes to its
 * databases in place; each node has its own.
 */
async function copyImages(from: string, to: string): Promise<void> {
  await run("cp", ["--archive", "--link", from, to]).catch(() => run("cp", ["--archive", "--no-clobber", from, to]));
  const { stdout } = await run("find", [to, "-name", "*.db", "-maxdepth", "2"]);
  for (const database of stdout.trim().split("\n").filter(Boolean)) {
    await run("sh", ["-c", 'cp --preserve "$1" "$1.own" && mv "$1.own" "$1"', "sh", database]);
  }
}

async function writeFiles({ spec, directory, server, pki }: NodeOptions) {
  const file = (name: string, content: string): string => {
    const path = join(directory, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const authority = await readAuthority(pki);
  const pair = (name: string, subject: Subject): KeyPairPaths => {
    const address = nodeAddress(spec.number);
    const leaf = createLeaf(authority, {
      subject,
      usages: ["client", "server"],
      dnsNames: [spec.name],
      ips: [address],
    });
    return { certificate: file(`${name}.crt`, leaf.certificate), key: file(`${name}.key`, leaf.key) };
  };
  const kubeconfig = async (name: string, client: KeyPairPaths): Promise<string> => {
    const path = join(directory, `${name}.kubeconfig`);
    const certificate = pki.authority.certificate;
    await writeKubeconfig(path, { context: name, server, serverName: "kubernetes", authority: certificate, client });
    return path;
  };
  const kubelet = pair("kubelet", { commonName: `system:node:${spec.name}`, organization: "system:nodes" });
  const proxy = await kubeconfig("kube-proxy", pair("kube-proxy", { commonName: "system:kube-proxy" }));
  file(join("cni", "10-pods.conflist"), cniConfiguration(spec.number));
  return {
    containerd: file("containerd.toml", containerdConfiguration({ cni: join(directory, "cni") })),
    kubelet: file("kubelet.yaml", kubeletConfiguration(spec, { authority: pki.authority.certificate, ...kubelet })),
    kubeconfig: await kubeconfig("kubelet", kubelet),
    proxy: file("kube-proxy.yaml", kubeProxyConfiguration(spec, proxy)),
  };
}
