/** What structure alone can't tell about the pools of an existing cluster: names, quantities, who may run where. */

import type { IssueList } from "../../plan/issue";
import { isDns1123Label, labelKeyProblem, labelValueProblem } from "../../plan/names";
import type { ExistingClusterPlanArgs, ExistingPoolArgs } from "./args";
import { offeredMiB, offeredMillis, requestedMiB, requestedMillis } from "./quantity";

const ARCHITECTURE_LABEL = "kubernetes.io/arch";

/** Adds every issue of the pools and of what the DaemonSets leave on them. */
export function checkPools({ nodes, daemonSets = [] }: ExistingClusterPlanArgs, issues: IssueList): void {
  daemonSets.forEach(({ cpu, memory }, index) => {
    checkQuantity(`daemonSets[${index}].cpu`, cpu, requestedMillis, "a CPU quantity such as 50m", 0, issues);
    checkQuantity(`daemonSets[${index}].memory`, memory, requestedMiB, "a memory quantity such as 128Mi", 0, issues);
  });
  nodes.forEach((pool, index) => {
    const path = `nodes[${index}]`;
    checkName(pool, index, nodes, path, issues);
    checkRuns(pool, path, issues);
    checkLabels(pool, index, nodes, path, issues);
    checkNodes(pool, path, issues);
    checkAllocatable(pool, path, issues);
  });
  checkRoles(nodes, issues);
}

function checkName(
  { name }: ExistingPoolArgs,
  index: number,
  nodes: ExistingPoolArgs[],
  path: string,
  issues: IssueList,
): void {
  if (!isDns1123Label(name)) {
    issues.add({
      path: `${path}.name`,
      value: name,
      problem: "is not a DNS-1123 label",
      allowed: "at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends",
      change: "Rename the pool; only the plan uses the name.",
    });
  }
  const first = nodes.findIndex((other) => other.name === name);
  if (first < index) {
    issues.add({
      path: `${path}.name`,
      value: name,
      problem: `is already the name of nodes[${first}]`,
      allowed: "a name that no other pool has",
      change: "Rename one of the two.",
    });
  }
}

function checkRuns({ role, capacity, runs }: ExistingPoolArgs, path: string, issues: IssueList): void {
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

function checkLabels(
  { labels, architecture }: ExistingPoolArgs,
  index: number,
  nodes: ExistingPoolArgs[],
  path: string,
  issues: IssueList,
): void {
  const given = Object.entries(labels);
  if (given.length === 0) {
    issues.add({
      path: `${path}.labels`,
      value: labels,
      problem: "tells the pool's nodes from no others",
      allowed: "at least one label that only this pool's nodes carry",
      change: "Run `kubectl get nodes --show-labels` and take the pool's own label, or put one on its nodes.",
    });
    return;
  }
  for (const [key, value] of given) {
    const problem = labelKeyProblem(key) ?? labelValueProblem(value);
    if (problem === undefined) continue;
    issues.add({
      path: `${path}.labels.${key}`,
      value,
      problem: `is on no node: ${labelKeyProblem(key) ? "the key" : "the value"} ${problem}`,
      allowed: "a label that a node can carry",
      change: "Copy the label from `kubectl get nodes --show-labels`.",
    });
  }
  const arch = labels[ARCHITECTURE_LABEL];
  if (arch !== undefined && (architecture ?? arch) !== arch) {
    issues.add({
      path: `${path}.architecture`,
      value: architecture,
      problem: `contradicts the label ${ARCHITECTURE_LABEL}=${arch}`,
      allowed: JSON.stringify(arch),
      change: "Leave architecture out, or correct the label.",
    });
  }
  nodes.forEach((other, at) => {
    const contained = given.every(([key, value]) => other.labels[key] === value);
    // Two pools with equal labels are one mistake, not two.
    const equal = contained && Object.keys(other.labels).length === given.length;
    if (at === index || !contained || (equal && at > index)) return;
    issues.add({
      path: `${path}.labels`,
      value: labels,
      problem: `matches the nodes of ${JSON.stringify(other.name)} (nodes[${at}]) as well`,
      allowed: "labels that only this pool's nodes carry",
      change: "Add a label that tells the two pools apart.",
    });
  });
}

function checkNodes({ minNodes = 0, maxNodes }: ExistingPoolArgs, path: string, issues: IssueList): void {
  if (minNodes <= maxNodes) return;
  issues.add({
    path: `${path}.minNodes`,
    value: minNodes,
    problem: `is more than maxNodes, ${maxNodes}`,
    allowed: `a whole number from 0 to ${maxNodes}`,
    change: "Lower minNodes or raise maxNodes.",
  });
}

function checkAllocatable({ allocatable }: ExistingPoolArgs, path: string, issues: IssueList): void {
  const { cpu, memory, pods, ephemeralStorage } = allocatable;
  const at = `${path}.allocatable`;
  checkQuantity(`${at}.cpu`, cpu, offeredMillis, "a CPU quantity above 0, such as 15890m", 1, issues);
  checkQuantity(`${at}.memory`, memory, offeredMiB, "a memory quantity of 1Mi or more, such as 57691Mi", 1, issues);
  if (ephemeralStorage !== undefined) {
    const allowed = "a storage quantity of 1Mi or more, such as 90Gi";
    checkQuantity(`${at}.ephemeralStorage`, ephemeralStorage, offeredMiB, allowed, 1, issues);
  }
  if (pods !== undefined && !(Number.isInteger(Number(pods)) && Number(pods) >= 1)) {
    issues.add({
      path: `${at}.pods`,
      value: pods,
      problem: "is not a number of pods",
      allowed: "a whole number of 1 or more",
      change: "Take the number that `kubectl get node` reports, or leave it out.",
    });
  }
}

function checkQuantity(
  path: string,
  value: string | number,
  parse: (value: string | number) => number | undefined,
  allowed: string,
  least: number,
  issues: IssueList,
): void {
  const parsed = parse(value);
  if (parsed !== undefined && parsed >= least) return;
  issues.add({
    path,
    value,
    problem: parsed === undefined ? "is not a Kubernetes quantity" : "is too little to run a pod",
    allowed,
    change: "Copy the value that kubectl reports.",
  });
}

function checkRoles(nodes: ExistingPoolArgs[], issues: IssueList): void {
  if (!nodes.some(({ role }) => role === "system")) {
    issues.add({
      path: "nodes",
      value: nodes.map(({ name }) => name),
      problem: "has no pool of role system for the operator and the history server",
      allowed: 'at least one on-demand pool with role "system"',
      change: 'Give one pool the role "system"; where there is only one, label some of its nodes and split it in two.',
    });
  }
  const runsDrivers = ({ role, capacity, runs }: ExistingPoolArgs) =>
    role !== "system" && capacity !== "spot" && (runs ?? ["driver"]).includes("driver");
  if (!nodes.some(runsDrivers)) {
    issues.add({
      path: "nodes",
      value: nodes.map(({ name }) => name),
      problem: "has no on-demand pool that runs drivers",
      allowed: 'at least one pool with role "spark" and capacity "on-demand" whose runs has "driver"',
      change: "Add an on-demand pool for drivers: a driver that is lost with a spot node takes its application along.",
    });
  }
  const runsExecutors = ({ role, runs }: ExistingPoolArgs) =>
    role !== "system" && (runs ?? ["executor"]).includes("executor");
  if (nodes.some(runsDrivers) && !nodes.some(runsExecutors)) {
    issues.add({
      path: "nodes",
      value: nodes.map(({ name }) => name),
      problem: "has no pool that runs executors",
      allowed: 'at least one pool with role "spark" whose runs has "executor"',
      change: 'Add "executor" to the runs of a pool.',
    });
  }
}
