/** Checks what is said of a control plane that is already there, and fills in what follows from it. Pure. */

import type { IssueList } from "../../../plan/issue";
import type { Sound } from "../../../plan/structure";
import { checkSameRegion, checkSameVersion, refuseWithControlPlane } from "../../common/existing";
import { addressesIn, soundBlock } from "../../common/cidr";
import type { GkeClusterArgs } from "../args";
import type { ExistingControlPlaneArgs } from "./existing-args";
import type { GkeNodePoolPlan } from "../nodes/node-pool";
import { podAddressesOf } from "../network/plan-network";

type ControlPlane = Sound<ExistingControlPlaneArgs>;

/** What belongs to the control plane and its network, so that it can't be said of one that is there. */
const OF_THE_CONTROL_PLANE = [
  "network",
  "peerCidrs",
  "releaseChannel",
  "maintenanceWindow",
  "workloadLogs",
  "deletionProtection",
] as const;

/** `europe-west1` of `europe-west1-b`, and of itself. */
function regionOf(location: string): string {
  return location.replace(/-[a-z]$/, "");
}

/**
 * The arguments with what the control plane decides: region and Kubernetes version. Those that are given stay; whether they agree is
 * {@link checkControlPlane}'s affair.
 */
export function withControlPlane<T extends Sound<GkeClusterArgs>>(args: T): T {
  const { controlPlane, region, kubernetesVersion } = args;
  if (controlPlane === undefined) return args;
  const { location } = controlPlane;
  return {
    ...args,
    region: region ?? (location === undefined ? undefined : regionOf(location)),
    kubernetesVersion: kubernetesVersion ?? controlPlane.kubernetesVersion,
  };
}

/**
 * @param name of the cluster in this library
 * @param args as they were given
 * @param pools that will be put into it
 */
export function checkControlPlane(
  name: string,
  args: Sound<GkeClusterArgs>,
  pools: readonly GkeNodePoolPlan[],
  issues: IssueList,
): void {
  const { controlPlane } = args;
  if (controlPlane === undefined) return;
  checkKind(controlPlane, issues);
  checkWorkloadPool(controlPlane, issues);
  const actualRegion = controlPlane.location === undefined ? undefined : regionOf(controlPlane.location);
  checkSameRegion(args.region, actualRegion, "Leave region out, or name a cluster of this one.", issues);
  checkSameVersion(args.kubernetesVersion, controlPlane.kubernetesVersion, issues);
  checkPodRange(name, controlPlane, pools, issues);
  for (const key of OF_THE_CONTROL_PLANE) refuseWithControlPlane(key, args[key], issues);
  refuseWithControlPlane("apiServer.publicCidrs", args.apiServer?.publicCidrs, issues);
  refuseWithControlPlane("apiServer.dnsEndpoint", args.apiServer?.dnsEndpoint, issues);
}

function checkKind({ autopilot = false, vpcNative = true }: ControlPlane, issues: IssueList): void {
  if (autopilot) {
    issues.add({
      path: "controlPlane.autopilot",
      value: autopilot,
      problem: "leaves no node pools to plan: Autopilot bills pods, and chooses the machines that they run on",
      allowed: "a cluster of GKE's Standard mode",
      change: "Name a Standard cluster, or leave controlPlane out for a new one.",
    });
  }
  if (!vpcNative) {
    issues.add({
      path: "controlPlane.vpcNative",
      value: vpcNative,
      problem: "is a cluster of routes, whose node pools can't be told how many pods a node admits",
      allowed: "a cluster with alias addresses (--enable-ip-alias)",
      change: "Such a cluster can't be changed; name another one, or leave controlPlane out for a new one.",
    });
  }
}

function checkWorkloadPool({ name, project, location, workloadPool }: ControlPlane, issues: IssueList): void {
  if (workloadPool !== undefined && /^[a-z][\w.:-]*\.svc\.id\.goog$/.test(workloadPool)) return;
  const own = `${project ?? "<project>"}.svc.id.goog`;
  issues.add({
    path: "controlPlane.workloadPool",
    value: workloadPool,
    problem:
      workloadPool === undefined
        ? "is missing: without Workload Identity Federation pods have no identity of their own, and could not open Cloud Storage"
        : "is no pool of identities",
    allowed: own,
    change: `Run once: gcloud container clusters update ${name} --location ${location} --workload-pool=${own}`,
  });
}

/** Its own node pools, of an earlier deployment, are not counted twice. */
function checkPodRange(
  name: string,
  { podCidr, nodePools = [] }: ControlPlane,
  pools: readonly GkeNodePoolPlan[],
  issues: IssueList,
): void {
  if (podCidr === undefined) return;
  const block = soundBlock({ path: "controlPlane.podCidr", cidr: podCidr }, issues);
  if (block === undefined) return;
  const others = nodePools
    .filter((pool) => pool?.platform !== name)
    .reduce((sum, pool) => sum + (pool?.podAddresses ?? 0), 0);
  const nodes = pools.reduce((sum, { totalMaxNodes, surgeNodes }) => sum + totalMaxNodes + surgeNodes, 0);
  const needed = pools.reduce(
    (sum, { totalMaxNodes, surgeNodes, maxPods }) => sum + (totalMaxNodes + surgeNodes) * podAddressesOf(maxPods),
    0,
  );
  const room = addressesIn(block.cidr) - others;
  if (needed <= room) return;
  issues.add({
    path: block.path,
    value: block.cidr,
    problem: `leaves ${Math.max(0, room)} addresses for pods beside the node pools that are there (${others}), but ${nodes} more nodes take ${needed}`,
    allowed: "a range with room for every node of every pool at its maxNodes, and one more of each during upgrades",
    change:
      "Use fewer nodes or a smaller maxPods, or give the cluster another range: gcloud container clusters update --additional-pod-ipv4-ranges.",
  });
}
