/** What a case is, and how what happens in it becomes a measurement. */

import { type Autoscaler } from "../autoscalers/autoscaler";
import { type World } from "../harness/world";
import { now } from "../harness/observer";
import { type Check, type Measurement } from "../report/document";
import { boundTimes, nodeSeconds, nodesUsed, type PodRecord, rounded, timelineOf } from "../report/records";

export interface Case {
  /** As a person names it with `--cases`. */
  id: string;
  title: string;
  /** Autoscalers that it is about. @default all */
  on?: readonly Autoscaler["name"][];
  /** Runs on a cluster without Spark nodes; leaves whatever it likes. @throws Error when something does not come at all */
  run(world: World, measure: Measure): Promise<void>;
}

/** Looks at what happens during `work` and keeps it under a name. @returns what was measured */
export type Measure = (name: string, work: (checks: Checks) => Promise<void>, options?: Scope) => Promise<Measurement>;

export interface Scope {
  /** Pods whose times count. @default drivers and executors that were asked for during the work */
  pods?: (pod: PodRecord) => boolean;
}

/** Collects what was looked at. */
export interface Checks {
  /** Must hold on the slowest machine. */
  correct(what: string, goal: string, measured: string | number, passed: boolean): void;
  /** Holds on an idle machine. */
  time(what: string, goal: string, measured: string | number, passed: boolean): void;
}

export function measureInto(measurements: Measurement[], { id, title }: Case, world: World): Measure {
  return async (name, work, { pods: counts = isSpark } = {}) => {
    const from = now();
    const checks: Check[] = [];
    const add = (kind: Check["kind"]) => (what: string, goal: string, measured: string | number, passed: boolean) =>
      void checks.push({ what, goal, measured: String(measured), passed, kind });
    await work({ correct: add("correctness"), time: add("time") });
    const to = now();
    const { podRecords, nodeRecords } = world.observer;
    // Also those that waited when it began.
    const waited = ({ created, bound = Infinity, gone = Infinity }: PodRecord) =>
      created >= from || (bound >= from && gone >= from);
    const pods = podRecords.filter((pod) => waited(pod) && counts(pod));
    const times = boundTimes(pods);
    const measurement = {
      id,
      title,
      name,
      seconds: rounded(to - from),
      pods: {
        count: pods.length,
        p50Seconds: times ? rounded(times.p50Seconds) : null,
        p95Seconds: times ? rounded(times.p95Seconds) : null,
      },
      nodes: nodesUsed(nodeRecords, from, to),
      nodeSeconds: rounded(nodeSeconds(nodeRecords, from, to)),
      timeline: timelineOf(pods, nodeRecords, from, to),
      checks,
    };
    measurements.push(measurement);
    return measurement;
  };
}

function isSpark({ kind }: PodRecord): boolean {
  return kind === "driver" || kind === "executor";
}
