/** When objects were first seen in each state. */

import { type ChildProcess, spawn } from "node:child_process";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";

import { type ClusterAccess } from "../../local/control-plane/kubectl";
import { waitUntil } from "../../local/wait";

/** Far more than any run takes, since CI machines are slow at times. */
const TIMEOUT_MS = 600_000;

export interface Watched {
  access: ClusterAccess;
  tools: { kubectl: string };
  namespace: string;
  resource: string;
  selector?: string;
  /** Path of the state, as `{.status.phase}`. */
  state: string;
  /** States that end the watch. @default none */
  failures?: readonly string[];
  /** Ends `until`. */
  signal: AbortSignal;
}

/** Watches objects of one kind; create it before the first of them is there. */
export class Sightings {
  /** Moment of `performance.now()` by state and name. */
  private readonly seen = new Map<string, Map<string, number>>();
  private readonly names = new Map<string, number>();
  private readonly watch: ChildProcess;
  private readonly stopped = new AbortController();
  private readonly signal: AbortSignal;

  constructor({ access, tools, namespace, resource, selector, state, failures = [], signal }: Watched) {
    this.signal = AbortSignal.any([signal, this.stopped.signal]);
    const { kubeconfig, context } = access;
    this.watch = spawn(
      tools.kubectl,
      [
        ...[`--kubeconfig=${kubeconfig}`, `--context=${context}`, "get", resource, "--watch"],
        ...[`--namespace=${namespace}`, ...(selector === undefined ? [] : [`--selector=${selector}`])],
        `--output=jsonpath={.metadata.name} ${state}{"\\n"}`,
      ],
      { stdio: ["ignore", "pipe", "ignore"] },
    );
    createInterface({ input: this.watch.stdout! }).on("line", (line) => {
      const [name = "", seen = ""] = line.split(" ");
      this.note(name, seen);
      if (failures.includes(seen)) this.stop(new Error(`${name} is ${seen}`));
    });
  }

  /** Moments at which each object was first seen, in any state or in one of some, in order. */
  moments(...states: string[]): number[] {
    const found = new Map<string, number>();
    const maps =
      states.length === 0 ? [this.names] : states.map((state) => this.seen.get(state) ?? new Map<string, number>());
    for (const map of maps) {
      for (const [name, moment] of map) found.set(name, Math.min(found.get(name) ?? Infinity, moment));
    }
    return [...found.values()].sort((a, b) => a - b);
  }

  /** @throws Error when there are not as many in time, or when it is stopped before */
  async until(count: number, what: string, ...states: string[]): Promise<number[]> {
    const enough = () => this.moments(...states).length >= count;
    if (await waitUntil(enough, { timeoutMs: TIMEOUT_MS, intervalMs: 50, signal: this.signal }))
      return this.moments(...states);
    throw new Error(`only ${this.moments(...states).length} of ${count} ${what}`);
  }

  /** @param why what `until` then throws */
  stop(why: Error): void {
    this.watch.kill();
    this.stopped.abort(why);
  }

  private note(name: string, state: string): void {
    const now = performance.now();
    if (!this.names.has(name)) this.names.set(name, now);
    const ofState = this.seen.get(state) ?? new Map<string, number>();
    this.seen.set(state, ofState);
    if (!ofState.has(name)) ofState.set(name, now);
  }
}
