/** Checks the arguments of Celeborn, and that its workers fit the pool that they are to run on. */

import { z } from "zod";

import type { ClusterPlan } from "../../plan/cluster";
import { type Issue, IssueList, quoted } from "../../plan/issue";
import { isDns1123Label } from "../../plan/names";
import type { NodePoolPlan, PoolMachine } from "../../plan/nodes/pool";
import { type Sound, soundPart, strictObject, wholeNumber } from "../../plan/structure";
import type { CelebornWorkers } from "./args";
import { workerResources } from "./pods";

/** More than any cluster has; a number that large is a slip. */
const MOST_WORKERS = 5000;

/** Of a pod's name with `-worker-` and a number. */
const LONGEST_NAME = 40;

const schema = strictObject({
  namespace: z.string("the name of a namespace, as plain text"),
  workers: strictObject({
    replicas: wholeNumber(1, MOST_WORKERS),
    pool: strictObject({
      cluster: z.custom<ClusterPlan>(isClusterPlan, "the plan of a cluster: cluster.plan"),
      name: z.string("the name of a Spark pool"),
    }).optional(),
    scheduling: z.unknown().optional(),
    cpuMillis: wholeNumber(100, 1_000_000).optional(),
    heapMiB: wholeNumber(256, 1_000_000).optional(),
    offHeapMiB: wholeNumber(256, 10_000_000).optional(),
    // Celeborn itself keeps 5 GiB of each disk free (celeborn.worker.storage.disk.reserve.size).
    diskGiB: wholeNumber(10, 65_536).optional(),
    storageClass: z.string("the name of a storage class").optional(),
  }),
  masters: strictObject({
    replicas: z.union([z.literal(1), z.literal(3)], "1 or 3").optional(),
    scheduling: z.unknown().optional(),
    cpuMillis: wholeNumber(100, 1_000_000).optional(),
    heapMiB: wholeNumber(256, 1_000_000).optional(),
  }).optional(),
  clientNamespaces: z.array(z.string("the name of a namespace"), "a list of names of namespaces").optional(),
  image: z.unknown().optional(),
  imageMirrors: z.unknown().optional(),
  configuration: z.record(z.string(), z.string("text"), "an object of Celeborn's keys and values").optional(),
});

function isClusterPlan(value: unknown): boolean {
  return typeof value === "object" && value !== null && "sparkPools" in value;
}

/** @throws InvalidArguments with every issue. */
export function checkCeleborn(name: string, args: unknown): void {
  const issues = new IssueList();
  const { sound = {}, isWhole } = soundPart<{ namespace: string; workers: CelebornWorkers }>(schema, args, "", issues);
  if (!isDns1123Label(name, LONGEST_NAME)) issues.add(badName("name", name, LONGEST_NAME));
  const { namespace, workers } = sound;
  if (namespace !== undefined && !isDns1123Label(namespace)) issues.add(badName("namespace", namespace, 63));
  if (workers?.pool !== undefined && isWhole("workers")) checkPool(workers as CelebornWorkers, issues);
  issues.raise(`Celeborn ${JSON.stringify(name)}`);
}

function badName(path: string, value: string, longest: number): Issue {
  return {
    path,
    value,
    problem: "is no name that the masters' addresses can be made of",
    allowed: `lower-case letters, digits and "-", at most ${longest} characters`,
    change: "Shorten or respell it.",
  };
}

function checkPool(workers: CelebornWorkers, issues: IssueList): void {
  const { pool: { cluster, name } = { cluster: { sparkPools: [] }, name: "" }, replicas } = workers;
  const pool = cluster.sparkPools.find((one) => one.name === name);
  if (pool === undefined) {
    issues.add({
      path: "workers.pool.name",
      value: name,
      problem: "is no Spark pool of the cluster",
      allowed: quoted(cluster.sparkPools.map((one) => one.name)),
      change: "Name one of the cluster's Spark pools.",
    });
    return;
  }
  if (pool.capacity === "spot") issues.add(onSpot(pool));
  if (pool.maxNodes < replicas) issues.add(tooFewNodes(pool, replicas));
  for (const one of pool.machines) {
    const missing = missingOn(one, workers);
    if (missing !== undefined) issues.add(doesNotFit(pool, one, missing));
  }
}

function onSpot({ name }: NodePoolPlan): Issue {
  return {
    path: "workers.pool.name",
    value: name,
    problem: "is a spot pool, and shuffle files on it are lost with every node",
    allowed: "an on-demand pool",
    change: "Let executors run on spot, and workers on an on-demand pool.",
  };
}

function tooFewNodes({ name, maxNodes }: NodePoolPlan, replicas: number): Issue {
  return {
    path: "workers.replicas",
    value: replicas,
    problem: `needs a node for each, and pool "${name}" has at most ${maxNodes}`,
    allowed: `at most ${maxNodes}`,
    change: "Raise maxNodes of the pool, or ask for fewer workers.",
  };
}

/** What of a worker the machine has not got, as a phrase. */
function missingOn({ available }: PoolMachine, workers: Sound<CelebornWorkers>): string | undefined {
  const { cpuMillis, memoryMiB, ephemeralStorageMiB } = workerResources(workers as CelebornWorkers);
  if (cpuMillis > available.cpuMillis) return `${cpuMillis}m of CPU, and ${available.cpuMillis}m are left for pods`;
  if (memoryMiB > available.memoryMiB) {
    return `${memoryMiB} MiB of memory, and ${available.memoryMiB} MiB are left for pods`;
  }
  if (ephemeralStorageMiB > available.ephemeralStorageMiB) {
    return `${ephemeralStorageMiB} MiB of the node's disk, and ${available.ephemeralStorageMiB} MiB are left for pods`;
  }
  return undefined;
}

function doesNotFit({ name }: NodePoolPlan, { machine }: PoolMachine, missing: string): Issue {
  return {
    path: "workers.pool.name",
    value: name,
    problem: `has ${machine.name}, which a worker does not fit: it asks for ${missing}`,
    allowed: "a pool on each of whose machines a worker fits",
    change: "Ask for less in workers, or use larger machines for the pool.",
  };
}
