/** The drill: takes a spot node with executors away as its cloud would, and reports what came of it. */

import type { ClusterApi } from "../cluster-api/cluster-api";
import type { Pod } from "../cluster-api/objects";
import { chooseNode, isInDrill, type Target } from "./choose-node";
import { cordon, uncordon } from "./cordon";
import type { Drilling, Surroundings } from "./drilling";
import { recover, type Recovery } from "./recover";
import type { DrillReport } from "./report";
import {
  applicationIdOf,
  isExecutor,
  nameOfApplication,
  runningApplications,
  selectorOf,
  type RunningApplication,
} from "./spark-pods";
import { type Before, readAgain, readBefore } from "./spark-work";
import { type SparkUi, sparkUiOf } from "./spark-ui";
import { endMachineCommand, nodeClaimOf, noticeSecondsOf, spotLabelOf } from "./spot-nodes";
import { takeAway } from "./take-away";
import { Timeline } from "./timeline";
import { type View, viewOf } from "./view";

export interface DrillOptions {
  /** Where to look for running applications; at least one. */
  namespaces: readonly string[];
  /** Name or id of the application. @default any whose executors are on a node that may be taken */
  application?: string;
  /** Seconds between notice and loss. @default what the node's cloud gives */
  noticeSeconds?: number;
  /** Most seconds that the application may take to recover after the loss. */
  recoverySeconds: number;
  /** Takes nodes as well that no label calls spot. */
  anyCapacity: boolean;
  /** Only says what would be taken. */
  dryRun: boolean;
}

/** There is nothing that a drill could take, or it was ended; the cluster is as it was, or `message` says what was done. */
export class NoDrill extends Error {
  constructor(
    message: string,
    /** One a line. */
    readonly details: readonly string[] = [],
  ) {
    super(message);
    this.name = "NoDrill";
  }
}

/** @throws NoDrill where no node can be taken, and where the drill was ended before its end. */
export async function drill(options: DrillOptions, surroundings: Surroundings): Promise<DrillReport> {
  const { api, say } = surroundings;
  const view = await viewOf(api, options.namespaces);
  const target = await targetOf(options, api, view);
  const plan = plannedReport(options, target, view);
  say(
    `Application ${plan.application.name} with ${plan.executors.before} executors; the node is ${plan.node.name} ` +
      `(${plan.node.spotLabel ?? "not known to be spot"}) with ${plan.pods.map(({ name }) => name).join(", ")}.`,
  );
  return options.dryRun ? plan : run(options, target, plan, view, surroundings);
}

async function run(
  { recoverySeconds }: DrillOptions,
  target: Target,
  plan: DrillReport,
  view: View,
  surroundings: Surroundings,
): Promise<DrillReport> {
  const { api, say, signal } = surroundings;
  const { name } = target.node.metadata;
  const ui = sparkUiOf(api, target.application);
  const before = await readBefore(ui);
  let canBeUndone = true;
  const drilling = await prepared(target, plan, view, ui, surroundings, () => void (canBeUndone = false));
  try {
    signal.throwIfAborted();
    say(`Notice: ${name} goes in ${plan.noticeSeconds} s.`);
    await cordon(api, name);
    const loss = await takeAway(drilling);
    const recovery = await recover(drilling, loss + recoverySeconds);
    return await finalReport(drilling, loss, recovery, before);
  } catch (error) {
    if (canBeUndone) await uncordon(api, name);
    const left = canBeUndone
      ? `${name} takes pods again; what was evicted from it does not come back to it by itself.`
      : `${name} is being deleted, which can't be undone.`;
    const why = signal.aborted
      ? `the drill was ended ${Math.round(drilling.elapsed())} s after the notice`
      : `the drill failed: ${(error as Error).message}`;
    throw new NoDrill(`${why}. ${left}`);
  }
}

async function prepared(
  target: Target,
  plan: DrillReport,
  view: View,
  ui: SparkUi,
  surroundings: Surroundings,
  beyondUndoing: () => void,
): Promise<Drilling> {
  const { api, clock } = surroundings;
  const { application, node } = target;
  const timeline = new Timeline(await podsOf(api, application), target.executors, node, await api.nodes());
  const start = clock.seconds();
  // The cluster is looked at once a second, so more digits would say nothing.
  const elapsed = () => Math.round((clock.seconds() - start) * 10) / 10;
  return {
    ...surroundings,
    target,
    plan,
    view,
    ui,
    timeline,
    elapsed,
    async see() {
      const pods = await podsOf(api, application);
      timeline.see(elapsed(), pods);
      return pods;
    },
    beyondUndoing,
  };
}

async function finalReport(
  { plan, timeline, ui }: Drilling,
  loss: number,
  { outcome, recovered, notes }: Recovery,
  before: Before,
): Promise<DrillReport> {
  const { lost, replacements, newNodes, seconds } = timeline.report();
  const ids = lost.flatMap(({ id }) => id ?? []);
  return {
    ...plan,
    outcome,
    node: { ...plan.node, ...withoutUndefined({ goneSeconds: timeline.nodeGone }) },
    executors: { ...plan.executors, after: timeline.running },
    lost,
    replacements,
    newNodes,
    seconds: { loss, ...seconds, ...withoutUndefined({ recovered }) },
    recomputed: await readAgain(ui, before, ids),
    notes: [...plan.notes, ...notes],
  };
}

/** @throws NoDrill with the reason for every node that was looked at. */
async function targetOf(options: DrillOptions, api: ClusterApi, view: View): Promise<Target> {
  const pods = (await Promise.all(options.namespaces.map((namespace) => api.pods({ namespace })))).flat();
  const applications = applicationsIn(pods, options);
  const nodes = new Map((await api.nodes()).map((node) => [node.metadata.name, node]));
  const inDrill = [...nodes.values()].find(isInDrill);
  if (inDrill !== undefined) {
    const { name } = inDrill.metadata;
    throw new NoDrill(`${name} is in a drill already, or was left behind by one that was killed`, [
      `to let it go: kubectl uncordon ${name} && kubectl taint node ${name} spark-platform/drill-`,
    ]);
  }
  const names = new Set(applications.flatMap(({ executors }) => executors.flatMap(({ spec }) => spec.nodeName ?? [])));
  const podsOn = new Map(await Promise.all([...names].map(async (name) => [name, await view.podsOn(name)] as const)));
  const { target, refused } = chooseNode(applications, nodes, podsOn, options.anyCapacity);
  if (target !== undefined) return target;
  throw new NoDrill(
    names.size === 0 ? "no application has an executor that runs" : "no node may be taken",
    refused.map(({ node, reason }) => `${node} ${reason}`),
  );
}

/** @throws NoDrill */
function applicationsIn(pods: readonly Pod[], { namespaces, application }: DrillOptions): RunningApplication[] {
  const running = runningApplications(pods);
  const found = running.filter(
    ({ name, id }) => application === undefined || application === name || application === id,
  );
  if (found.length > 0) return found;
  const names = running.map(({ name }) => name).join(", ") || "none";
  throw new NoDrill(
    application === undefined
      ? `no application runs in ${namespaces.join(", ")}`
      : `no application ${application} runs in ${namespaces.join(", ")}; there is ${names}`,
  );
}

function plannedReport({ noticeSeconds }: DrillOptions, { application, node, pods }: Target, view: View): DrillReport {
  const { labels = {} } = node.metadata;
  const nodeClaim = nodeClaimOf(node);
  const endCommand = endMachineCommand(node);
  const known = {
    spotLabel: spotLabelOf(node),
    machineType: labels["node.kubernetes.io/instance-type"],
    zone: labels["topology.kubernetes.io/zone"],
    nodeClaim,
  };
  return {
    outcome: "planned",
    application: {
      name: application.name,
      id: application.id,
      namespace: application.namespace,
      driver: application.driver.metadata.name,
    },
    node: { name: node.metadata.name, ...withoutUndefined(known) },
    noticeSeconds: noticeSeconds ?? noticeSecondsOf(node),
    pods: pods.map((pod) => ({
      namespace: pod.metadata.namespace,
      name: pod.metadata.name,
      role: isExecutor(pod) ? "executor" : "other",
      ...withoutUndefined({ application: applicationIdOf(pod) === undefined ? undefined : nameOfApplication(pod) }),
    })),
    executors: { before: application.executors.length, after: application.executors.length },
    lost: [],
    replacements: [],
    seconds: {},
    newNodes: [],
    recomputed: { unknown: "the drill has not run" },
    notes: view.all
      ? []
      : ["Pods of other namespaces can't be seen with these rights; those on the node are lost with it."],
    ...(nodeClaim === undefined && endCommand !== undefined && { endMachineCommand: endCommand }),
  };
}

function podsOf(api: ClusterApi, { namespace, id }: RunningApplication): Promise<Pod[]> {
  return api.pods({ namespace, labels: selectorOf(id) });
}

function withoutUndefined<T extends object>(object: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;
}
