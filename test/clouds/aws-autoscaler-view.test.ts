/** The autoscaler's view of empty node groups: the node that it would imagine by the recorded tags hosts what the plan puts there. */

import { parse } from "yaml";

import type { PlatformPlan } from "../../lib/plan";
import { type RecordedResource, type Recording } from "../../lib/testing";
import { awsPrograms, recordAws } from "./aws-programs";
import {
  type GroupTag,
  type ImaginedNode,
  imagine,
  isDiscovered,
  obstacles,
  type PodToHost,
} from "./cluster-autoscaler";

type Pool = PlatformPlan["cluster"]["sparkPools"][0];

interface Group {
  pool: Pool;
  tags: GroupTag[];
  node: ImaginedNode;
}

const byAutoscaler = Object.entries(awsPrograms).filter(([name]) => !/karpenter|auto.mode/.test(name));

describe.each(byAutoscaler)("%s", (_name, program) => {
  let recording: Recording;
  let plan: PlatformPlan;
  let groups: Group[];

  beforeAll(async () => {
    recording = await recordAws(program);
    plan = planOf(recording);
    groups = groupsOf(recording, plan);
  });

  test("every pool is a group that the autoscaler finds", () => {
    const { sparkPools, systemPools } = plan.cluster;
    expect(groups.map(({ pool }) => pool.name).sort()).toEqual(
      [...sparkPools, ...systemPools].map(({ name }) => name).sort(),
    );
    const flag = flagsOf(recording).find((each) => each.startsWith("--node-group-auto-discovery"));
    expect(groups.filter(({ tags }) => !isDiscovered(flag ?? "", tags))).toEqual([]);
  });

  test("the imagined node hosts as many pods as the plan puts there", () => {
    const found = podsOf(recording, plan).flatMap(({ name, pools, perNode, pod }) =>
      groups
        .filter(({ pool }) => pools.includes(pool.name))
        .map(({ pool, node }) => {
          const others = Array.from({ length: perNode(pool.name) - 1 }, () => pod);
          return {
            name,
            pool: pool.name,
            obstacles: obstacles(pod, node, [...pool.machines[0]!.daemonSets, ...others]),
          };
        }),
    );
    expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(["driver", "executor"]));
    expect(found.filter(({ obstacles: each }) => each.length > 0)).toEqual([]);
  });

  test("the imagined node is never more than a real one of any machine type", () => {
    const tooGood = groups.flatMap(({ pool, node }) =>
      pool.machines
        .filter(
          ({ allocatable: real }) =>
            node.cpuMillis > real.cpuMillis ||
            node.memoryMiB > real.memoryMiB ||
            (node.ephemeralStorageMiB ?? 0) > real.ephemeralStorageMiB ||
            node.pods > real.pods,
        )
        .map(({ machine }) => `${pool.name}: ${machine.name}`),
    );
    expect(tooGood).toEqual([]);
  });

  test("the imagined node has the taints and labels that real ones have", () => {
    for (const { pool, node } of groups) {
      expect(node.taints).toHaveLength(pool.taints.length);
      const taints = pool.taints.map(({ key, value = "", effect }) => ({ key, value, effect }));
      expect(node.taints).toEqual(expect.arrayContaining(taints));
      expect(node.labels).toMatchObject(pool.labels);
    }
  });
});

describe("the view tells a node that would not host", () => {
  const machine = { name: "m7i.4xlarge", architecture: "amd64", vcpu: 16, memoryMiB: 65_536 };
  const template = "k8s.io/cluster-autoscaler/node-template";
  const tags = [
    { key: `${template}/resources/cpu`, value: "15890m" },
    { key: `${template}/resources/memory`, value: "60000Mi" },
    { key: `${template}/resources/ephemeral-storage`, value: "90Gi" },
    { key: `${template}/label/pool`, value: "spot" },
    { key: `${template}/taint/spot`, value: "true:NoSchedule" },
  ];
  const pod: PodToHost = {
    cpuMillis: 5000,
    memoryMiB: 20_000,
    ephemeralStorageMiB: 1024,
    tolerations: [{ key: "spot", operator: "Equal", value: "true", effect: "NoSchedule" }],
    nodeSelectorTerms: [{ matchExpressions: [{ key: "pool", operator: "In", values: ["spot"] }] }],
  };
  const view = (given: GroupTag[], wanted: Partial<PodToHost> = {}): string[] =>
    obstacles({ ...pod, ...wanted }, imagine(given, machine, "us-east-1", "us-east-1a"), [
      { cpuMillis: 150, memoryMiB: 176 },
    ]);

  test("and one that would", () => {
    expect(view(tags)).toEqual([]);
  });

  test.each<[string, GroupTag[], Partial<PodToHost>, string]>([
    ["too few CPUs", tags, { cpuMillis: 15_700 }, "15700m of 15640m CPU"],
    ["too little memory", tags, { memoryMiB: 59_900 }, "59900 of 59824 MiB"],
    ["no word of its disk", tags.filter(({ key }) => !key.includes("ephemeral")), {}, "ephemeral storage"],
    ["a taint that is not tolerated", tags, { tolerations: [] }, "taint spot"],
    ["a taint of another value", tags, { tolerations: [{ key: "spot", value: "yes" }] }, "taint spot"],
    ["no label", tags.filter(({ key }) => !key.includes("label")), {}, "node affinity"],
  ])("for %s", (_what, given, wanted, obstacle) => {
    expect(view(given, wanted)).toEqual([obstacle]);
  });
});

function planOf({ resources }: Recording): PlatformPlan {
  const platform = resources.find(({ type }) => type === "spark-platform:platform:SparkPlatform");
  return (platform!.inputs as { plan: PlatformPlan }).plan;
}

function groupsOf({ resources }: Recording, { cluster }: PlatformPlan): Group[] {
  const tagsOf = (group: string): GroupTag[] =>
    resources
      .filter(({ type, inputs }) => type === "aws:autoscaling/tag:Tag" && inputs.autoscalingGroupName === group)
      .map(({ inputs }) => inputs.tag as GroupTag);
  return resources
    .filter(({ type }) => type === "aws:eks/nodeGroup:NodeGroup")
    .map((resource) => {
      const tags = tagsOf(autoScalingGroup(resource));
      const pool = poolOf(resource, [...cluster.sparkPools, ...cluster.systemPools]);
      const node = imagine(tags, pool.machines[0]!.machine, "us-east-1", "us-east-1a");
      return { pool, tags, node };
    });
}

function autoScalingGroup({ outputs }: RecordedResource): string {
  const { resources } = outputs as { resources: { autoscalingGroups: { name: string }[] }[] };
  return resources[0]!.autoscalingGroups[0]!.name;
}

function poolOf({ inputs }: RecordedResource, pools: Pool[]): Pool {
  return pools.find(({ name }) => inputs.nodeGroupNamePrefix === `${name}-`)!;
}

/** Drivers and executors of every size, with the placement that their recorded templates ask for. */
function podsOf(recording: Recording, { driver, executor, executorSizes }: PlatformPlan): Planned[] {
  const files = recording.resources.find(
    ({ type, inputs }) =>
      type === "kubernetes:core/v1:ConfigMap" && "executor.yaml" in ((inputs.data as object | undefined) ?? {}),
  )!.inputs.data as Record<string, string>;
  const sizes = executorSizes.map(({ name, sized }) => ({ name: `executor-${name}`, sized }));
  return [{ name: "driver", sized: driver }, { name: "executor", sized: executor }, ...sizes].map(({ name, sized }) => {
    const { spec } = parse(files[`${name}.yaml`]!) as {
      spec: { tolerations?: PodToHost["tolerations"]; affinity: Affinity };
    };
    const { nodeSelectorTerms } = spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution;
    const { cpuRequestMillis: cpuMillis, memoryMiB } = sized.shape;
    const pod = {
      cpuMillis,
      memoryMiB,
      ephemeralStorageMiB: 0,
      tolerations: spec.tolerations ?? [],
      nodeSelectorTerms,
    };
    // Of every machine type of a pool.
    const perNode = (pool: string): number =>
      Math.min(...sized.packing.filter((packing) => packing.pool === pool).map(({ podsPerNode }) => podsPerNode));
    return { name, pools: sized.pools, perNode, pod };
  });
}

interface Planned {
  name: string;
  pools: string[];
  /** How many of them fill a node of the pool. */
  perNode: (pool: string) => number;
  pod: PodToHost;
}

interface Affinity {
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: Pick<PodToHost, "nodeSelectorTerms"> };
}

function flagsOf({ resources }: Recording): string[] {
  const deployment = resources.find(
    ({ type, name }) => type === "kubernetes:apps/v1:Deployment" && name.includes("autoscaler"),
  );
  const { spec } = deployment!.inputs as { spec: { template: { spec: { containers: { args: string[] }[] } } } };
  return spec.template.spec.containers[0]!.args;
}
