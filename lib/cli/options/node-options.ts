/** Reads the options that describe a node. */

import type { IssueList } from "../../plan/issue";
import { type CatalogueCloud, catalogueClouds, cloudOf, nearestMachines } from "../../plan/nodes/catalogue/catalogue";
import { type Autoscaler, autoscalers } from "../../plan/nodes/node-kind";
import { type NodeArgs, type PlannedNodes, planNodes } from "../../plan/size/plan-nodes";
import type { NodeOptions } from "../commands/node-options";
import { inOptions } from "./rename";
import { readCpu, readCpuOrNone, readMemory, readMemoryOrNone, readOneOf, readRequired, readWhole } from "./read";

/** kubelets admit no more (https://kubernetes.io/docs/setup/best-practices/cluster-large/ says 110, clouds go further). */
const mostPods = 1024;
const mostDiskGiB = 65_536;

/** @returns undefined when an issue was added; its path is the option */
export function readNodes(options: NodeOptions, issues: IssueList): (PlannedNodes & { args: NodeArgs }) | undefined {
  const before = issues.length;
  const args = readArgs(options, issues);
  if (args === undefined) return undefined;
  const planned = inOptions(issues, (found) => planNodes(args, found));
  return planned === undefined || issues.length > before ? undefined : { ...planned, args };
}

function readArgs(options: NodeOptions, issues: IssueList): NodeArgs | undefined {
  const { machine: machines = [] } = options;
  const cloud = readCloud(options, issues);
  const autoscaler = readOneOf<Autoscaler>(options.autoscaler, "--autoscaler", autoscalers, issues);
  const maxPods = readWhole(options.maxPods, "--max-pods", [1, mostPods], issues);
  const diskGiB = readWhole(options.disk, "--disk", [1, mostDiskGiB], issues);
  const daemonSets = {
    cpuMillis: readCpuOrNone(options.daemonsetCpu, "--daemonset-cpu", issues),
    memoryMiB: readMemoryOrNone(options.daemonsetMemory, "--daemonset-memory", issues),
  };
  const measured = {
    cpuMillis: readCpu(options.capacityCpu, "--capacity-cpu", issues),
    memoryMiB: readMemory(options.capacityMemory, "--capacity-memory", issues),
  };
  if (cloud === undefined) return undefined;
  return {
    cloud,
    machines,
    autoscaler,
    os: options.os,
    kubernetesVersion: options.kubernetes,
    hardened: options.hardened,
    maxPods,
    diskGiB,
    ...(daemonSets.cpuMillis !== undefined || daemonSets.memoryMiB !== undefined ? { daemonSets } : {}),
    measured,
  };
}

/** No two clouds share a name of a machine type, so one says which cloud it is. */
function readCloud({ cloud, machine: names = [] }: NodeOptions, issues: IssueList): CatalogueCloud | undefined {
  if (cloud !== undefined) return readOneOf(cloud, "--cloud", catalogueClouds, issues);
  const found = names.map(cloudOf).find((one) => one !== undefined);
  if (found !== undefined || names.length > 0) return found ?? refuseUnknown(names, issues);
  readRequired(undefined, "--cloud", catalogueClouds.join(", "), issues);
  readRequired(undefined, "--machine", "a machine type, such as m7g.4xlarge", issues);
  return undefined;
}

function refuseUnknown(names: readonly string[], issues: IssueList): undefined {
  for (const name of names) {
    const nearest = catalogueClouds.flatMap((cloud) => nearestMachines(cloud, name, 1));
    issues.add({
      path: "--machine",
      value: name,
      problem: "is a machine type of no cloud that is known here",
      allowed: `a known machine type, such as ${nearest.join(", ")}`,
      change: "Correct it, or list what there is with `npx spark-platform machines`.",
    });
  }
  return undefined;
}
