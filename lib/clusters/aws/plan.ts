/** Plans an EKS cluster: plain arguments in, everything that will be created out, every problem at once. Pure. */

import { capacityBuffers, type ClusterPlan } from "../../plan/cluster";
import { type Issue, IssueList } from "../../plan/issue";
import { checkKubernetesMinor } from "../../plan/kubernetes-version";
import { checkOwnMachines } from "../../plan/nodes/catalogue/own-machines";
import { planSparkPools, planSystemPool } from "../../plan/nodes/plan-pool";
import type { NodePoolPlan, SparkPoolArgs } from "../../plan/nodes/pool";
import { joinPath } from "../../plan/structure";
import { type EventLogsPlan, planEventLogs, planRegistry, type RegistryPlan } from "../common/args";
import { checkCidr } from "../common/cidr";
import { planDaemonSets } from "../common/daemon-sets";
import { checkClusterName } from "../common/name";
import { sparkPoolsOf, systemPoolArgs } from "../common/pools";
import type { EksAutoscaler, EksClusterPlanArgs } from "./args";
import { type AutoModePoolPlan, planAutoModePools } from "./autoscaler/auto-mode/plan-pools";
import {
  autoscalerOf,
  autoscalerPlan,
  defaultSystemPool,
  hasSystemNodeGroup,
  keepsCapacityBuffers,
  poolContexts,
} from "./autoscaler/autoscalers";
import { checkAutoscaler } from "./autoscaler/check-autoscaler";
import { checkS3BucketName } from "./storage/check-bucket";
import { checkTags } from "./autoscaler/cluster-autoscaler/check-tags";
import { checkUserTags } from "./check-user-tags";
import { fixedHourlyCost } from "./fees";
import { type KarpenterPoolPlan, planKarpenterPools } from "./autoscaler/karpenter/plan-pools";
import { type EksNodeGroupPlan, planNodeGroup } from "./nodes/node-group";
import { checkControlPlane, withControlPlane } from "./control-plane/plan-control-plane";
import { checkAddresses, DEFAULT_SERVICE_CIDR, type EksNetworkPlan, planNetwork } from "./network/plan-network";
import { notesOf } from "./plan-notes";
import { planPullThrough, type PullThroughPlan } from "./storage/plan-pull-through";
import { storageSettings } from "./storage/storage-settings";
import { soundArguments } from "./structure";
import { systemPodsOf } from "./nodes/system-pods";

/** The plan of an EKS cluster: what the platform knows of every cluster, and what provisioning needs beyond it. */
export interface EksClusterPlan extends ClusterPlan {
  /** Name of the cluster in EKS. */
  clusterName: string;
  controlPlane: "new" | "existing";
  identity: "pod-identity" | "irsa";
  network: EksNetworkPlan;
  /** Of a new control plane. */
  serviceCidr?: string;
  /** Blocks that may reach a new API server from the internet; empty when its public endpoint is closed. */
  publicCidrs: string[];
  autoscalerKind: EksAutoscaler;
  /** Whether it comes with the cluster; Auto Mode's is part of the control plane. */
  installsAutoscaler: boolean;
  /** One for each pool that EKS makes nodes for: the system pool's, then the Spark pools' in the order given. */
  nodeGroups: EksNodeGroupPlan[];
  /** One for each pool that Karpenter makes nodes for, in the order given. */
  karpenterPools: KarpenterPoolPlan[];
  /** One for each pool that EKS Auto Mode makes nodes for: the system pool's, then the Spark pools' in the order given. */
  autoModePools: AutoModePoolPlan[];
  eventLogs: EventLogsPlan;
  registry: RegistryPlan;
  /** Public registries that ECR caches. */
  pullThrough: PullThroughPlan[];
  logRetentionDays: number;
  idleMinutes: number;
  /** What works but deserves a look. */
  notes: Issue[];
}

/** Most characters of a name: IAM roles end at 64, and what is appended takes up to 33. */
const LONGEST_NAME = 30;

/** Four types of one shape, two makers and two generations: spot runs out of one type, rarely of all. */
const DEFAULT_SPARK_POOLS: SparkPoolArgs[] = [
  { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10 },
  {
    name: "spot",
    capacity: "spot",
    machineTypes: ["m7i.4xlarge", "m7a.4xlarge", "m6i.4xlarge", "m6a.4xlarge"],
    maxNodes: 50,
  },
  { name: "on-demand", machineTypes: ["m7i.4xlarge"], runs: ["executor"], maxNodes: 20 },
];

/**
 * Plans an EKS cluster.
 * @throws InvalidArguments with every issue.
 */
export function planEksCluster(name: string, args: EksClusterPlanArgs = {}): EksClusterPlan {
  const issues = new IssueList();
  checkClusterName(name, LONGEST_NAME, issues);
  const given = soundArguments(args, issues);
  checkControlPlane(given, issues);
  const sound = withControlPlane(given);
  const versionPath = given.kubernetesVersion === undefined ? "controlPlane.kubernetesVersion" : "kubernetesVersion";
  if (sound.kubernetesVersion !== undefined) checkKubernetesMinor(sound.kubernetesVersion, versionPath, issues);
  checkUserTags(sound.tags ?? {}, issues);
  const { machines = [], daemonSets = [] } = sound;
  checkOwnMachines(machines, "machines", issues);
  const autoscaler = autoscalerOf(sound);
  const contexts = poolContexts(autoscaler, machines, planDaemonSets(daemonSets, issues), LONGEST_NAME);
  const systemPool = planSystemPool(
    systemPoolArgs(sound.systemPool, defaultSystemPool(autoscaler, sound.systemPool)),
    "systemPool",
    contexts.system,
    issues,
  );
  const systemPools = systemPool ? [systemPool] : [];
  const wanted = sparkPoolsOf(sound.sparkPools, DEFAULT_SPARK_POOLS);
  const sparkPools = planSparkPools(wanted, "sparkPools", contexts.spark, issues);
  checkAutoscaler(sound, { system: systemPools, spark: sparkPools }, issues);
  if (autoscaler === "cluster-autoscaler") checkTags(sparkPools, issues);
  const network = planNetwork(sound, issues);
  if (network) checkAddresses(network, [...systemPools, ...sparkPools], issues);
  sound.apiServer?.publicCidrs?.forEach((cidr, at) => {
    if (cidr !== undefined) checkCidr(joinPath("apiServer.publicCidrs", [at]), cidr, issues);
  });
  if (sound.eventLogs && "bucket" in sound.eventLogs)
    checkS3BucketName("eventLogs.bucket", sound.eventLogs.bucket, issues);
  issues.raise(`EksCluster ${JSON.stringify(name)}`);
  // Without a network there is an issue, and every issue has been raised.
  return assemble(name, withControlPlane(args), systemPools, sparkPools, network!);
}

function assemble(
  name: string,
  args: EksClusterPlanArgs,
  systemPools: NodePoolPlan[],
  sparkPools: NodePoolPlan[],
  network: EksNetworkPlan,
): EksClusterPlan {
  const { region, kubernetesVersion = "1.35", controlPlane, identity = "pod-identity", idleMinutes = 5 } = args;
  const clusterName = controlPlane?.name ?? name;
  const isNew = controlPlane === undefined;
  const autoscaler = autoscalerOf(args);
  const installsAutoscaler = autoscaler !== "auto-mode" && args.installAutoscaler !== false;
  return {
    name,
    kind: "EKS",
    clusterName,
    controlPlane: isNew ? "new" : "existing",
    identity,
    kubernetesVersion,
    ...(region !== undefined && { region }),
    systemPools,
    sparkPools,
    storage: { schemes: ["s3a"], managedEventLogs: "s3a", configuration: storageSettings(identity, region) },
    spotNoticeSeconds: 120,
    autoscaler: {
      ...autoscalerPlan(autoscaler, idleMinutes, installsAutoscaler),
      ...(keepsCapacityBuffers(args) && { capacityBuffers }),
    },
    fixedHourlyCost: fixedHourlyCost(kubernetesVersion, network, isNew),
    priceArgument: "Describe the machine type with its price in machines",
    systemPods: systemPodsOf([...systemPools, ...sparkPools], autoscaler, installsAutoscaler),
    network,
    ...(isNew && { serviceCidr: args.serviceCidr ?? DEFAULT_SERVICE_CIDR }),
    publicCidrs: args.apiServer?.publicCidrs ?? (isNew ? ["0.0.0.0/0"] : []),
    autoscalerKind: autoscaler,
    installsAutoscaler,
    ...planMakers(name, clusterName, autoscaler, systemPools, sparkPools, idleMinutes),
    eventLogs: planEventLogs(args.eventLogs, "bucket"),
    registry: planRegistry(args.registry),
    pullThrough: planPullThrough(name, args.registry),
    logRetentionDays: args.logRetentionDays ?? 30,
    idleMinutes,
    notes: notesOf(args, kubernetesVersion, [...systemPools, ...sparkPools]),
  };
}

/** Who makes the nodes of which pool. */
function planMakers(
  name: string,
  clusterName: string,
  autoscaler: EksAutoscaler,
  systemPools: NodePoolPlan[],
  sparkPools: NodePoolPlan[],
  idleMinutes: number,
): Pick<EksClusterPlan, "nodeGroups" | "karpenterPools" | "autoModePools"> {
  const all = [...systemPools, ...sparkPools];
  const grouped = autoscaler === "cluster-autoscaler" ? all : hasSystemNodeGroup(autoscaler) ? systemPools : [];
  // A cluster that is there may have NodePools of any name.
  const objectName = (pool: string) => `${name}-${pool}`;
  return {
    nodeGroups: grouped.map((pool) => ({
      ...planNodeGroup(pool, clusterName),
      // What would put the system nodes of Karpenter into a cluster-autoscaler's care.
      ...(autoscaler !== "cluster-autoscaler" && { autoscalerTags: [] }),
    })),
    karpenterPools: autoscaler === "karpenter" ? planKarpenterPools(sparkPools, idleMinutes, objectName) : [],
    autoModePools: autoscaler === "auto-mode" ? planAutoModePools(all, idleMinutes, objectName) : [],
  };
}
