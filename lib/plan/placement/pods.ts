/** Every pod that will exist, as far as the scheduler cares. */

import { capacityFor } from "../executors/capacity";
import type { ExecutorSize, SizedPod } from "../executors/shape";
import type { Architecture } from "../nodes/machine";
import type { PlatformPlan } from "../platform";
import type { PlannedPod } from "./pod";
import { priorityClasses } from "./priorities";
import {
  binPackingScheduler,
  historyServerPod,
  sparkOperatorPods,
  type SystemPodRequests,
  warmHoursSwitch,
} from "./system-pods";
import { systemTolerations, tolerationsOf } from "./tolerations";
import type { WarmPlan } from "../warm/args";
import { warmPod } from "../warm/plan-warm";

/** The images of the operator, the autoscaler, kubectl and DNS are built for both. */
const everyArchitecture: Architecture[] = ["amd64", "arm64"];

/** What decides which pods there are. */
export type PodsInput = Pick<
  PlatformPlan,
  "name" | "cluster" | "spark" | "driver" | "executor" | "warm" | "scheduler" | "sparkOperator" | "historyServer"
> & {
  /** @default false */
  historyServerLogin?: boolean;
  /** Executors of other sizes. @default none */
  executorSizes?: readonly ExecutorSize[];
};

/** In a fixed order: drivers, executors of every size, pause pods, the platform's own, those that the cluster brings. */
export function plannedPods(input: PodsInput): PlannedPod[] {
  const system = (requests: SystemPodRequests, architectures: Architecture[]) =>
    systemPod(requests, input, architectures);
  return [
    sparkPod(input, input.driver),
    sparkPod(input, input.executor),
    ...(input.executorSizes ?? []).map(({ name, sized }) => ({
      ...sparkPod(input, sized),
      name: `executor "${name}"`,
    })),
    ...input.warm.filter(({ by }) => by === "pause-pods").map((warm) => pausePod(input, warm)),
    ...(input.sparkOperator === false ? [] : sparkOperatorPods[input.sparkOperator]).map((requests) =>
      system(requests, everyArchitecture),
    ),
    ...(input.scheduler.kind === "bin-packing" ? [system(binPackingScheduler, everyArchitecture)] : []),
    ...(input.historyServer
      ? [system(historyServerPod(input.historyServerLogin === true), input.spark.architectures)]
      : []),
    ...warmSwitches(input.warm).map((requests) => system(requests, everyArchitecture)),
    ...(input.cluster.systemPods ?? []).map((requests) => system(requests, everyArchitecture)),
  ];
}

/** What switches warm capacity, where KEDA does not. */
function warmSwitches(warm: readonly WarmPlan[]): SystemPodRequests[] {
  const replicas = warm.filter(({ hours }) => hours?.by === "cron-jobs").length;
  return replicas === 0 ? [] : [{ ...warmHoursSwitch, replicas }];
}

function sparkPod({ name, cluster, spark }: PodsInput, sized: SizedPod): PlannedPod {
  const pools = cluster.sparkPools.filter((pool) => sized.pools.includes(pool.name));
  return {
    name: sized.role,
    replicas: capacityFor(sized, cluster),
    cpuMillis: sized.shape.cpuRequestMillis,
    memoryMiB: sized.shape.memoryMiB,
    requiredNodes: pools.map(({ selector }) => selector),
    tolerations: tolerationsOf(pools),
    architectures: spark.architectures,
    priorityClassName: priorityClasses(name)[sized.role].name,
    countedOn: pools.map((pool) => pool.name),
    allowedOn: sized.role === "driver" ? ["spark-on-demand"] : ["spark-on-demand", "spark-spot"],
  };
}

/** It pulls the image of the Spark pods to its node, so it runs where they do. */
function pausePod(input: PodsInput, entry: WarmPlan): PlannedPod {
  const { role, size, replicas, pool } = entry;
  const sized = warmPod(entry, { ...input, executorSizes: input.executorSizes ?? [] });
  return {
    ...sparkPod(input, { ...sized, pools: [pool] }),
    name: `pause pod (${size === undefined ? role : `${role} "${size}"`})`,
    replicas,
    priorityClassName: priorityClasses(input.name).overprovisioning.name,
  };
}

function systemPod(
  { name, replicas, cpuMillis, memoryMiB, priorityClassName }: SystemPodRequests,
  { name: platform, cluster }: PodsInput,
  architectures: Architecture[],
): PlannedPod {
  const onDemand = cluster.systemPools.filter(({ capacity }) => capacity === "on-demand");
  const runnable = onDemand.filter(({ machines }) =>
    machines.every(({ machine }) => architectures.includes(machine.architecture)),
  );
  return {
    name,
    replicas,
    cpuMillis,
    memoryMiB,
    // Where no pool can run the image, all are kept, so that the placement says which came nearest.
    requiredNodes: (runnable.length > 0 ? runnable : onDemand).map(({ selector }) => selector),
    tolerations: [...systemTolerations],
    architectures,
    priorityClassName: priorityClassName ?? priorityClasses(platform).system.name,
    allowedOn: ["system"],
  };
}
