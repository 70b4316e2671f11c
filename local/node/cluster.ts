/** A cluster of real nodes on this machine: a control plane, nodes, names for services, and nothing left behind. */

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";

import { ensurePki, type Pki } from "../control-plane/pki";
import { paths } from "../control-plane/components";
import { kubectl, kubectlJson } from "../control-plane/kubectl";
import { loopback } from "../control-plane/ports";
import { type ControlPlane, startControlPlane } from "../control-plane/start";
import { directoryOf } from "../control-plane/state";
import { stopControlPlane } from "../control-plane/stop";
import { type ProcessIdentity, stopProcesses } from "../processes";
import { type Progress } from "../progress";
import { type NodeToolName, type ToolName, type Tools } from "../tools";
import { UserError } from "../user-error";
import { waitUntil } from "../wait";
import { removeCgroups } from "./cgroups";
import { lastLines } from "./daemon";
import { startDns } from "./dns";
import { addRoute, createBridge, machineAddress, removeBridge } from "./network";
import { RealNode } from "./node";
import { type RealNodeSpec } from "./spec";

/** One at a time on a machine: bridge and addresses are always the same. */
const clusterName = "spark";

export interface RealClusterOptions {
  tools: Tools<ToolName | NodeToolName>;
  progress: Progress;
  /** Path of the program that each machine starts with. */
  init: string;
  /** Folder of a containerd that holds the images. */
  images: string;
  signal?: AbortSignal;
}

export class RealCluster {
  readonly nodes: RealNode[] = [];
  #routes: number[] = [];

  private constructor(
    readonly access: ControlPlane,
    private readonly pki: Pki,
    private readonly door: Server,
    private readonly options: RealClusterOptions,
  ) {}

  /** Removes what an earlier one left behind, and starts the control plane; nodes are added then. @throws UserError */
  static async start(options: RealClusterOptions): Promise<RealCluster> {
    const { tools, progress } = options;
    await RealCluster.remove();
    try {
      const access = await startControlPlane({ name: clusterName, tools, progress, realNodes: true });
      const pki = await ensurePki(join(access.directory, paths.pki));
      await createBridge();
      const { port } = new URL(access.server);
      const door = await openDoor(Number(port));
      const cluster = new RealCluster(access, pki, door, options);
      await startDns({ access, tools, port: Number(port), record: (identity) => cluster.record(identity) });
      return cluster;
    } catch (error) {
      await RealCluster.remove();
      throw error;
    }
  }

  /** Ends and removes the cluster of this machine, whoever started it. True if there was one. */
  static async remove(): Promise<boolean> {
    const directory = directoryOf(clusterName);
    await stopProcesses(recorded(directory), 0);
    await removeBridge();
    // Processes of a machine that was ended may still be on their way out.
    await waitUntil(removeCgroups, { timeoutMs: 30_000 });
    return stopControlPlane(clusterName);
  }

  async stop(): Promise<void> {
    this.door.close();
    await RealCluster.remove();
  }

  /** Starts a node and waits until pods can be bound to it. @throws UserError with the end of the kubelet's log */
  async add(spec: RealNodeSpec): Promise<RealNode> {
    const { tools, init, images, signal } = this.options;
    const node = await RealNode.start({
      spec,
      directory: join(this.access.directory, "nodes", spec.name),
      others: this.#routes,
      server: `https://${machineAddress}:${new URL(this.access.server).port}`,
      pki: this.pki,
      tools,
      init,
      images,
      record: (identity) => this.record(identity),
      signal,
    });
    for (const other of this.nodes) await addRoute(other.machine.pid, spec.number);
    this.nodes.push(node);
    this.#routes.push(spec.number);
    const isReady = async () => {
      const found = await kubectlJson<NodeList>(this.access, tools, ["get", "nodes"]);
      const status = found.items.find(({ metadata }) => metadata.name === spec.name)?.status;
      return status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
    };
    if (!(await waitUntil(isReady, { timeoutMs: 180_000, intervalMs: 500, signal }))) {
      const logs = node.daemons.map(({ name, log }) => [`${name}, ${log}:`, ...lastLines(log)].join("\n    "));
      throw new UserError([`Node ${spec.name} is not Ready. The ends of its logs:`, ...logs].join("\n  "));
    }
    return node;
  }

  /** Takes a node away without notice, and its object with it, as the autoscaler of a cloud does. */
  async lose(name: string): Promise<void> {
    const node = this.nodes.find((one) => one.name === name);
    if (node === undefined) throw new Error(`there is no node ${name}`);
    this.nodes.splice(this.nodes.indexOf(node), 1);
    this.#routes = this.#routes.filter((number) => number !== node.spec.number);
    await node.lose();
    await kubectl(this.access, this.options.tools, ["delete", "node", name, "--wait=false"]);
  }

  /** Writes down a process that must not outlive the cluster. */
  record(identity: ProcessIdentity): void {
    const { directory } = this.access;
    const path = join(directory, recordFile);
    mkdirSync(directory, { recursive: true });
    writeFileSync(`${path}.partial`, JSON.stringify([...recorded(directory), identity]), { mode: 0o600 });
    renameSync(`${path}.partial`, path);
  }
}

interface NodeList {
  items: { metadata: { name: string }; status: { conditions?: { type: string; status: string }[] } }[];
}

const recordFile = "machines.json";

function recorded(directory: string): ProcessIdentity[] {
  const path = join(directory, recordFile);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as ProcessIdentity[]) : [];
}

/** The API server listens on the loopback address alone; nodes and pods reach it through this process. */
async function openDoor(port: number): Promise<Server> {
  const door = createServer((from) => {
    const to = connect(port, loopback);
    from.on("error", () => to.destroy());
    to.on("error", () => from.destroy());
    from.pipe(to).pipe(from);
  });
  await new Promise<void>((resolve, reject) => {
    door.once("error", reject);
    door.listen(port, machineAddress, resolve);
  });
  // It goes with this process, which has nothing to wait for in it.
  door.unref();
  return door;
}
