/** Plans an AKS cluster: plain arguments in, everything that will be created out, every problem at once. Pure. */

import type { ClusterPlan } from "../../plan/cluster";
import { type Issue, IssueList } from "../../plan/issue";
import { checkKubernetesMinor } from "../../plan/kubernetes-version";
import type { Deduction } from "../../plan/nodes/allocatable";
import { checkOwnMachines, withOwnMachines } from "../../plan/nodes/catalogue/own-machines";
import { aksCiliumDaemonSets, aksDaemonSets } from "../../plan/nodes/daemon-sets";
import type { MachineType } from "../../plan/nodes/machine";
import { planSparkPools, planSystemPool, type PoolContext } from "../../plan/nodes/plan-pool";
import type { NodePoolPlan, SparkPoolArgs, SystemPoolArgs } from "../../plan/nodes/pool";
import { aksProfile } from "../../plan/nodes/profiles/aks";
import { joinPath, type Sound } from "../../plan/structure";
import { checkCidr } from "../common/cidr";
import { planDaemonSets } from "../common/daemon-sets";
import { checkClusterName } from "../common/name";
import { sparkPoolsOf, systemPoolArgs } from "../common/pools";
import type { AksClusterPlanArgs, MaintenanceArgs } from "./args";
import { storageConfiguration } from "./storage/connector";
import { checkAutoProvisioning } from "./autoscaler/auto-provisioning/check";
import { planProvisionedPools, type ProvisionedPoolPlan } from "./autoscaler/auto-provisioning/plan-pools";
import { type AksAutoscaler, autoscalerOf, autoscalerPlan, sparkNodes, systemPoolOf } from "./autoscaler/autoscalers";
import { checkUserTags } from "./check-user-tags";
import { fixedHourlyCost } from "./fees";
import { checkPoolName, LONGEST_POOL_NAME } from "./nodes/names";
import { type AksAgentPoolPlan, checkDivision, planAgentPools, SYSTEM_TAINT } from "./nodes/node-pool";
import type { ExistingControlPlaneArgs } from "./control-plane/existing-args";
import { notesOf } from "./notes";
import { onLocalDisks, withSystemDisk } from "./nodes/os-disk";
import {
  adoptedAddresses,
  checkControlPlane,
  checkPodRoom,
  isOnCilium,
  withControlPlane,
} from "./control-plane/plan-control-plane";
import { type AddressPlan, checkRoom, planAddresses } from "./network/plan-network";
import {
  type AksEventLogsPlan,
  type AksRegistryPlan,
  checkContainer,
  planEventLogs,
  planRegistry,
  registryFees,
} from "./storage/plan-storage";
import { soundArguments } from "./structure";
import { systemPodsOf } from "./nodes/system-pods";
import { zonesOf } from "./nodes/zones";

/** The plan of an AKS cluster: what the platform knows of every cluster, and what provisioning needs beyond it. */
export interface AksClusterPlan extends ClusterPlan, AddressPlan {
  tier: NonNullable<AksClusterPlanArgs["tier"]>;
  /** Blocks that may reach the API server from the internet; empty when it has no public address. */
  publicCidrs: string[];
  /** The System pool, then one for each machine type of each Spark pool that auto-provisioning does not make. */
  agentPools: AksAgentPoolPlan[];
  /** Spark pools whose nodes auto-provisioning makes. */
  provisionedPools: ProvisionedPoolPlan[];
  /** The cluster that is there already; absent where one comes. */
  controlPlane?: ExistingControlPlaneArgs;
  maintenance: Required<MaintenanceArgs>;
  eventLogs: AksEventLogsPlan;
  registry: AksRegistryPlan;
  idleMinutes: number;
  deletionProtection: boolean;
  /** What works but deserves a look. */
  notes: Issue[];
}

/** Most characters of a name, as on other clouds; managed clusters take 63, and their DNS prefixes 54. */
const LONGEST_NAME = 30;

const DEFAULT_SYSTEM_POOL: SystemPoolArgs = { machineTypes: ["Standard_D4ads_v5"], minNodes: 2, maxNodes: 4 };

/** Sizes with a local disk, which costs less than the managed disk that it takes the place of. */
const DEFAULT_SPARK_POOLS: SparkPoolArgs[] = [
  { name: "drivers", machineTypes: ["Standard_D4ads_v5"], runs: ["driver"], maxNodes: 10 },
  { name: "spot", capacity: "spot", machineTypes: ["Standard_D16ads_v5", "Standard_D16ds_v5"], maxNodes: 50 },
  { name: "ondemand", machineTypes: ["Standard_D16ads_v5"], runs: ["executor"], maxNodes: 20 },
];

/** Pods on a System node: each takes 20 MiB of its memory, and AKS's default is 250. AKS takes no fewer than 30. */
const SYSTEM_MAX_PODS = 60;

/**
 * Plans an AKS cluster.
 * @throws InvalidArguments with every issue.
 */
export function planAksCluster(name: string, args: AksClusterPlanArgs = {}): AksClusterPlan {
  const issues = new IssueList();
  checkClusterName(name, LONGEST_NAME, issues);
  const given = soundArguments(args, issues);
  checkControlPlane(given, issues);
  const sound = withControlPlane(given);
  if (sound.kubernetesVersion !== undefined) checkKubernetesMinor(sound.kubernetesVersion, "kubernetesVersion", issues);
  const { machines = [], daemonSets = [] } = sound;
  checkOwnMachines(machines, "machines", issues);
  const autoscaler = autoscalerOf(sound);
  const ofCloud = isOnCilium(sound) ? aksCiliumDaemonSets : aksDaemonSets;
  const context = {
    ...poolContext(machines, [...ofCloud, ...planDaemonSets(daemonSets, issues)]),
    ...sparkNodes(autoscaler),
  };
  const systemContext = { ...context, profile: { ...aksProfile("aks"), usualMaxPods: SYSTEM_MAX_PODS } };
  const systemArgs = systemPoolArgs(sound.systemPool, systemPoolOf(autoscaler, DEFAULT_SYSTEM_POOL, sound.systemPool));
  const plannedSystem = planSystemPool(systemArgs, "systemPool", systemContext, issues, [SYSTEM_TAINT]);
  const systemPools = plannedSystem ? [withSystemDisk(plannedSystem, systemContext)] : [];
  const wanted = onLocalDisks(sparkPoolsOf(sound.sparkPools, DEFAULT_SPARK_POOLS), context);
  const sparkPools = planSparkPools(wanted, "sparkPools", context, issues);
  const ownPools = autoscaler === "native" ? [...systemPools, ...sparkPools] : systemPools;
  checkDivision(ownPools, issues);
  if (autoscaler !== "native") checkAutoProvisioning(sound, { system: systemPools, spark: sparkPools }, issues);
  const zones = zonesOf(sound, issues);
  const { controlPlane } = sound;
  const everyPool = [...systemPools, ...sparkPools].flatMap((pool) => planAgentPools(pool, zones, controlPlane));
  const agentPools = everyPool.filter(({ pool }) => ownPools.some(({ name: own }) => own === pool));
  const addresses = controlPlane ? adoptedAddresses(controlPlane) : planAddresses(sound, issues);
  if (controlPlane) checkPodRoom(controlPlane, everyPool, issues);
  else if (addresses) checkRoom(addresses, everyPool, issues);
  checkPublicCidrs(sound, issues);
  checkContainer(sound.eventLogs, issues);
  checkUserTags(sound.tags ?? {}, issues);
  checkEncryption(sound, issues);
  issues.raise(`AksCluster ${JSON.stringify(name)}`);
  // Without addresses there is an issue, and every issue has been raised.
  return assemble(name, withControlPlane(args), {
    autoscaler,
    systemPools,
    sparkPools,
    agentPools,
    addresses: addresses!,
  });
}

/** The last one of those that AKS takes is left for the address by which nodes get out. */
const MOST_PUBLIC_CIDRS = 199;

/** https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges */
function checkPublicCidrs({ apiServer }: Sound<AksClusterPlanArgs>, issues: IssueList): void {
  const { publicCidrs = [] } = apiServer ?? {};
  publicCidrs.forEach((cidr, at) => {
    if (cidr !== undefined) checkCidr(joinPath("apiServer.publicCidrs", [at]), cidr, issues);
  });
  if (publicCidrs.length <= MOST_PUBLIC_CIDRS) return;
  issues.add({
    path: "apiServer.publicCidrs",
    value: publicCidrs.length,
    problem: "blocks are more than AKS takes",
    allowed: `at most ${MOST_PUBLIC_CIDRS}`,
    change: "Join neighbouring blocks into larger ones.",
  });
}

/** AKS opens the key while it makes the cluster, so an identity that comes with the cluster would have no right to it yet. */
function checkEncryption({ encryptionKeyId, identityId }: Sound<AksClusterPlanArgs>, issues: IssueList): void {
  if (encryptionKeyId === undefined || identityId !== undefined) return;
  issues.add({
    path: "identityId",
    value: identityId,
    problem: "is missing, and the control plane must be allowed to use encryptionKeyId before it is made",
    allowed: "the id of a user-assigned identity with the role Key Vault Crypto User on the key",
    change: "Create the identity with its roles, and give its id.",
  });
}

interface Planned {
  autoscaler: AksAutoscaler;
  systemPools: NodePoolPlan[];
  sparkPools: NodePoolPlan[];
  agentPools: AksAgentPoolPlan[];
  addresses: AddressPlan;
}

function assemble(
  name: string,
  args: AksClusterPlanArgs,
  { autoscaler, systemPools, sparkPools, agentPools, addresses }: Planned,
): AksClusterPlan {
  const { region, kubernetesVersion = "1.35", tier = "Standard", maintenance = {}, idleMinutes = 5 } = args;
  const { controlPlane } = args;
  const zones = args.zones?.map((zone) => `${region}-${zone}`);
  const usesCilium = isOnCilium(args);
  return {
    name,
    kind: "AKS",
    kubernetesVersion,
    ...(region !== undefined && { region }),
    systemPools,
    sparkPools,
    storage: { schemes: ["abfss"], managedEventLogs: "abfss", configuration: storageConfiguration() },
    spotNoticeSeconds: 30,
    autoscaler: autoscalerPlan(autoscaler, idleMinutes, controlPlane === undefined),
    fixedHourlyCost: [
      // A control plane that is there costs the same without this library.
      ...(controlPlane ? [] : fixedHourlyCost(tier, addresses.network)),
      ...registryFees(planRegistry(args.registry)),
    ],
    priceArgument: "Describe the machine type with its price in machines",
    systemPods: systemPodsOf([...systemPools, ...sparkPools]),
    ...addresses,
    tier,
    publicCidrs: args.apiServer?.publicCidrs ?? ["0.0.0.0/0"],
    agentPools,
    provisionedPools:
      autoscaler === "native"
        ? []
        : planProvisionedPools(sparkPools, { idleMinutes, usesCilium, ...(zones?.length && { zones }) }),
    maintenance: { day: maintenance.day ?? "Sunday", hour: maintenance.hour ?? 2, hours: maintenance.hours ?? 8 },
    eventLogs: planEventLogs(args.eventLogs),
    registry: planRegistry(args.registry),
    idleMinutes,
    deletionProtection: args.deletionProtection ?? false,
    ...(controlPlane && { controlPlane }),
    notes: notesOf(args, [...systemPools, ...sparkPools]),
  };
}

function poolContext(
  machines: (Sound<MachineType> | undefined)[],
  daemonSets: Deduction[],
): Omit<PoolContext, "profile"> {
  return {
    ...withOwnMachines("azure", machines),
    daemonSets,
    poolNameMaxLength: LONGEST_POOL_NAME,
    checkPoolName,
  };
}
