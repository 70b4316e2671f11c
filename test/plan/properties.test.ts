/** What holds of every platform that can be planned, whatever its pools and wishes, and of whatever else comes in. */

import fc from "fast-check";

import { planEksCluster } from "../../lib/clusters/aws/plan";
import { planExistingCluster } from "../../lib/clusters/existing/plan";
import type { PodShape, PodSizeArgs, SizedPod } from "../../lib/plan/executors/shape";
import type { Issue } from "../../lib/plan/issue";
import type { NodePoolPlan, PoolMachine } from "../../lib/plan/nodes/pool";
import type { PlannedPod } from "../../lib/plan/placement/pod";
import { planPlatform } from "../../lib/plan/plan-platform";
import type { PlatformPlan, PlatformPlanArgs } from "../../lib/plan/platform";
import { outcomeOf, platforms } from "./random-platforms";

const eventLogs = { uri: "s3a://company-logs/spark" };

type Asked = Pick<PlatformPlanArgs, "executors" | "drivers">;

/** Runs `check` on every random platform that is not refused, and on many enough of them. */
function forEveryPlatform(check: (plan: PlatformPlan, asked: Asked) => void, numRuns = 100): void {
  let plans = 0;
  fc.assert(
    fc.property(platforms, ({ cluster, args }) => {
      const outcome = outcomeOf(() => {
        const planned = cluster();
        const own = planned.storage.managedEventLogs === undefined ? { eventLogs } : {};
        return planPlatform({ name: "lake", cluster: planned, ...own, ...args } as PlatformPlanArgs);
      });
      if ("issues" in outcome) return;
      plans += 1;
      check(outcome.plan, args);
    }),
    { numRuns },
  );
  expect(plans).toBeGreaterThan(numRuns / 4);
}

const poolsOf = ({ cluster }: PlatformPlan): NodePoolPlan[] => [...cluster.systemPools, ...cluster.sparkPools];
const poolNamed = (plan: PlatformPlan, name: string): NodePoolPlan => poolsOf(plan).find((pool) => pool.name === name)!;
const sizedPods = ({ driver, executor, executorSizes }: PlatformPlan): SizedPod[] => [
  driver,
  executor,
  ...executorSizes.map(({ sized }) => sized),
];

/** Pods of a size on an empty node, put there one after another as the scheduler would. */
function fill({ available }: PoolMachine, shape: PodShape, beside?: PodShape): number {
  let [cpu, memory, pods] = [available.cpuMillis, available.memoryMiB, available.pods];
  const take = ({ cpuRequestMillis, memoryMiB }: PodShape): boolean => {
    cpu -= cpuRequestMillis;
    memory -= memoryMiB;
    pods -= 1;
    return cpu >= 0 && memory >= 0 && pods >= 0;
  };
  if (beside !== undefined && !take(beside)) return 0;
  let count = 0;
  while (take(shape)) count += 1;
  return count;
}

describe("of every platform that can be planned", () => {
  test("every machine's capacity is its allocatable and the deductions by name, and DaemonSets are off what is available", () => {
    forEveryPlatform((plan) => {
      for (const { allocatable, daemonSets, available } of poolsOf(plan).flatMap(({ machines }) => machines)) {
        for (const resource of ["cpuMillis", "memoryMiB", "ephemeralStorageMiB"] as const) {
          const kept = allocatable.breakdown.reduce((sum, deduction) => sum + deduction[resource], 0);
          expect(allocatable[resource] + kept).toBe(allocatable.capacity[resource]);
          const taken = daemonSets.reduce((sum, daemonSet) => sum + daemonSet[resource], 0);
          expect(available[resource]).toBe(Math.max(0, allocatable[resource] - taken));
        }
        expect(available.pods).toBe(allocatable.pods - daemonSets.length);
      }
    });
  });

  test("a full node holds as many pods as its packing says, and not one more", () => {
    forEveryPlatform((plan) => {
      for (const { shape, packing } of sizedPods(plan)) {
        const { heapMiB, overheadMiB, offHeapMiB, pysparkMiB } = shape;
        expect(shape.memoryMiB).toBe(heapMiB + overheadMiB + offHeapMiB + pysparkMiB);
        for (const { pool, machineType, podsPerNode, leftOver, limitedBy } of packing) {
          const machine = poolNamed(plan, pool).machines.find((one) => one.machine.name === machineType)!;
          expect(podsPerNode).toBe(fill(machine, shape));
          expect(podsPerNode).toBeGreaterThanOrEqual(1);
          expect(podsPerNode * shape.cores).toBeLessThanOrEqual(machine.machine.vcpu);
          const isShort = {
            cpu: leftOver.cpuMillis < shape.cpuRequestMillis,
            memory: leftOver.memoryMiB < shape.memoryMiB,
            pods: podsPerNode === machine.available.pods,
          };
          expect(isShort[limitedBy]).toBe(true);
        }
      }
    });
  });

  test("1 MiB more of heap or 1 millicore more costs a pod, short of 31 GiB, of whole cores and of what was asked for", () => {
    forEveryPlatform((plan, asked) => {
      const check = ({ shape, packing }: SizedPod, { kind = "jvm", memory = "auto" }: PodSizeArgs = {}) => {
        const machines = packing.map(({ pool, machineType }) =>
          poolNamed(plan, pool).machines.find(({ machine }) => machine.name === machineType)!,
        );
        const costsAPod = (larger: PodShape) => machines.some((one) => fill(one, larger) < fill(one, shape));
        const cpuRequestMillis = shape.cpuRequestMillis + 1;
        if (cpuRequestMillis <= shape.cores * 1000) expect(costsAPod({ ...shape, cpuRequestMillis })).toBe(true);
        if (kind === "off-heap" || memory !== "auto" || shape.heapMiB === 31 * 1024) return;
        const heapMiB = shape.heapMiB + 1;
        // `spark.kubernetes.memoryOverheadFactor`, and at least 384 MiB.
        const overheadMiB = Math.max(Math.floor((heapMiB * (kind === "jvm" ? 1 : 4)) / 10), 384);
        expect(costsAPod({ ...shape, heapMiB, overheadMiB, memoryMiB: heapMiB + overheadMiB })).toBe(true);
      };
      check(plan.executor, asked.executors);
      check(plan.driver, asked.drivers);
    });
  });

  test("every pod has a place: its nodes' labels, taints, architecture and size allow it", () => {
    forEveryPlatform((plan) => {
      for (const { pod, pools } of plan.placements) {
        expect(pools).not.toEqual([]);
        for (const pool of pools.map((name) => poolNamed(plan, name)))
          expect([pod.name, reasonAgainst(pod, pool)]).toEqual([pod.name, undefined]);
      }
    });
  });

  test("drivers run on demand, the platform's own pods on system pools on demand, and Spark's on Spark pools", () => {
    forEveryPlatform((plan) => {
      for (const { pod, pools } of plan.placements) {
        const isSpark = /driver|executor/.test(pod.name);
        for (const pool of pools.map((name) => poolNamed(plan, name))) {
          expect([pod.name, pool.role]).toEqual([pod.name, isSpark ? "spark" : "system"]);
          if (!isSpark || pod.name.includes("driver"))
            expect([pod.name, pool.capacity]).toEqual([pod.name, "on-demand"]);
        }
      }
      expect(plan.driver.pools.filter((name) => poolNamed(plan, name).capacity === "spot")).toEqual([]);
    });
  });

  test("maxExecutors fit beside the driver wherever it lands and whatever machines come, and one more would not always", () => {
    forEveryPlatform((plan) => {
      const { driver, executor, configuration } = plan;
      const most = Number(configuration.find(({ key }) => key === "spark.dynamicAllocation.maxExecutors")?.value);
      const pools = executor.pools.map((name) => poolNamed(plan, name));
      const leastOn = (pool: NodePoolPlan, beside?: PodShape) =>
        Math.min(...pool.machines.map((machine) => fill(machine, executor.shape, beside)));
      const nodes = pools.map((pool) => pool.maxNodes * leastOn(pool));
      const all = nodes.reduce((sum, count) => sum + count, 0);
      const withDriver = driver.pools.map((name) => {
        const pool = pools.find((one) => one.name === name);
        return pool === undefined ? all : all - leastOn(pool) + leastOn(pool, driver.shape);
      });
      expect(most).toBe(Math.min(...withDriver));
    });
  });
});

/** What keeps a pod off some node of a pool: the scheduler's filters, written again. */
function reasonAgainst(pod: PlannedPod, { labels, taints, machines }: NodePoolPlan): string | undefined {
  const isSelected = pod.requiredNodes.some((term) =>
    Object.entries(term).every(([key, value]) => labels[key] === value),
  );
  if (!isSelected) return "labels";
  const isTolerated = taints.every(
    ({ key, value = "", effect }) =>
      effect === "PreferNoSchedule" ||
      pod.tolerations.some(
        (one) =>
          (one.key ?? key) === key &&
          (one.effect ?? effect) === effect &&
          (one.operator === "Exists" || (one.value ?? "") === value),
      ),
  );
  if (!isTolerated) return "taints";
  if (!machines.every(({ machine }) => pod.architectures.includes(machine.architecture))) return "architecture";
  const isRoomy = machines.every(
    ({ available }) =>
      pod.cpuMillis <= available.cpuMillis && pod.memoryMiB <= available.memoryMiB && available.pods >= 1,
  );
  return isRoomy ? undefined : "size";
}

describe("whatever comes in, a plan comes out or a list of issues", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = [cyclic];
  const odd = fc.oneof(
    fc.anything({
      maxDepth: 3,
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSet: true,
    }),
    fc.constantFrom<unknown>(
      ...[cyclic, JSON.parse('{"__proto__": {"name": "x"}, "constructor": 1, "toString": "y"}')],
      Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`key-${index}`, index])),
      ...["x".repeat(50_000), "\u0000", "💥", "-0", "1e999m", "9".repeat(400), "constructor", "__proto__"],
      ...[NaN, -0, 2 ** 53, 1e308, Infinity, -1, 0.1, Symbol("odd"), () => 1, new Proxy({}, {}), Object.create(null)],
    ),
  );
  const eks = {
    region: "eu-west-1",
    kubernetesVersion: "1.35",
    systemPool: { machineTypes: ["m7i.large"], minNodes: 1, maxNodes: 2 },
    sparkPools: [
      {
        name: "spark",
        capacity: "on-demand",
        machineTypes: ["m7i.4xlarge"],
        runs: ["driver", "executor"],
        minNodes: 0,
        maxNodes: 9,
        maxPods: 30,
        diskGiB: 200,
        labels: { team: "data" },
        taints: [{ key: "team", value: "data", effect: "NoSchedule" }],
      },
    ],
    daemonSets: [{ name: "agent", cpu: "50m", memory: "64Mi" }],
    network: { cidr: "10.0.0.0/16", zones: 3, natGateways: "one" },
    serviceCidr: "172.20.0.0/16",
    peerCidrs: ["192.168.0.0/16"],
    apiServer: { publicCidrs: ["203.0.113.0/24"] },
    eventLogs: { prefix: "spark-events", expireAfterDays: 30 },
  };
  const small = { cpu: "3920m", memory: "14162Mi", pods: 58, ephemeralStorage: "90Gi" };
  const existing = {
    kubernetesVersion: "1.35",
    nodes: [
      {
        name: "system",
        role: "system",
        labels: { pool: "system" },
        minNodes: 1,
        maxNodes: 3,
        allocatable: small,
        machineType: "m7i.xlarge",
      },
      {
        name: "spark",
        capacity: "on-demand",
        runs: ["driver", "executor"],
        labels: { pool: "spark" },
        taints: [{ key: "a", effect: "NoSchedule" }],
        maxNodes: 5,
        architecture: "arm64",
        allocatable: small,
        machineType: "m7g.xlarge",
      },
    ],
    daemonSets: [{ name: "agent", cpu: "50m", memory: "64Mi" }],
    storageAccess: { scheme: "s3a", sparkConf: { "spark.hadoop.fs.s3a.endpoint": "https://s3.example.com" } },
    autoscaler: { name: "mine", driverAnnotations: { a: "b" } },
    spotNoticeSeconds: 60,
  };
  const platform = {
    name: "lake",
    spark: {
      version: "4.1.1",
      image: "registry.example.com/spark:1",
      architectures: ["amd64", "arm64"],
      hadoopCloud: true,
    },
    namespaces: [{ name: "etl", quota: { cpu: 100, memory: "1Ti", pods: 100 } }],
    systemNamespace: "spark-system",
    executors: { cores: 2, memory: "auto", kind: "jvm", pools: ["spark"] },
    executorSizes: [{ name: "narrow", cores: 1 }],
    drivers: { cores: 1, memory: "auto", pools: ["spark"] },
    warm: { executors: 1, drivers: 1 },
    budget: { maxHourly: 1000 },
    eventLogs,
    shuffle: { volume: "node-disk" },
    sparkConf: { "spark.speculation": "true" },
    historyServer: true,
    sparkOperator: "kubeflow",
  };

  /** Every place in a value, the whole included. */
  function placesIn(value: unknown): PropertyKey[][] {
    if (typeof value !== "object" || value === null) return [[]];
    return [[], ...Object.entries(value).flatMap(([key, part]) => placesIn(part).map((place) => [key, ...place]))];
  }

  /** A copy with another value at a place; as it is where an earlier change took the place away. */
  function replaced(value: unknown, [key, ...rest]: PropertyKey[], by: unknown): unknown {
    if (key === undefined) return by;
    if (typeof value !== "object" || value === null || !(key in value)) return value;
    const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
    return Object.assign(copy, { [key]: replaced((value as Record<PropertyKey, unknown>)[key], rest, by) });
  }

  test.each<[string, unknown, (args: never) => unknown]>([
    ["planEksCluster", eks, (args) => planEksCluster("analytics", args)],
    ["planExistingCluster", existing, (args) => planExistingCluster("shared", args)],
    [
      "planPlatform",
      platform,
      (args: object) => {
        const cluster = planExistingCluster("shared", existing as Parameters<typeof planExistingCluster>[1]);
        return planPlatform((typeof args === "object" && args !== null ? { cluster, ...args } : args) as never);
      },
    ],
  ])("%s", (_, right, planner) => {
    expect(outcomeOf(() => planner(right as never))).toHaveProperty("plan");
    const outcomes = { plans: 0, refusals: 0 };
    const changes = fc.array(fc.tuple(fc.constantFrom(...placesIn(right).slice(1)), odd), {
      minLength: 1,
      maxLength: 3,
    });
    const wrong = fc.oneof(
      {
        weight: 9,
        arbitrary: changes.map((all) => all.reduce((args, [place, by]) => replaced(args, place, by), right)),
      },
      { weight: 1, arbitrary: odd },
    );
    fc.assert(
      fc.property(wrong, (args) => {
        const outcome = outcomeOf(() => planner(args as never));
        if ("plan" in outcome) return void (outcomes.plans += 1);
        outcomes.refusals += 1;
        expect(outcome.issues.length).toBeGreaterThan(0);
        const isSilent = ({ path, problem, allowed, change }: Issue) =>
          [path, problem, allowed, change].some((text) => typeof text !== "string" || !/\S/.test(text));
        expect(outcome.issues.filter(isSilent)).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(outcomes.refusals).toBeGreaterThan(100);
  });
});
