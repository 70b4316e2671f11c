/** When executors were lost and when others came, from one look at the pods after the other. */

import type { ClusterNode, Pod } from "../cluster-api/objects";
import type { DrillReport, LostExecutor, Replacement } from "./report";
import { executorIdOf, hasEnded, isExecutor, isRunning } from "./spark-pods";
import { spotLabelOf } from "./spot-nodes";

export class Timeline {
  private readonly gone = new Map<string, number>();
  private readonly came = new Map<string, Replacement>();
  private readonly nodes = new Map<string, DrillReport["newNodes"][number]>();
  private readonly cut = new Set<string>();
  private readonly nodesBefore: ReadonlySet<string>;
  private last: readonly Pod[] = [];
  /** When the node that was taken was no more. */
  nodeGone: number | undefined;

  /**
   * @param before all of the application's pods before the notice
   * @param lost its executors on the node
   * @param taken the node
   */
  constructor(
    private readonly before: readonly Pod[],
    private readonly lost: readonly Pod[],
    private readonly taken: ClusterNode,
    nodesBefore: readonly ClusterNode[],
  ) {
    this.nodesBefore = new Set(nodesBefore.map(({ metadata }) => metadata.uid));
  }

  /**
   * @param seconds since the notice
   * @param pods all of the application
   */
  see(seconds: number, pods: readonly Pod[]): void {
    this.last = pods;
    const alive = new Set(pods.filter((pod) => !hasEnded(pod)).map(uidOf));
    for (const pod of this.lost) {
      if (!alive.has(uidOf(pod)) && !this.gone.has(uidOf(pod))) this.gone.set(uidOf(pod), seconds);
    }
    const known = new Set(this.before.map(uidOf));
    for (const pod of pods.filter((one) => isExecutor(one) && !known.has(uidOf(one)))) {
      const { name } = pod.metadata;
      const { nodeName } = pod.spec;
      const entry = this.came.get(uidOf(pod)) ?? { name };
      if (nodeName !== undefined) {
        entry.node = nodeName;
        entry.boundSeconds ??= seconds;
      }
      if (isRunning(pod)) entry.runningSeconds ??= seconds;
      this.came.set(uidOf(pod), entry);
    }
  }

  seeNodes(seconds: number, nodes: readonly ClusterNode[]): void {
    const { uid: taken } = this.taken.metadata;
    if (!nodes.some(({ metadata }) => metadata.uid === taken)) this.nodeGone ??= seconds;
    for (const node of nodes) {
      const { uid, name } = node.metadata;
      if (this.nodesBefore.has(uid) || this.nodes.has(uid)) continue;
      this.nodes.set(uid, { name, spot: spotLabelOf(node) !== undefined, seconds });
    }
  }

  /** Their notice has passed, and they were still there. */
  cutOff(pods: readonly Pod[]): void {
    for (const pod of pods) this.cut.add(uidOf(pod));
  }

  get running(): number {
    return this.last.filter((pod) => isExecutor(pod) && isRunning(pod)).length;
  }

  /** Whether an executor waits for a node or for its start. */
  get someWait(): boolean {
    return this.last.some((pod) => isExecutor(pod) && !isRunning(pod) && !hasEnded(pod) && !this.isLost(pod));
  }

  report(): Pick<DrillReport, "lost" | "replacements" | "newNodes"> & {
    seconds: Pick<DrillReport["seconds"], "gone" | "bound" | "running">;
  } {
    const newNodes = [...this.nodes.values()];
    const replacements = [...this.came.values()].map((one) => ({
      ...one,
      ...(one.node !== undefined && { onNewNode: newNodes.some(({ name }) => name === one.node) }),
    }));
    const gone = [...this.gone.values()];
    return {
      lost: this.lost.map((pod) => this.lostExecutor(pod)),
      replacements,
      newNodes,
      seconds: {
        ...(gone.length === this.lost.length && { gone: Math.max(...gone) }),
        ...optional("bound", this.nth(replacements.map(({ boundSeconds }) => boundSeconds))),
        ...optional("running", this.nth(replacements.map(({ runningSeconds }) => runningSeconds))),
      },
    };
  }

  private lostExecutor(pod: Pod): LostExecutor {
    const goneSeconds = this.gone.get(uidOf(pod));
    return {
      name: pod.metadata.name,
      ...optional("id", executorIdOf(pod)),
      ...optional("goneSeconds", goneSeconds),
      inTime: goneSeconds !== undefined && !this.cut.has(uidOf(pod)),
    };
  }

  /** When as many had got so far as were lost; undefined while they have not. */
  private nth(times: readonly (number | undefined)[]): number | undefined {
    const known = times.filter((time) => time !== undefined).sort((a, b) => a - b);
    return known[this.lost.length - 1];
  }

  private isLost(pod: Pod): boolean {
    return this.lost.some((one) => uidOf(one) === uidOf(pod));
  }
}

function uidOf({ metadata }: Pod): string {
  return metadata.uid;
}

/** A property that is left out where it has no value, so that JSON and tests see the same. */
function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };
}
