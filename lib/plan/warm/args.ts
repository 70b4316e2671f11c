/** What a user says about the room that is kept free, and the plan of it. */

import type { SparkRole } from "../nodes/pool";

/** Days as `hours` names them, in the order of cron's numbers. */
export const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
export type Weekday = (typeof weekdays)[number];

/** When room is kept free; at other times it is given back. */
export interface WarmHours {
  /** Time of day from which on it is kept, for example `08:00`. */
  from: string;
  /** Time of day at which it is given back, later than `from`; `24:00` is the end of the day. */
  to: string;
  /** @default ["Mon", "Tue", "Wed", "Thu", "Fri"] */
  days?: Weekday[];
  /** Name in the time zone database, for example `Europe/Berlin` or `Etc/UTC`. */
  timeZone: string;
  /**
   * What switches: `cron-jobs` run kubectl at every hour; `keda` is a ScaledObject of the KEDA that the cluster has, for pause pods
   * only. @default "cron-jobs"
   */
  by?: "cron-jobs" | "keda";
}

/** Room that is kept free, counted in the pods that it is for. */
export interface WarmArgs {
  /** Executors' worth of room that is kept free. @default 0 */
  executors?: number;
  /** Drivers' worth of room that is kept free. @default 0 */
  drivers?: number;
  /** The Spark pool that it is kept on. @default the one that executors, or drivers, prefer */
  pool?: string;
  /** Name of one of `executorSizes`. @default the usual executors */
  executorSize?: string;
  /**
   * Who pays, one of the teams of `namespaces`: a label on pause pods, by which cost tools split the bill. The room itself is
   * everybody's: the first pod that needs it takes it, whichever team's it is. @default nobody
   */
  team?: string;
  /** @default at all hours */
  hours?: WarmHours;
}

/** When room is kept free, with what follows from it. */
export interface WarmHoursPlan {
  from: string;
  to: string;
  days: Weekday[];
  timeZone: string;
  by: "cron-jobs" | "keda";
  /** Of a month of 730 hours. */
  hoursPerMonth: number;
  /** Cron expressions in `timeZone`, that of the CronJobs: each run sets the count, so a missed one is made good within the hour. */
  cron: { on: string; off: string[] };
  /** Cron expressions of the beginning and the end, which KEDA takes. */
  span: { start: string; end: string };
}

/** Room for pods of one shape that is kept free on one pool. */
export interface WarmPlan {
  /** Tells its objects from the others': `<platform>-warm-<name>`. */
  name: string;
  /** Path of the argument that asks for it, for example `warm[1].executors`. */
  argument: string;
  role: SparkRole;
  /** Name of the executor size; absent for drivers, and for executors of the usual size. */
  size?: string;
  /** As many pods' room. */
  replicas: number;
  pool: string;
  /** Nodes that are kept up for it. */
  nodes: number;
  team?: string;
  /** Absent where the room is kept at all hours. */
  hours?: WarmHoursPlan;
  /** What keeps it: pods that do nothing and give way, or objects by which the autoscaler keeps the room itself. */
  by: "capacity-buffers" | "pause-pods";
}
