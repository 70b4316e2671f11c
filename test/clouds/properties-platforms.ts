/** Random platforms on random clusters of a cloud, as users may write them. */

import fc from "fast-check";

import { type CatalogueCloud, machinesOf } from "../../lib/plan/nodes/catalogue/catalogue";
import type { MachineType } from "../../lib/plan/nodes/machine";
import type { SparkPoolArgs } from "../../lib/plan/nodes/pool";
import type { Cloud, ClusterArgs } from "./properties-cloud";

export interface Asked {
  /** Of the cluster. */
  name: string;
  cluster: ClusterArgs;
  platform: object;
}

const catalogues: Record<Cloud["prefix"], CatalogueCloud> = { aws: "aws", gcp: "gcp", "azure-native": "azure" };

const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz");
const letterOrDigit = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789");

/** Lower-case letters, digits and dashes, a letter first, up to the longest that is taken. */
function clusterNames(longest: number): fc.Arbitrary<string> {
  const inside = fc.oneof({ weight: 5, arbitrary: letterOrDigit }, { weight: 1, arbitrary: fc.constant("-") });
  const any = fc.tuple(letter, fc.string({ unit: inside, maxLength: longest - 2 }), letterOrDigit);
  const longestOnes = fc.string({ unit: letter, minLength: longest, maxLength: longest });
  return fc.oneof(
    any.map((parts) => parts.join("")),
    longestOnes,
  );
}

/** Machine types of one shape, which may be in one pool. */
function machineTypes(cloud: CatalogueCloud): fc.Arbitrary<string[]> {
  return fc.constantFrom(...machinesOf(cloud).filter(({ vcpu }) => vcpu >= 2)).chain((first) => {
    const isAlike = ({ vcpu, memoryMiB, architecture }: MachineType) =>
      vcpu === first.vcpu && memoryMiB === first.memoryMiB && architecture === first.architecture;
    const names = machinesOf(cloud)
      .filter(isAlike)
      .map(({ name }) => name);
    return fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 });
  });
}

function pools(cloud: CatalogueCloud): fc.Arbitrary<SparkPoolArgs[]> {
  const pool = fc.record(
    {
      machineTypes: machineTypes(cloud),
      maxNodes: fc.integer({ min: 3, max: 60 }),
      capacity: fc.constantFrom("on-demand" as const, "spot" as const),
      minNodes: fc.constantFrom(0, 0, 0, 2),
      labels: fc.constantFrom<Record<string, string>>({}, { team: "data" }, { "example.com/tier": "batch" }),
      taints: fc.constantFrom<NonNullable<SparkPoolArgs["taints"]>>(
        [],
        [{ key: "team", value: "data", effect: "NoSchedule" }],
        [{ key: "example.com/batch", effect: "NoExecute" }],
      ),
    },
    { requiredKeys: ["machineTypes", "maxNodes"] },
  );
  // The first pool is for drivers, who are never on spot.
  return fc.array(pool, { minLength: 1, maxLength: 3 }).map((all) =>
    all.map((one, index) => ({
      ...one,
      ...(index === 0 && { capacity: "on-demand" as const }),
      name: `pool${index}`,
    })),
  );
}

const kept = fc.constantFrom<{ deleteData?: boolean }>({}, { deleteData: false }, { deleteData: true });

export function platformsOn(cloud: Cloud): fc.Arbitrary<Asked> {
  const common = fc.record(
    {
      sparkPools: pools(catalogues[cloud.prefix]),
      eventLogs: fc
        .tuple(kept, fc.constantFrom({}, { expireAfterDays: 30 }))
        .map((all) => Object.assign({}, ...all) as object),
      registry: fc
        .tuple(kept, fc.constantFrom({}, { keepImages: 20 }))
        .map((all) => Object.assign({}, ...all) as object),
      apiServer: fc.constantFrom<{ publicCidrs: string[] }>(
        { publicCidrs: [] },
        { publicCidrs: ["203.0.113.0/24", "198.51.100.7/32"] },
      ),
    },
    { requiredKeys: ["sparkPools", "eventLogs", "registry"] },
  );
  return fc.record({
    name: clusterNames(cloud.longestName),
    cluster: fc.tuple(common, cloud.options).map(([args, options]): ClusterArgs => ({ ...args, ...options })),
    platform: fc.record(
      {
        spark: fc.constant({ image: "registry.example.com/spark:4.1.1", architectures: ["amd64", "arm64"] }),
        executors: fc.record({ cores: fc.integer({ min: 1, max: 4 }) }, { requiredKeys: [] }),
        warm: fc.record({ executors: fc.nat(3), drivers: fc.nat(1) }),
        namespaces: fc.constantFrom([{ name: "etl" }], [{ name: "etl" }, { name: "adhoc" }]),
      },
      { requiredKeys: ["spark"] },
    ),
  });
}
