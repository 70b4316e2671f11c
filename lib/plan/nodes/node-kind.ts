/** Which kind of node a cloud, an autoscaler and an operating system make together: its reservations, pods and DaemonSets. */

import { closest } from "fastest-levenshtein";

import { type IssueList, quoted } from "../issue";
import { joinPath } from "../structure";
import type { Deduction } from "./allocatable";
import type { CatalogueCloud } from "./catalogue/catalogue";
import { aksDaemonSets, eksDaemonSets, gkeDaemonSets } from "./daemon-sets";
import { sparkMaxPodsOf, usualMaxPodsOf } from "./kubelet";
import type { MachineType } from "./machine";
import { type AksRegime, aksProfile } from "./profiles/aks";
import { autoModeProfile, eksProfile, karpenterVmOverhead, measuredVmOverhead } from "./profiles/eks";
import { gkeProfile } from "./profiles/gke";
import type { ReservationProfile } from "./profiles/profile";

export type Autoscaler = "cluster-autoscaler" | "karpenter" | "auto-mode" | "native" | "auto-provisioning";

export const autoscalers: readonly Autoscaler[] = [
  "cluster-autoscaler",
  "karpenter",
  "auto-mode",
  "native",
  "auto-provisioning",
];

export interface NodeKindArgs {
  cloud: CatalogueCloud;
  /**
   * What adds nodes: `native` and `auto-provisioning` are what GKE and AKS have of their own, for pools that are there and for
   * pools that are made as pods need them.
   * @default "cluster-autoscaler" on AWS, "native" on GCP and Azure
   */
  autoscaler?: Autoscaler;
  /** @default "al2023" on AWS ("bottlerocket" with Auto Mode), "cos" on GCP, "ubuntu" on Azure */
  os?: string;
  /** Version of Kubernetes, by which AKS reserves. @default one that the library supports */
  kubernetesVersion?: string;
  /** Whether the cluster has AKS's node hardening. @default false */
  hardened?: boolean;
}

export interface NodeKind {
  profile: ReservationProfile;
  autoscaler: Autoscaler;
  os: string;
  /** Pods that the library lets a node for Spark admit. */
  maxPods(machine: MachineType): number;
  /** Pods that such a node admits when nobody says otherwise. */
  usualMaxPods(machine: MachineType): number;
  /** What the cloud runs on every node. */
  daemonSets: Deduction[];
}

/** Longer than any name here; keeps the distance to absurd input cheap. */
const longestName = 40;

/** How nodes come to be on one cloud. */
interface Provisioning {
  /** The default first. */
  oses: readonly [string, ...string[]];
  profile(os: string, args: NodeKindArgs): ReservationProfile;
  daemonSets: readonly Deduction[];
}

/** Why there is no such thing. */
type Refusal = string;

const eks = (vmOverhead: number): Provisioning => ({
  oses: ["al2023", "bottlerocket"],
  profile: (os) => eksProfile(os === "bottlerocket" ? "bottlerocket" : "al2023", vmOverhead),
  daemonSets: eksDaemonSets,
});

const aks = (regime: (args: NodeKindArgs) => AksRegime, isKarpenter: boolean): Provisioning => ({
  oses: ["ubuntu", "azure-linux"],
  profile: (_, args) => aksProfile(args.hardened ? "aks-hardened" : regime(args), isKarpenter),
  daemonSets: aksDaemonSets,
});

const gke: Provisioning = {
  oses: ["cos", "ubuntu"],
  profile: (os) => gkeProfile(os === "ubuntu" ? "ubuntu" : "cos"),
  daemonSets: gkeDaemonSets,
};

const aksPools = aks(({ kubernetesVersion }) => (minorOf(kubernetesVersion) < 29 ? "aks-pre129" : "aks"), false);

/** The default of each cloud first. What GKE and AKS have of their own is cluster-autoscaler, so both names say the same. */
const provisioning: Record<CatalogueCloud, Record<Autoscaler, Provisioning | Refusal>> = {
  aws: {
    "cluster-autoscaler": eks(measuredVmOverhead),
    karpenter: eks(karpenterVmOverhead),
    "auto-mode": { oses: ["bottlerocket"], profile: () => autoModeProfile, daemonSets: [] },
    native: "EKS has none of its own beside Auto Mode",
    "auto-provisioning": "it is GKE's and AKS's; on EKS, Auto Mode and Karpenter do the same",
  },
  gcp: {
    native: gke,
    "cluster-autoscaler": gke,
    "auto-provisioning": gke,
    karpenter: "Google supports no Karpenter on GKE",
    "auto-mode": "Auto Mode is EKS's, and Autopilot bills pods instead of nodes",
  },
  azure: {
    native: aksPools,
    "cluster-autoscaler": aksPools,
    "auto-provisioning": aks(() => "aks-nap", true),
    karpenter: 'AKS runs Karpenter itself, by the name of "auto-provisioning"',
    "auto-mode": 'Auto Mode is EKS\'s, and AKS Automatic adds nodes as "auto-provisioning" does',
  },
};

/**
 * The kind of node that the arguments describe. Adds an issue for each argument that is wrong or can't be with the others.
 * @param path of the arguments as the user writes them; empty when they are arguments of their own
 * @returns undefined when there is an issue.
 */
export function nodeKind(args: NodeKindArgs, path: string, issues: IssueList): NodeKind | undefined {
  const before = issues.length;
  const found = provisioningOf(args, path, issues);
  checkVersion(args, path, issues);
  checkHardening(args, path, issues);
  const os = found && osOf(args, found.way, path, issues);
  if (issues.length > before || found === undefined || os === undefined) return undefined;
  const profile = found.way.profile(os, args);
  return {
    profile,
    autoscaler: found.autoscaler,
    os,
    maxPods: (machine) => sparkMaxPodsOf(profile, machine, found.way.daemonSets.length),
    usualMaxPods: (machine) => usualMaxPodsOf(profile, machine),
    daemonSets: [...found.way.daemonSets],
  };
}

function provisioningOf(
  { cloud, autoscaler }: NodeKindArgs,
  path: string,
  issues: IssueList,
): { autoscaler: Autoscaler; way: Provisioning } | undefined {
  const clouds = Object.keys(provisioning) as CatalogueCloud[];
  if (!clouds.includes(cloud)) {
    issues.add(notOneOf(cloud, clouds, joinPath(path, ["cloud"]), "is no cloud whose nodes are known"));
    return undefined;
  }
  const ways = provisioning[cloud];
  const known = Object.keys(ways) as Autoscaler[];
  const possible = known.filter((one) => typeof ways[one] !== "string");
  const wanted = autoscaler ?? possible[0]!;
  const way = known.includes(wanted) ? ways[wanted] : undefined;
  if (way !== undefined && typeof way !== "string") return { autoscaler: wanted, way };
  const at = joinPath(path, ["autoscaler"]);
  issues.add(
    way === undefined
      ? notOneOf(autoscaler, possible, at, `is nothing that adds nodes on ${cloud}`)
      : {
          path: at,
          value: autoscaler,
          problem: `adds no nodes on ${cloud}: ${way}`,
          allowed: quoted(possible),
          change: `Use ${JSON.stringify(possible[0])}, or leave it out.`,
        },
  );
  return undefined;
}

function osOf(
  { cloud, os }: NodeKindArgs,
  { oses }: Provisioning,
  path: string,
  issues: IssueList,
): string | undefined {
  const wanted = os ?? oses[0];
  if (oses.includes(wanted)) return wanted;
  issues.add(notOneOf(os, oses, joinPath(path, ["os"]), `is no operating system that such nodes have on ${cloud}`));
  return undefined;
}

/** Any version passes, not only those that the library deploys: nodes of other clusters are planned too. */
function checkVersion({ kubernetesVersion }: NodeKindArgs, path: string, issues: IssueList): void {
  if (kubernetesVersion === undefined || !Number.isNaN(minorOf(kubernetesVersion))) return;
  issues.add({
    path: joinPath(path, ["kubernetesVersion"]),
    value: kubernetesVersion,
    problem: "is no version of Kubernetes",
    allowed: 'a version such as "1.35", or one with a patch such as "1.35.2"',
    change: "Give the version that the nodes run, or leave it out.",
  });
}

function checkHardening({ cloud, hardened }: NodeKindArgs, path: string, issues: IssueList): void {
  if (!hardened || cloud === "azure" || typeof cloud !== "string") return;
  issues.add({
    path: joinPath(path, ["hardened"]),
    value: hardened,
    problem: `is not to be had on ${cloud}: node hardening is AKS's`,
    allowed: "false, or nothing",
    change: "Leave it out.",
  });
}

/** Infinity where no version is given, NaN where it is none. */
function minorOf(version: unknown): number {
  if (version === undefined) return Infinity;
  if (typeof version !== "string") return NaN;
  const [, minor] = /^v?1\.(\d{1,3})(?:[.+-]|$)/.exec(version) ?? [];
  return Number(minor);
}

function notOneOf(value: unknown, allowed: readonly string[], path: string, problem: string) {
  const nearest = typeof value === "string" ? closest(value.slice(0, longestName), [...allowed]) : allowed[0];
  return { path, value, problem, allowed: quoted(allowed), change: `Did you mean ${JSON.stringify(nearest)}?` };
}
