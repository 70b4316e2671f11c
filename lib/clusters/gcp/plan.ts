/** Plans a GKE cluster: plain arguments in, everything that will be created out, every problem at once. Pure. */

import { createHash } from "node:crypto";

import { capacityBuffers, type ClusterPlan } from "../../plan/cluster";
import { type Issue, IssueList } from "../../plan/issue";
import { checkKubernetesMinor } from "../../plan/kubernetes-version";
import type { Deduction } from "../../plan/nodes/allocatable";
import { checkOwnMachines, withOwnMachines } from "../../plan/nodes/catalogue/own-machines";
import { gkeDaemonSets, gkeGpuDaemonSets } from "../../plan/nodes/daemon-sets";
import type { MachineType } from "../../plan/nodes/machine";
import { planSparkPools, planSystemPool, type PoolContext } from "../../plan/nodes/plan-pool";
import type { NodePoolPlan, SparkPoolArgs, SystemPoolArgs, Taint } from "../../plan/nodes/pool";
import { gkeProfile } from "../../plan/nodes/profiles/gke";
import { joinPath, type Sound } from "../../plan/structure";
import { type EventLogsPlan, planEventLogs } from "../common/args";
import { checkBucketName } from "../common/buckets";
import { checkCidr } from "../common/cidr";
import { planDaemonSets } from "../common/daemon-sets";
import { checkClusterName } from "../common/name";
import { sparkPoolsOf, systemPoolArgs } from "../common/pools";
import type { GkeClusterArgs, MaintenanceWindowArgs } from "./args";
import { checkMaintenanceWindow } from "./control-plane/check-maintenance-window";
import { checkFirstLetter, checkResourceLabels } from "./check-names";
import { checkZones } from "./nodes/check-zones";
import { storageConfiguration } from "./storage/connector";
import { fixedHourlyCost } from "./fees";
import { checkNodePools, type GkeNodePoolPlan, gpuTaint, planNodePools, spotTaint } from "./nodes/node-pool";
import { checkControlPlane, withControlPlane } from "./control-plane/plan-control-plane";
import {
  type AutoProvisioningPlan,
  checkComputeClasses,
  classLabel,
  classTaint,
  planAutoProvisioning,
  selectedByClass,
} from "./auto-provisioning/plan-compute-classes";
import { type GkeNetworkPlan, planNetwork } from "./network/plan-network";
import { planNotes } from "./plan-notes";
import { type GkeRegistryPlan, planGkeRegistry } from "./storage/plan-registry";
import { soundArguments } from "./structure";
import { systemPodsOf } from "./nodes/system-pods";

/** The plan of a GKE cluster: what the platform knows of every cluster, and what provisioning needs beyond it. */
export interface GkeClusterPlan extends ClusterPlan {
  region: string;
  /** Where the control plane is: the region, or the zone of one that was there. */
  location: string;
  /** Whether nodes have private addresses only. */
  privateNodes: boolean;
  /** Zones of the nodes; absent where GKE chooses three. */
  zones?: string[];
  releaseChannel: "RAPID" | "REGULAR" | "STABLE";
  maintenanceWindow?: MaintenanceWindowArgs;
  network: GkeNetworkPlan;
  apiServer: {
    /** Whether it is reached by its DNS name. */
    dnsEndpoint: boolean;
    /** Blocks that may reach it from the internet; empty when it has no public address. */
    publicCidrs: string[];
    /** Peered blocks that may reach it by its private address, as the cluster's own may. */
    peerCidrs: string[];
  };
  /** Name of the service account that nodes run as, where it comes with the cluster; unlike that of a cluster of another region. */
  nodeAccountId: string;
  /**
   * Those of the system pool, then those of the Spark pools in the order given, unless GKE makes these by itself: one for each
   * machine type.
   */
  nodePools: GkeNodePoolPlan[];
  /** What GKE makes node pools from by itself; absent where all are there from the start. */
  autoProvisioning?: AutoProvisioningPlan;
  eventLogs: EventLogsPlan;
  registry: GkeRegistryPlan;
  workloadLogs: boolean;
  imageStreaming: boolean;
  /** What works but deserves a look. */
  notes: Issue[];
}

/** Most characters of a name: names of service accounts end at 30, and what is appended takes 5. */
const LONGEST_NAME = 25;

/** Most characters of a pool's name: names of GKE's node pools end at 40, and what is appended takes 9. */
const LONGEST_POOL_NAME = 30;

/** Where none are named, GKE spreads nodes over three: https://cloud.google.com/kubernetes-engine/docs/concepts/regional-clusters */
const USUAL_ZONES = 3;

const DEFAULT_SYSTEM_POOL: SystemPoolArgs = { machineTypes: ["e2-standard-2"], minNodes: 2, maxNodes: 4 };

/** N2D and N2, of two makers, are in nearly every zone: spot runs out of one of them, rarely of both. */
const DEFAULT_SPARK_POOLS: SparkPoolArgs[] = [
  { name: "drivers", machineTypes: ["n2d-standard-4"], runs: ["driver"], maxNodes: 10 },
  { name: "spot", capacity: "spot", machineTypes: ["n2d-standard-16", "n2-standard-16"], maxNodes: 50 },
  { name: "on-demand", machineTypes: ["n2d-standard-16"], runs: ["executor"], maxNodes: 20 },
];

const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

/**
 * Seconds from the notice of a spot node's loss: 30, or 120 where they are asked for, from GKE 1.35.0-gke.1171000.
 * https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms#spot-vm-termination
 */
const USUAL_SPOT_NOTICE_SECONDS = 30;
const LONGEST_SPOT_NOTICE_SECONDS = 120;
const FIRST_MINOR_WITH_LONG_NOTICE = 35;

/**
 * From 1.35.2-gke.1842000 on; of a version no more than the minor is known, so all of 1.35 counts as without.
 * https://docs.cloud.google.com/kubernetes-engine/docs/how-to/configure-capacity-buffer
 */
const FIRST_MINOR_WITH_CAPACITY_BUFFERS = 36;

/**
 * Plans a GKE cluster.
 * @throws InvalidArguments with every issue.
 */
export function planGkeCluster(name: string, args: GkeClusterArgs = {}): GkeClusterPlan {
  const issues = new IssueList();
  checkClusterName(name, LONGEST_NAME, issues);
  checkFirstLetter("name", name, issues);
  const given = soundArguments(args, issues);
  const sound = withControlPlane(given);
  if (sound.kubernetesVersion !== undefined) {
    const path = given.kubernetesVersion === undefined ? "controlPlane.kubernetesVersion" : "kubernetesVersion";
    checkKubernetesMinor(sound.kubernetesVersion, path, issues);
  }
  checkResourceLabels(sound.labels, issues);
  checkZones(sound, issues);
  checkMaintenanceWindow(sound.maintenanceWindow, issues);
  const { machines = [], daemonSets = [], controlPlane } = sound;
  checkOwnMachines(machines, "machines", issues);
  const autoProvisions = sound.autoscaler === "auto-provisioning";
  const more = [
    ...planDaemonSets(daemonSets, issues),
    ...planDaemonSets(controlPlane?.daemonSets ?? [], issues, "controlPlane.daemonSets"),
  ];
  const context = poolContext(machines, more, autoProvisions);
  const systemPool = planSystemPool(
    systemPoolArgs(sound.systemPool, DEFAULT_SYSTEM_POOL),
    "systemPool",
    context,
    issues,
  );
  const defaults = autoProvisions ? DEFAULT_SPARK_POOLS.slice(0, 2) : DEFAULT_SPARK_POOLS;
  const planned = planSparkPools(sparkPoolsOf(sound.sparkPools, defaults), "sparkPools", context, issues);
  const sparkPools = autoProvisions ? planned.map(selectedByClass) : planned;
  if (autoProvisions) checkComputeClasses(sparkPools, issues);
  else refuseIdleMinutes(sound.idleMinutes, issues);
  for (const { name: pool, argument = "sparkPools" } of sparkPools) checkFirstLetter(`${argument}.name`, pool, issues);
  const systemPools = systemPool ? [systemPool] : [];
  const nodePools = nodePoolsOf([...systemPools, ...sparkPools], sound, issues);
  // The network of a cluster that is there is not looked at, but for its range for pods.
  const network: GkeNetworkPlan = given.controlPlane ? { kind: "existing" } : planNetwork(sound, nodePools, issues);
  checkControlPlane(name, given, nodePools, issues);
  sound.apiServer?.publicCidrs?.forEach((cidr, at) => {
    if (cidr !== undefined) checkCidr(joinPath("apiServer.publicCidrs", [at]), cidr, issues);
  });
  if (sound.eventLogs && "bucket" in sound.eventLogs)
    checkBucketName("eventLogs.bucket", sound.eventLogs.bucket, "gs", issues);
  issues.raise(`GkeCluster ${JSON.stringify(name)}`);
  return assemble(name, withControlPlane(args), { systemPools, sparkPools, nodePools, network });
}

type Parts = Pick<GkeClusterPlan, "systemPools" | "sparkPools" | "nodePools" | "network">;

function assemble(name: string, args: GkeClusterArgs, parts: Parts): GkeClusterPlan {
  const { kubernetesVersion = "1.35", releaseChannel = "regular", zones, maintenanceWindow } = args;
  const { systemPools, sparkPools, network } = parts;
  const spotNotice = longSpotNotice(kubernetesVersion);
  const autoProvisioning =
    args.autoscaler === "auto-provisioning"
      ? planAutoProvisioning(systemPools, sparkPools, args, spotNotice)
      : undefined;
  const { publicCidrs, dnsEndpoint = publicCidrs === undefined } = args.apiServer ?? {};
  return {
    name,
    kind: "GKE",
    kubernetesVersion,
    // Without a region there is an issue, and every issue has been raised.
    region: args.region!,
    location: args.controlPlane?.location ?? args.region!,
    privateNodes: args.controlPlane?.privateNodes ?? true,
    nodeAccountId: `${name}-${createHash("sha256").update(args.region!).digest("hex").slice(0, 4)}`,
    ...(zones && { zones }),
    releaseChannel: CHANNELS[releaseChannel],
    ...(maintenanceWindow && { maintenanceWindow }),
    ...parts,
    ...(autoProvisioning && {
      nodePools: parts.nodePools.filter(({ role }) => role === "system"),
      autoProvisioning,
    }),
    storage: { schemes: ["gs"], managedEventLogs: "gs", configuration: storageConfiguration() },
    spotNoticeSeconds: spotNotice ?? USUAL_SPOT_NOTICE_SECONDS,
    autoscaler: {
      name: autoProvisioning ? "GKE's node auto-provisioning" : "GKE's cluster autoscaler",
      driverAnnotations: { [SAFE_TO_EVICT]: "false" },
      executorAnnotations: { [SAFE_TO_EVICT]: "true" },
      // A node pool has a group of machines in each zone, which grow by themselves.
      // https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler
      choosesZone: true,
      ...(minorOf(kubernetesVersion) >= FIRST_MINOR_WITH_CAPACITY_BUFFERS && { capacityBuffers }),
      ...(autoProvisioning && { idleSeconds: autoProvisioning.idleMinutes * 60 }),
    },
    // The profile of new clusters; those that are there, and auto-provisioning, may have another.
    ...(!args.controlPlane && !autoProvisioning && { packing: "GKE's optimize-utilization profile" }),
    // What the cluster that is there costs, it costs without the platform too.
    fixedHourlyCost: args.controlPlane ? [] : fixedHourlyCost(network, [...systemPools, ...sparkPools]),
    priceArgument: "Describe the machine type with its price in machines",
    systemPods: systemPodsOf([...systemPools, ...sparkPools]),
    apiServer: { dnsEndpoint, publicCidrs: publicCidrs ?? [], peerCidrs: args.peerCidrs ?? [] },
    eventLogs: planEventLogs(args.eventLogs, "bucket"),
    registry: planGkeRegistry(args.registry),
    workloadLogs: args.workloadLogs ?? true,
    imageStreaming: args.imageStreaming ?? false,
    notes: planNotes(args),
  };
}

const CHANNELS = { rapid: "RAPID", regular: "REGULAR", stable: "STABLE" } as const;

function nodePoolsOf(
  pools: readonly NodePoolPlan[],
  { zones, kubernetesVersion = "1.35", autoscaler, controlPlane }: Sound<GkeClusterArgs>,
  issues: IssueList,
): GkeNodePoolPlan[] {
  const zoneCount = (zones ?? controlPlane?.nodeZones)?.length ?? USUAL_ZONES;
  return pools.flatMap((pool) => {
    const planned = planNodePools(pool, zoneCount, longSpotNotice(kubernetesVersion));
    if (pool.role === "system" || autoscaler !== "auto-provisioning") checkNodePools(pool, planned, zoneCount, issues);
    return planned;
  });
}

function poolContext(
  machines: (Sound<MachineType> | undefined)[],
  daemonSets: Deduction[],
  autoProvisions: boolean,
): PoolContext {
  const known = withOwnMachines("gcp", machines);
  return {
    ...known,
    profile: gkeProfile("cos"),
    daemonSets: [...gkeDaemonSets, ...daemonSets],
    acceleratorDaemonSets: [...gkeGpuDaemonSets],
    ownLabels: (pool): Record<string, string> => ({
      ...(pool.capacity === "spot" && { "cloud.google.com/gke-spot": "true" }),
      ...(autoProvisions && classLabel(pool)),
    }),
    ownTaints: (pool): Taint[] => [
      ...(pool.capacity === "spot" ? [spotTaint] : []),
      ...(pool.machineTypes.some((type) => known.findMachine(type)?.accelerators !== undefined) ? [gpuTaint] : []),
      ...(autoProvisions ? [classTaint(pool)] : []),
    ],
    poolNameMaxLength: LONGEST_POOL_NAME,
  };
}

function refuseIdleMinutes(idleMinutes: number | undefined, issues: IssueList): void {
  if (idleMinutes === undefined) return;
  issues.add({
    path: "idleMinutes",
    value: idleMinutes,
    problem: 'is a matter of GKE\'s own with autoscaler "native", which removes idle nodes within about 10 minutes',
    allowed: 'nothing, or a number with autoscaler "auto-provisioning"',
    change: "Leave it out.",
  });
}

/** Undefined where GKE gives its usual notice. */
function longSpotNotice(kubernetesVersion: string): number | undefined {
  return minorOf(kubernetesVersion) >= FIRST_MINOR_WITH_LONG_NOTICE ? LONGEST_SPOT_NOTICE_SECONDS : undefined;
}

function minorOf(kubernetesVersion: string): number {
  return Number(kubernetesVersion.split(".")[1]);
}
