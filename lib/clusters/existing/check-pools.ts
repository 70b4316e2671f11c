/** What structure alone can't tell about the pools of an existing cluster: names, quantities, who may run where. */

import type { IssueList } from "../../plan/issue";
import { isDns1123Label, labelKeyProblem, labelValueProblem } from "../../plan/names";
import { joinPath, type Sound, type Structure } from "../../plan/structure";
import type { ExistingClusterPlanArgs, ExistingPoolArgs } from "./args";
import { offeredMiB, offeredMillis, requestedMiB, requestedMillis } from "./quantity";

const ARCHITECTURE_LABEL = "kubernetes.io/arch";

/** More than any machine has or any kubelet takes; numbers that large are slips of the unit. */
const ABSURD = { cpuMillis: 100_000_000, memoryMiB: 64 * 1024 * 1024, storageMiB: 1024 * 1024 * 1024, pods: 10_000 };

/** What is right of a pool, with its path. */
interface GivenPool {
  path: string;
  pool: Sound<ExistingPoolArgs>;
  isWhole: (field: keyof ExistingPoolArgs) => boolean;
}

/** Adds every issue of the pools and of the DaemonSets on them, as far as their structure is right. */
export function checkPools({ sound, isWhole }: Structure<ExistingClusterPlanArgs>, issues: IssueList): void {
  sound?.daemonSets?.forEach(({ cpu, memory } = {}, index) => {
    const path = `daemonSets[${index}]`;
    checkQuantity(`${path}.cpu`, cpu, requestedMillis, 'a CPU quantity such as "50m"', 0, ABSURD.cpuMillis, issues);
    const memoryPhrase = 'a memory quantity such as "128Mi"';
    checkQuantity(`${path}.memory`, memory, requestedMiB, memoryPhrase, 0, ABSURD.memoryMiB, issues);
  });
  const nodes = (sound?.nodes ?? []).map((pool = {}, index): GivenPool => {
    const path = `nodes[${index}]`;
    return { path, pool, isWhole: (field) => isWhole(`${path}.${field}`) };
  });
  nodes.forEach(({ pool, path }, index) => {
    checkName(pool, path, nodes.slice(0, index), issues);
    checkRuns(pool, path, issues);
    checkLabels(pool, path, issues);
    checkDistinct(index, nodes, issues);
    checkTaints(pool, path, issues);
    checkNodes(pool, path, issues);
    checkAllocatable(pool, path, issues);
  });
  if (sound?.nodes !== undefined) checkRoles(nodes, issues);
}

function checkName({ name }: Sound<ExistingPoolArgs>, path: string, before: GivenPool[], issues: IssueList): void {
  if (name === undefined) return;
  if (!isDns1123Label(name)) {
    issues.add({
      path: `${path}.name`,
      value: name,
      problem: "is not a DNS-1123 label",
      allowed: "at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends",
      change: "Rename the pool; only the plan uses the name.",
    });
  }
  const first = before.find(({ pool }) => pool.name === name);
  if (first === undefined) return;
  issues.add({
    path: `${path}.name`,
    value: name,
    problem: `is already the name of ${first.path}`,
    allowed: "a name that no other pool has",
    change: "Rename one of the two.",
  });
}

function checkRuns({ role, capacity, runs }: Sound<ExistingPoolArgs>, path: string, issues: IssueList): void {
  if (role === "system" && capacity === "spot") {
    issues.add({
      path: `${path}.capacity`,
      value: capacity,
      problem: "would let the operator and the history server be lost at short notice",
      allowed: '"on-demand" for a pool of role "system"',
      change: "Give the role system to an on-demand pool.",
    });
  }
  if (role === "system" && runs !== undefined) {
    issues.add({
      path: `${path}.runs`,
      value: runs,
      problem: "has no meaning on a system pool, which runs no Spark pods",
      allowed: "nothing on a system pool",
      change: 'Leave runs out, or give the pool the role "spark".',
    });
  }
  if (role !== "system" && runs?.length === 0) {
    issues.add({
      path: `${path}.runs`,
      value: runs,
      problem: "leaves the pool without a purpose",
      allowed: '"driver", "executor" or both',
      change: "Say what runs on the pool, or leave the pool out.",
    });
  }
  if (role !== "system" && capacity === "spot" && runs?.includes("driver")) {
    issues.add({
      path: `${path}.runs`,
      value: runs,
      problem: "would put drivers on spot nodes, and a lost driver is a lost application",
      allowed: '["executor"] on a spot pool',
      change: "Run drivers on an on-demand pool.",
    });
  }
}

function checkLabels({ labels, architecture }: Sound<ExistingPoolArgs>, path: string, issues: IssueList): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    const keyProblem = labelKeyProblem(key);
    const problem = keyProblem ?? (value === undefined ? undefined : labelValueProblem(value));
    if (problem === undefined) continue;
    issues.add({
      path: joinPath(path, ["labels", key]),
      value,
      problem: `is on no node: ${keyProblem ? "the key" : "the value"} ${problem}`,
      allowed: "a label that a node can carry",
      change: "Copy the label from `kubectl get nodes --show-labels`.",
    });
  }
  const arch = labels?.[ARCHITECTURE_LABEL];
  if (arch === undefined || (architecture ?? arch) === arch) return;
  issues.add({
    path: `${path}.architecture`,
    value: architecture,
    problem: `contradicts the label ${ARCHITECTURE_LABEL}=${arch}`,
    allowed: JSON.stringify(arch),
    change: "Leave architecture out, or correct the label.",
  });
}

/** Adds an issue when the labels of a pool do not tell its nodes from those of each other pool. */
function checkDistinct(index: number, nodes: GivenPool[], issues: IssueList): void {
  const labelsOf = (given: GivenPool | undefined) => (given?.isWhole("labels") ? given.pool.labels : undefined);
  const labels = labelsOf(nodes[index]);
  if (labels === undefined) return;
  const path = `nodes[${index}].labels`;
  const given = Object.entries(labels);
  if (given.length === 0) {
    issues.add({
      path,
      value: labels,
      problem: "tells the pool's nodes from no others",
      allowed: "at least one label that only this pool's nodes carry",
      change: "Run `kubectl get nodes --show-labels` and take the pool's own label, or put one on its nodes.",
    });
    return;
  }
  nodes.forEach((other, at) => {
    const others = labelsOf(other);
    const contained = others !== undefined && given.every(([key, value]) => others[key] === value);
    // Two pools with equal labels are one mistake, not two.
    const equal = contained && Object.keys(others).length === given.length;
    if (at === index || !contained || (equal && at > index)) return;
    issues.add({
      path,
      value: labels,
      problem: `matches the nodes of ${JSON.stringify(other.pool.name)} (${other.path}) as well`,
      allowed: "labels that only this pool's nodes carry",
      change: "Add a label that tells the two pools apart.",
    });
  });
}

/** Pods tolerate the taints as they are given, and Kubernetes refuses a pod whose toleration is malformed. */
function checkTaints({ taints }: Sound<ExistingPoolArgs>, path: string, issues: IssueList): void {
  taints?.forEach(({ key, value } = {}, index) => {
    const at = joinPath(path, ["taints", index]);
    const add = (field: "key" | "value", given: string, problem: string | undefined) => {
      if (problem === undefined) return;
      issues.add({
        path: `${at}.${field}`,
        value: given,
        problem: `is on no node: it ${problem}`,
        allowed: "a taint that a node can carry",
        change: "Copy the taint from `kubectl describe nodes`.",
      });
    };
    if (key !== undefined) add("key", key, labelKeyProblem(key));
    if (value !== undefined) add("value", value, labelValueProblem(value));
  });
}

function checkNodes({ minNodes, maxNodes }: Sound<ExistingPoolArgs>, path: string, issues: IssueList): void {
  if (minNodes === undefined || maxNodes === undefined || minNodes <= maxNodes) return;
  issues.add({
    path: `${path}.minNodes`,
    value: minNodes,
    problem: `is more than maxNodes, ${maxNodes}`,
    allowed: `a whole number from 0 to ${maxNodes}`,
    change: "Lower minNodes or raise maxNodes.",
  });
}

function checkAllocatable({ allocatable = {} }: Sound<ExistingPoolArgs>, path: string, issues: IssueList): void {
  const { cpu, memory, pods, ephemeralStorage } = allocatable;
  const at = `${path}.allocatable`;
  const phrases = {
    cpu: 'a CPU quantity above 0, such as "15890m"',
    memory: 'a memory quantity of 1Mi or more, such as "57691Mi"',
    storage: 'a storage quantity of 1Mi or more, such as "90Gi"',
  };
  checkQuantity(`${at}.cpu`, cpu, offeredMillis, phrases.cpu, 1, ABSURD.cpuMillis, issues);
  checkQuantity(`${at}.memory`, memory, offeredMiB, phrases.memory, 1, ABSURD.memoryMiB, issues);
  const storagePath = `${at}.ephemeralStorage`;
  checkQuantity(storagePath, ephemeralStorage, offeredMiB, phrases.storage, 1, ABSURD.storageMiB, issues);
  const count = Number(pods ?? 1);
  if (Number.isInteger(count) && count >= 1 && count <= ABSURD.pods) return;
  issues.add({
    path: `${at}.pods`,
    value: pods,
    problem: "is not a number of pods",
    allowed: `a whole number from 1 to ${ABSURD.pods}`,
    change: "Take the number that `kubectl get node` reports, or leave it out.",
  });
}

function checkQuantity(
  path: string,
  value: string | number | undefined,
  parse: (value: string | number) => number | undefined,
  allowed: string,
  least: number,
  absurd: number,
  issues: IssueList,
): void {
  const parsed = value === undefined ? least : parse(value);
  if (parsed !== undefined && parsed >= least && parsed < absurd) return;
  const range = parsed !== undefined && parsed < least ? "is too little to run a pod" : "is more than any machine has";
  issues.add({
    path,
    value,
    problem: parsed === undefined ? "is not a Kubernetes quantity" : range,
    allowed,
    change: "Copy the value that kubectl reports.",
  });
}

/** Looks only where the role of every pool is known, so as not to complain twice about one mistake. */
function checkRoles(nodes: GivenPool[], issues: IssueList): void {
  if (nodes.some(({ isWhole }) => !isWhole("role") || !isWhole("capacity") || !isWhole("runs"))) return;
  const pools = nodes.map(({ pool }) => pool);
  const value = pools.map(({ name = "?", role = "spark", capacity = "on-demand" }) => `${name} (${role}, ${capacity})`);
  if (!pools.some(({ role }) => role === "system")) {
    issues.add({
      path: "nodes",
      value,
      problem: "has no pool of role system for the operator and the history server",
      allowed: 'at least one on-demand pool with role "system"',
      change: 'Give one pool the role "system"; where there is only one, label some of its nodes and split it in two.',
    });
  }
  const runsDrivers = ({ role, capacity, runs }: Sound<ExistingPoolArgs>) =>
    role !== "system" && capacity !== "spot" && (runs ?? ["driver"]).includes("driver");
  if (!pools.some(runsDrivers)) {
    issues.add({
      path: "nodes",
      value,
      problem: "has no on-demand pool that runs drivers",
      allowed: 'at least one pool with role "spark" and capacity "on-demand" whose runs has "driver"',
      change: "Add an on-demand pool for drivers: a driver that is lost with a spot node takes its application along.",
    });
  }
  const runsExecutors = ({ role, runs }: Sound<ExistingPoolArgs>) =>
    role !== "system" && (runs ?? ["executor"]).includes("executor");
  if (pools.some(runsDrivers) && !pools.some(runsExecutors)) {
    issues.add({
      path: "nodes",
      value,
      problem: "has no pool that runs executors",
      allowed: 'at least one pool with role "spark" whose runs has "executor"',
      change: 'Add "executor" to the runs of a pool.',
    });
  }
}
