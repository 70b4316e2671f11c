/** Karpenter's list of machine types, made from the pools of a plan, for its provider on kwok. Pure. */

import { type NodePoolPlan, type PoolMachine } from "../../../lib/plan";

/** @see https://github.com/kubernetes-sigs/karpenter/blob/v1.14.0/kwok/cloudprovider/helpers.go */
export interface InstanceType {
  name: string;
  architecture: string;
  operatingSystems: ["linux"];
  resources: Record<"cpu" | "memory" | "ephemeral-storage" | "pods", string>;
  offerings: Offering[];
}

interface Offering {
  Price: number;
  Available: true;
  Requirements: { key: string; operator: "In"; values: [string] }[];
}

type Capacity = NodePoolPlan["capacity"];

const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];

/** What the provider subtracts of every machine's resources before a pod gets any: `newInstanceType` in the file above. */
const providerOverhead = { cpuMillis: 100, memoryMiB: 10 };

/**
 * Every machine type of the pools with the allocatable that was planned for it, and what each zone offers of it.
 * @param soldOut kinds of capacity that no zone offers
 * @throws where two pools leave pods different room on one type: the provider knows one list for all
 */
export function instanceTypes(pools: readonly NodePoolPlan[], soldOut: readonly Capacity[] = []): InstanceType[] {
  const byName = new Map<string, PoolMachine>();
  for (const one of pools.flatMap(({ machines }) => machines)) {
    const { name } = one.machine;
    const other = byName.get(name) ?? one;
    if (JSON.stringify(resourcesOf(other)) !== JSON.stringify(resourcesOf(one))) {
      throw new Error(`${name} leaves pods different room in two pools, which Karpenter's provider on kwok can't play`);
    }
    byName.set(name, one);
  }
  return [...byName.values()].map((one) => ({
    name: one.machine.name,
    architecture: one.machine.architecture,
    operatingSystems: ["linux"],
    resources: resourcesOf(one),
    offerings: offeringsOf(one).filter(
      ({ Requirements }) => !soldOut.some((capacity) => Requirements.some(({ values }) => values.includes(capacity))),
    ),
  }));
}

function resourcesOf({ allocatable }: PoolMachine): InstanceType["resources"] {
  const { cpuMillis, memoryMiB, ephemeralStorageMiB, pods } = allocatable;
  return {
    cpu: `${cpuMillis + providerOverhead.cpuMillis}m`,
    memory: `${memoryMiB + providerOverhead.memoryMiB}Mi`,
    "ephemeral-storage": `${ephemeralStorageMiB}Mi`,
    pods: String(pods),
  };
}

function offeringsOf({ machine: { name, price } }: PoolMachine): Offering[] {
  if (price?.spotHourly === undefined) throw new Error(`no price of ${name} as spot is known`);
  const prices: Record<Capacity, number> = { spot: price.spotHourly, "on-demand": price.onDemandHourly };
  const requires = (key: string, value: string) => ({ key, operator: "In" as const, values: [value] as [string] });
  return Object.entries(prices).flatMap(([capacity, Price]) =>
    zones.map((zone) => ({
      Price,
      Available: true as const,
      Requirements: [requires("karpenter.sh/capacity-type", capacity), requires("topology.kubernetes.io/zone", zone)],
    })),
  );
}
