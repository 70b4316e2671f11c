/** Plans an EKS cluster: plain arguments in, everything that will be created out, every problem at once. Pure. */

import type { ClusterPlan, StorageSetting } from "../../plan/cluster";
import { type Issue, IssueList } from "../../plan/issue";
import { checkKubernetesMinor } from "../../plan/kubernetes-version";
import type { Deduction } from "../../plan/nodes/allocatable";
import { checkOwnMachines, withOwnMachines } from "../../plan/nodes/catalogue/own-machines";
import { eksDaemonSets } from "../../plan/nodes/daemon-sets";
import type { MachineType } from "../../plan/nodes/machine";
import { planSparkPools, planSystemPool, type PoolContext } from "../../plan/nodes/plan-pool";
import type { NodePoolPlan, SparkPoolArgs, SystemPoolArgs } from "../../plan/nodes/pool";
import { eksProfile } from "../../plan/nodes/profiles/eks";
import { joinPath, type Sound } from "../../plan/structure";
import { type EventLogsPlan, planEventLogs, planRegistry, type RegistryPlan } from "../common/args";
import { checkBucketName } from "../common/buckets";
import { checkCidr } from "../common/cidr";
import { planDaemonSets } from "../common/daemon-sets";
import { checkClusterName } from "../common/name";
import { openApiServerNotes } from "../common/notes";
import { sparkPoolsOf, systemPoolArgs } from "../common/pools";
import type { EksClusterPlanArgs } from "./args";
import { checkTags } from "./check-tags";
import { fixedHourlyCost, supportNotes } from "./fees";
import { type EksNodeGroupPlan, planNodeGroup } from "./node-group";
import { checkAddresses, DEFAULT_SERVICE_CIDR, type EksNetworkPlan, planNetwork } from "./plan-network";
import { soundArguments } from "./structure";
import { systemPodsOf } from "./system-pods";

/** The plan of an EKS cluster: what the platform knows of every cluster, and what provisioning needs beyond it. */
export interface EksClusterPlan extends ClusterPlan {
  network: EksNetworkPlan;
  serviceCidr: string;
  /** Blocks that may reach the API server from the internet; empty when its public endpoint is closed. */
  publicCidrs: string[];
  /** One for each pool: the system pool's, then the Spark pools' in the order given. */
  nodeGroups: EksNodeGroupPlan[];
  eventLogs: EventLogsPlan;
  registry: RegistryPlan;
  logRetentionDays: number;
  idleMinutes: number;
  /** What works but deserves a look. */
  notes: Issue[];
}

/** Most characters of a name: IAM roles end at 64, and what is appended takes up to 33. */
const LONGEST_NAME = 30;

const DEFAULT_SYSTEM_POOL: SystemPoolArgs = { machineTypes: ["m7i.large"], minNodes: 2, maxNodes: 4 };

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

const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

/**
 * Plans an EKS cluster.
 * @throws InvalidArguments with every issue.
 */
export function planEksCluster(name: string, args: EksClusterPlanArgs = {}): EksClusterPlan {
  const issues = new IssueList();
  checkClusterName(name, LONGEST_NAME, issues);
  const sound = soundArguments(args, issues);
  if (sound.kubernetesVersion !== undefined) checkKubernetesMinor(sound.kubernetesVersion, "kubernetesVersion", issues);
  const { machines = [], daemonSets = [] } = sound;
  checkOwnMachines(machines, "machines", issues);
  const context = poolContext(machines, planDaemonSets(daemonSets, issues));
  const systemPool = planSystemPool(
    systemPoolArgs(sound.systemPool, DEFAULT_SYSTEM_POOL),
    "systemPool",
    context,
    issues,
  );
  const sparkPools = planSparkPools(sparkPoolsOf(sound.sparkPools, DEFAULT_SPARK_POOLS), "sparkPools", context, issues);
  checkTags(sparkPools, issues);
  const network = planNetwork(sound, issues);
  const systemPools = systemPool ? [systemPool] : [];
  if (network) checkAddresses(network, [...systemPools, ...sparkPools], issues);
  sound.apiServer?.publicCidrs?.forEach((cidr, at) => {
    if (cidr !== undefined) checkCidr(joinPath("apiServer.publicCidrs", [at]), cidr, issues);
  });
  if (sound.eventLogs && "bucket" in sound.eventLogs)
    checkBucketName("eventLogs.bucket", sound.eventLogs.bucket, "s3", issues);
  issues.raise(`EksCluster ${JSON.stringify(name)}`);
  // Without a network there is an issue, and every issue has been raised.
  return assemble(name, args, systemPools, sparkPools, network!);
}

function assemble(
  name: string,
  args: EksClusterPlanArgs,
  systemPools: NodePoolPlan[],
  sparkPools: NodePoolPlan[],
  network: EksNetworkPlan,
): EksClusterPlan {
  const { region, kubernetesVersion = "1.35" } = args;
  return {
    name,
    kind: "EKS",
    kubernetesVersion,
    ...(region !== undefined && { region }),
    systemPools,
    sparkPools,
    storage: { schemes: ["s3a"], managedEventLogs: "s3a", configuration: storageConfiguration(region) },
    spotNoticeSeconds: 120,
    autoscaler: {
      name: "cluster-autoscaler",
      driverAnnotations: { [SAFE_TO_EVICT]: "false" },
      executorAnnotations: { [SAFE_TO_EVICT]: "true" },
    },
    fixedHourlyCost: fixedHourlyCost(kubernetesVersion, network),
    priceArgument: "Describe the machine type with its price in machines",
    systemPods: systemPodsOf([...systemPools, ...sparkPools]),
    network,
    serviceCidr: args.serviceCidr ?? DEFAULT_SERVICE_CIDR,
    publicCidrs: args.apiServer?.publicCidrs ?? ["0.0.0.0/0"],
    nodeGroups: [...systemPools, ...sparkPools].map((pool) => planNodeGroup(pool, name)),
    eventLogs: planEventLogs(args.eventLogs, "bucket"),
    registry: planRegistry(args.registry),
    logRetentionDays: args.logRetentionDays ?? 30,
    idleMinutes: args.idleMinutes ?? 5,
    notes: [...notes(args), ...supportNotes(kubernetesVersion)],
  };
}

function poolContext(machines: (Sound<MachineType> | undefined)[], daemonSets: Deduction[]): PoolContext {
  return {
    ...withOwnMachines("aws", machines),
    profile: eksProfile("al2023"),
    daemonSets: [...eksDaemonSets, ...daemonSets],
    ownLabels: ({ capacity }) => ({ "eks.amazonaws.com/capacityType": capacity === "spot" ? "SPOT" : "ON_DEMAND" }),
    poolNameMaxLength: LONGEST_NAME,
  };
}

function storageConfiguration(region: string | undefined): ClusterPlan["storage"]["configuration"] {
  const provider: StorageSetting = {
    key: "spark.hadoop.fs.s3a.aws.credentials.provider",
    value: "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider",
    reason:
      "EKS Pod Identity serves credentials to containers; the default chain would fall back to the node's role unseen.",
    // Pod Identity needs 1.12.746 of version 1 of the SDK: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html
    since: {
      spark: "4.0",
      because:
        "goes with Hadoop 3.3.4, whose S3A is built on AWS SDK 1.12.262: that knows neither EKS Pod Identity nor the " +
        "credentials provider that is set here, so no pod could open S3",
    },
  };
  if (region === undefined) return [provider];
  const reason = "Without a region S3A asks S3 where the bucket is, or the node's metadata, which pods can't reach.";
  return [provider, { key: "spark.hadoop.fs.s3a.endpoint.region", value: region, reason }];
}

function notes({ apiServer, eventLogs }: EksClusterPlanArgs): Issue[] {
  const found = openApiServerNotes(apiServer, "IAM credentials with an access entry");
  if (eventLogs && "bucket" in eventLogs) {
    const { prefix = "spark-events" } = eventLogs;
    found.push({
      path: "eventLogs.bucket",
      value: typeof eventLogs.bucket === "string" ? eventLogs.bucket : undefined,
      problem: `is used as it is: drivers fail unless an object "${prefix}/" is there`,
      allowed: "any bucket with that object",
      change: `Make it once: aws s3api put-object --bucket <bucket> --key ${prefix}/`,
    });
  }
  return found;
}
