/** Starts a control plane, or mends one that is half there. */

import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { interruptible } from "../interrupt";
import { withLock } from "../lock";
import { isAlive, stopProcesses } from "../processes";
import { type Progress, type Update } from "../progress";
import { type Tools } from "../tools";
import { https, type Layout, paths } from "./components";
import { writeConfiguration } from "./configuration";
import { createDataDirectory } from "./data";
import { isHealthy, launch, waitUntilReady } from "./launch";
import { ensurePki } from "./pki";
import { choosePorts, isFree } from "./ports";
import {
  type ComponentName,
  componentNames,
  directoryOf,
  lockPath,
  portNames,
  portsOfOthers,
  readState,
  type State,
  writeState,
} from "./state";
import { discard } from "./stop";

export interface ControlPlane {
  /** Path of the kubeconfig. */
  kubeconfig: string;
  context: string;
  /** URL of the API server. */
  server: string;
  /** Holds the state, the certificates and the logs. */
  directory: string;
}

export interface ControlPlaneOptions {
  /** Lowercase letters, digits and hyphens. Control planes of different names run side by side. */
  name: string;
  tools: Tools<ComponentName>;
  progress: Progress;
  /** Whether its nodes will be real; of a control plane that is there already this can't be changed. @default false */
  realNodes?: boolean;
}

/** What must be ready before the next ones start. */
const startOrder: readonly ComponentName[][] = [
  ["etcd"],
  ["kube-apiserver"],
  ["kube-controller-manager", "kube-scheduler", "kwok"],
];

/**
 * A running control plane: the one of that name when it is well; otherwise what is dead or ill of it is started again, with
 * the data that is there. It outlives this process. An interrupt while it is starting leaves nothing running.
 */
export async function startControlPlane({
  name,
  tools,
  progress,
  realNodes = false,
}: ControlPlaneOptions): Promise<ControlPlane> {
  const directory = directoryOf(name);
  const onWait = ({ pid }: { pid: number }) => progress.note(`Process ${pid} is at work on "${name}"; waiting for it.`);
  const start = async (signal: AbortSignal) => {
    const before = readState(name);
    const ill = before === undefined ? [] : await unwell(before, await layoutOf(name, before));
    if (before !== undefined && ill.length === 0) return describe(name, before);
    return progress.step(`Control plane "${name}"`, async (update) => {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const state = before === undefined ? await newState(name, realNodes) : await mend(name, before, ill);
      try {
        await startAll(name, state, { tools, update, signal });
        signal.throwIfAborted();
        return describe(name, state);
      } catch (error) {
        // Of a failed start the logs are needed, of an interrupted first one nothing is.
        if (signal.aborted && before === undefined) {
          await discard(state);
          await rm(directory, { recursive: true });
        } else {
          await stopProcesses(Object.values(state.processes));
        }
        throw error;
      }
    });
  };
  return interruptible((signal) => withLock(lockPath(name), () => start(signal), { onWait, signal }));
}

function describe(name: string, { ports }: State): ControlPlane {
  const directory = directoryOf(name);
  return {
    kubeconfig: join(directory, paths.adminKubeconfig),
    context: `spark-platform-${name}`,
    server: https(ports["kube-apiserver"]),
    directory,
  };
}

async function layoutOf(name: string, { dataDirectory, ports, realNodes = false }: State): Promise<Layout> {
  const directory = directoryOf(name);
  return { directory, dataDirectory, ports, pki: await ensurePki(join(directory, paths.pki)), realNodes };
}

async function newState(name: string, realNodes: boolean): Promise<State> {
  const dataDirectory = await createDataDirectory(name);
  return withPorts(name, { dataDirectory, processes: {}, realNodes });
}

/** Chooses ports and writes them down before another start can choose the same. */
async function withPorts(name: string, state: Omit<State, "ports">): Promise<State> {
  return withLock(lockPath(".ports"), async () => {
    const complete = { ...state, ports: await choosePorts(portNames, portsOfOthers(name)) };
    writeState(name, complete);
    return complete;
  });
}

/** Ends what is ill, and everything when it can't go on where it was: its data is gone, or someone else has a port of it. */
async function mend(name: string, before: State, ill: readonly ComponentName[]): Promise<State> {
  const identities = (components: readonly ComponentName[]) =>
    components.flatMap((component) => before.processes[component] ?? []);
  await stopProcesses(identities(ill));

  const dataKept = existsSync(join(before.dataDirectory, "member"));
  const lost: readonly (keyof State["ports"])[] = ill.includes("etcd") ? [...ill, "etcd-peer"] : ill;
  const free = await Promise.all(lost.map((port) => isFree(before.ports[port])));
  if (dataKept && free.every(Boolean)) return before;

  await stopProcesses(identities(componentNames));
  if (dataKept) return withPorts(name, { ...before, processes: {} });
  await discard(before);
  return newState(name, before.realNodes ?? false);
}

/** The components that don't run, or that don't answer that they are well. */
async function unwell({ processes }: State, layout: Layout): Promise<ComponentName[]> {
  const well = await Promise.all(
    componentNames.map(async (component) => {
      const identity = processes[component];
      return identity !== undefined && isAlive(identity) && (await isHealthy(component, layout));
    }),
  );
  return componentNames.filter((_, index) => !well[index]);
}

async function startAll(
  name: string,
  state: State,
  { tools, update, signal }: Pick<ControlPlaneOptions, "tools"> & { update: Update; signal: AbortSignal },
): Promise<void> {
  const layout = await layoutOf(name, state);
  await writeConfiguration(describe(name, state).context, layout);
  for (const together of startOrder) {
    update(`waiting for ${together.join(", ")}`);
    for (const component of together) {
      const identity = state.processes[component];
      if (identity !== undefined && isAlive(identity)) continue;
      signal.throwIfAborted();
      await launch(component, tools[component], layout, (started) => {
        state.processes[component] = started;
        writeState(name, state);
      });
    }
    await Promise.all(
      together.map((component) => waitUntilReady(component, { identity: state.processes[component], layout, signal })),
    );
  }
}
