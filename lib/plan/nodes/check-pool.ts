/** What can be wrong with one Spark pool although its structure is right: names, ranges, roles, labels and taints. */

import type { IssueList } from "../issue";
import { isDns1123Label, labelKeyProblem, labelValueProblem, reservedLabelPrefix } from "../names";
import { joinPath, type Sound } from "../structure";
import { mostPods } from "./kubelet";
import type { MachineType } from "./machine";
import type { SparkPoolArgs, Taint } from "./pool";
import type { MachineContext } from "./pool-machines";
import type { ReservationProfile } from "./profiles/profile";

const keyAllowed = 'a name such as "team", or one under a domain of your own such as "example.com/team"';
const valueAllowed = 'at most 63 letters, digits, "-", "_" and ".", starting and ending with a letter or digit';

/** Adds an issue when `name` is no DNS-1123 label of at most `maxLength` characters. */
export function checkPoolName(name: string, maxLength: number, path: string, issues: IssueList): void {
  if (isDns1123Label(name, maxLength)) return;
  issues.add({
    path: joinPath(path, ["name"]),
    value: name,
    problem: "is not a name that nodes and cloud resources can carry",
    allowed: `1 to ${maxLength} lower-case letters, digits and "-", with a letter or digit first and last`,
    change: 'Rename the pool, for example "batch-spot".',
  });
}

/** Adds an issue when the least number of nodes is above the most. */
export function checkNodeRange(
  { minNodes, maxNodes }: Pick<Partial<SparkPoolArgs>, "minNodes" | "maxNodes">,
  path: string,
  issues: IssueList,
): void {
  if (minNodes === undefined || maxNodes === undefined || minNodes <= maxNodes) return;
  issues.add({
    path: joinPath(path, ["minNodes"]),
    value: minNodes,
    problem: `is above maxNodes (${maxNodes})`,
    allowed: `a whole number from 0 to ${maxNodes}`,
    change: "Lower minNodes or raise maxNodes.",
  });
}

/** Adds an issue when a spot pool is to run drivers. */
export function checkRoles({ capacity, runs }: Sound<SparkPoolArgs>, path: string, issues: IssueList): void {
  if (capacity !== "spot" || !runs?.includes("driver")) return;
  issues.add({
    path: joinPath(path, ["runs"]),
    value: runs,
    problem: "lets drivers run on spot nodes, and a lost driver is a lost application",
    allowed: '["executor"] on a spot pool',
    change: 'Leave runs out, or give the pool capacity "on-demand".',
  });
}

/**
 * Adds an issue when such nodes can't be told how many pods to admit, could not run one driver and one executor beside their
 * DaemonSets, or have no addresses for as many pods.
 * @returns whether maxPods is given and right.
 */
export function checkMaxPods(
  maxPods: number | undefined,
  machines: MachineType[],
  { profile, daemonSets }: Pick<MachineContext, "profile" | "daemonSets">,
  path: string,
  issues: IssueList,
): maxPods is number {
  if (maxPods === undefined) return false;
  const { leastPods = 1, mostPods: most = Infinity } = profile;
  const range = {
    least: Math.max(daemonSets.length + 2, leastPods),
    most: Math.min(networkMaxPods(machines) ?? mostPods, mostPods, most),
  };
  const problem = maxPodsProblem(maxPods, range, profile, daemonSets.length);
  if (problem === undefined) return true;
  issues.add({
    path: joinPath(path, ["maxPods"]),
    value: maxPods,
    problem,
    allowed: isSettable(profile) ? `a whole number from ${range.least} to ${range.most}` : "nothing",
    change: isSettable(profile) ? "Leave maxPods out, or choose a number in that range." : "Leave maxPods out.",
  });
  return false;
}

function maxPodsProblem(
  maxPods: number,
  { least, most }: { least: number; most: number },
  profile: ReservationProfile,
  daemonSets: number,
): string | undefined {
  if (!isSettable(profile)) return "can't be set on these nodes: the cloud configures their kubelets itself";
  if (maxPods < daemonSets + 2) return `leaves no room for two Spark pods beside the ${daemonSets} DaemonSets`;
  if (maxPods < least) return "is fewer than these nodes can be told to admit";
  return maxPods > most ? "is more than the network plugin has addresses for on these machines" : undefined;
}

function isSettable({ settings }: ReservationProfile): boolean {
  return settings.includes("maxPods");
}

/** The fewest pods that the network plugin can address on any of the machines; undefined where no limit is known. */
function networkMaxPods(machines: MachineType[]): number | undefined {
  const limits = machines.flatMap((machine) => machine.networkMaxPods ?? []);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/** Adds an issue for each label that is reserved, or that Kubernetes would refuse. */
export function checkLabels(labels: Record<string, string | undefined>, path: string, issues: IssueList): void {
  for (const [key, value] of Object.entries(labels)) {
    const at = joinPath(path, ["labels", key]);
    checkKey(key, "label", at, issues);
    if (value !== undefined) checkValue(value, at, issues);
  }
}

/** Adds an issue for each taint that is reserved, given twice, or that Kubernetes would refuse. */
export function checkTaints(taints: (Sound<Taint> | undefined)[], path: string, issues: IssueList): void {
  taints.forEach(({ key, value, effect } = {}, index) => {
    const at = joinPath(path, ["taints", index]);
    if (key !== undefined) checkKey(key, "taint", joinPath(at, ["key"]), issues);
    if (value !== undefined) checkValue(value, joinPath(at, ["value"]), issues);
    if (key === undefined || effect === undefined) return;
    const first = taints.findIndex((taint) => taint?.key === key && taint.effect === effect);
    if (first === index) return;
    issues.add({
      path: at,
      value: `${key}:${effect}`,
      problem: `has the key and effect of ${joinPath(path, ["taints", first])}`,
      allowed: "one taint for each key and effect",
      change: `Remove ${at}.`,
    });
  });
}

function checkKey(key: string, what: "label" | "taint", path: string, issues: IssueList): void {
  const reserved = reservedLabelPrefix(key);
  const problem = labelKeyProblem(key) ?? (reserved && `lies under ${reserved}/, which is not for users to set`);
  if (problem === undefined) return;
  issues.add({ path, value: key, problem, allowed: keyAllowed, change: `Rename the ${what} key.` });
}

function checkValue(value: string, path: string, issues: IssueList): void {
  const problem = labelValueProblem(value);
  if (problem === undefined) return;
  issues.add({ path, value, problem, allowed: valueAllowed, change: "Change the value." });
}
