/** One set of properties over three clouds: what holds of every platform that can be planned, and of all that it creates. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";

import type { NodePoolPlan, Taint } from "../../lib/plan/nodes/pool";
import { podTemplate } from "../../lib/plan/placement/pod-template";
import { systemSchedulingOf } from "../../lib/plan/placement/scheduling";
import { planPlatform } from "../../lib/plan/plan-platform";
import type { PlatformPlan } from "../../lib/plan/platform";
import { SparkPlatform } from "../../lib/platform/platform";
import type { RecordedResource, Recording } from "../../lib/testing";
import { checkResource } from "../models/mapping";
import { outcomeOf } from "../plan/random-platforms";
import { aws } from "./properties-aws";
import { azure } from "./properties-azure";
import type { Cloud } from "./properties-cloud";
import { gcp } from "./properties-gcp";
import { resourcesOf } from "./programs";
import { type Asked, platformsOn } from "./properties-platforms";

const clouds: [string, Cloud][] = [
  ["AWS", aws],
  ["Google Cloud", gcp],
  ["Azure", azure],
];

/** Platforms that are only planned, and platforms that are built as well, for each cloud. */
const PLANNED = 1000;
const BUILT = 12;

interface Planned extends Asked {
  plan: PlatformPlan;
}

interface Built extends Planned {
  recording: Recording;
  /** What is created in the cloud. */
  resources: RecordedResource[];
}

function planned(cloud: Cloud, count: number): Planned[] {
  return fc.sample(platformsOn(cloud), { numRuns: count, seed: fc.readConfigureGlobal().seed }).flatMap((asked) => {
    const outcome = outcomeOf(() => {
      const cluster = cloud.plan(asked.name, asked.cluster);
      return planPlatform({ name: "lake", cluster, ...asked.platform });
    });
    return "plan" in outcome ? [{ ...asked, plan: outcome.plan }] : [];
  });
}

async function built(cloud: Cloud, { name, cluster, platform, plan }: Planned): Promise<Built> {
  const recording = await cloud.record(
    () => new SparkPlatform("lake", { cluster: cloud.create(name, cluster), ...platform }),
  );
  return { name, cluster, platform, plan, recording, resources: resourcesOf(recording, cloud.prefix) };
}

describe.each(clouds)("of every platform that can be planned on %s", (_name, cloud) => {
  let plans: Planned[];

  beforeAll(() => {
    plans = planned(cloud, PLANNED);
  });

  test("there are many", () => {
    expect(plans.length).toBeGreaterThan(PLANNED / 3);
  });

  test("drivers are never on spot", () => {
    expect(
      plans.filter(({ plan }) => {
        const spot = plan.cluster.sparkPools.filter(({ capacity }) => capacity === "spot");
        const { driver } = templatesOf(plan);
        return spot.some((pool) => plan.driver.pools.includes(pool.name) || driver.reaches(pool));
      }),
    ).toEqual([]);
  });

  test("every pool's minimum is 0 but the system pool's, unless it was asked for", () => {
    for (const { plan, cluster } of plans) {
      expect(plan.cluster.systemPools.filter(({ minNodes }) => minNodes < 1)).toEqual([]);
      const asked = new Map(cluster.sparkPools.map((pool) => [pool.name, pool.minNodes ?? 0]));
      for (const pool of plan.cluster.sparkPools) expect(pool.minNodes).toBeLessThanOrEqual(asked.get(pool.name)!);
    }
  });

  test("each taint is tolerated by exactly the pods that should", () => {
    for (const { plan } of plans) {
      const { driver, executor, system } = templatesOf(plan);
      for (const pool of plan.cluster.sparkPools) {
        expect({ pool: pool.name, driver: driver.reaches(pool), executor: executor.reaches(pool) }).toEqual({
          pool: pool.name,
          driver: plan.driver.pools.includes(pool.name),
          executor: plan.executor.pools.includes(pool.name),
        });
        expect(system.filter((pod) => pod.tolerates(pool))).toEqual([]);
      }
      for (const pool of plan.cluster.systemPools) {
        expect([driver.reaches(pool), executor.reaches(pool)]).toEqual([false, false]);
        expect(system.filter((pod) => !pod.tolerates(pool))).toEqual([]);
      }
      // Nothing is tolerated that is on no node.
      const taints = plan.cluster.sparkPools.flatMap((pool) => pool.taints);
      for (const { tolerations } of [driver, executor]) {
        expect(tolerations.filter((toleration) => !taints.some((taint) => tolerates(toleration, taint)))).toEqual([]);
      }
    }
  });
});

describe.each(clouds)("of everything that platforms create on %s", (_name, cloud) => {
  let all: Built[];

  beforeAll(async () => {
    all = [];
    for (const plan of planned(cloud, 4 * BUILT).slice(0, BUILT)) all.push(await built(cloud, plan));
  }, 600_000);

  /** One line for each resource of which something is found. */
  const found = (look: (resource: RecordedResource, of: Built) => string[]): string[] => [
    ...new Set(
      all.flatMap((one) =>
        one.resources.flatMap((resource) =>
          look(resource, one).map((finding) => `${resource.type} ${resource.name}: ${finding}`),
        ),
      ),
    ),
  ];

  test("there is enough of it", () => {
    expect(all).toHaveLength(BUILT);
    expect(all.filter(({ resources }) => resources.length < 10)).toEqual([]);
  });

  test("pools are as small as was asked, and spot where it was", () => {
    for (const { recording, cluster } of all) {
      const pools = cloud.pools(recording);
      const system = pools.filter(({ labels }) => labels["spark-platform/role"] === "system");
      expect(system.length).toBeGreaterThan(0);
      expect(system.filter(({ isSpot, minNodes }) => isSpot || minNodes === 0)).toEqual([]);
      for (const asked of cluster.sparkPools) {
        const own = pools.filter(({ labels }) => labels["spark-platform/pool"] === asked.name);
        expect(own.filter(({ isSpot }) => isSpot !== (asked.capacity === "spot"))).toEqual([]);
        expect(own.reduce((sum, { minNodes = 0 }) => sum + minNodes, 0)).toBeLessThanOrEqual(asked.minNodes ?? 0);
      }
    }
  });

  test("each identity is bound to one service account, and it is there", () => {
    for (const { recording } of all) {
      const accounts = new Map<string, Set<string>>();
      for (const { identity, serviceAccount } of cloud.identities(recording)) {
        accounts.set(identity, (accounts.get(identity) ?? new Set()).add(serviceAccount));
      }
      expect(accounts.size).toBeGreaterThan(1);
      const bound = [...accounts.values()].flatMap((one) => [...one]);
      expect(bound).toHaveLength(accounts.size);
      expect(bound.filter((account) => !serviceAccountsIn(recording).includes(account))).toEqual([]);
    }
  });

  test("drivers write their event logs, the history server writes nothing", () => {
    for (const { recording } of all) {
      const identities = cloud.identities(recording);
      const rights = (account: RegExp) =>
        identities
          .filter(({ serviceAccount }) => account.test(serviceAccount))
          .map(({ identity }) => cloud.rightsToWrite(recording, identity));
      const history = rights(/\/lake-history-server$/);
      expect(history.length).toBeGreaterThan(0);
      expect(history.flat()).toEqual([]);
      const drivers = rights(/\/spark$/);
      expect(drivers.length).toBeGreaterThan(0);
      expect(drivers.filter((own) => own.length === 0)).toEqual([]);
    }
  });

  test("nothing is public", () => {
    expect(found((resource) => cloud.openings(resource))).toEqual([]);
    const exposed = all.flatMap(({ recording }) =>
      recording.resources.filter(
        ({ type, inputs }) =>
          type.endsWith(":Ingress") ||
          (type === "kubernetes:core/v1:Service" &&
            ["LoadBalancer", "NodePort"].includes(String((inputs.spec as { type?: string }).type))),
      ),
    );
    expect(exposed).toEqual([]);
  });

  test("the API server lets in whom the list names", () => {
    for (const { recording, cluster } of all) {
      expect(cloud.letIn(recording)).toEqual(cluster.apiServer?.publicCidrs ?? cloud.letInByDefault);
    }
  });

  test("everything that takes tags or labels says whose cost it is", () => {
    expect(
      found(({ type, inputs }, { name }) => {
        const carrier = labelsOf(type);
        const labels = carrier === undefined ? {} : (inputs[carrier] as Record<string, unknown> | undefined);
        return carrier === undefined || labels?.["spark-platform"] === name ? [] : [`${carrier} lacks the platform`];
      }),
    ).toEqual([]);
  });

  test("machines say of which pool they are", () => {
    for (const { recording, name } of all) {
      for (const { labels, machineTags } of cloud.pools(recording)) {
        const pool = labels["spark-platform/pool"] ?? "system";
        expect(machineTags).toMatchObject({ "spark-platform": name, "spark-platform-pool": pool });
      }
    }
  });

  test("the cloud's API takes all of it, whatever its name", () => {
    expect(
      found((resource) =>
        checkResource(resource, cloud.table).map(
          ({ path, value, problem }) => `${path}: ${JSON.stringify(value)} ${problem}`,
        ),
      ),
    ).toEqual([]);
  });

  test("event logs and images survive a destroy unless they are to be deleted", () => {
    expect(
      found((resource, { cluster }) => {
        const data = cloud.holdsData(resource);
        if (data === undefined) return [];
        const isDeleted = (data === "images" ? cluster.registry : cluster.eventLogs).deleteData === true;
        return resource.retainOnDelete === isDeleted ? [`${data} ${isDeleted ? "stay" : "go"}`] : [];
      }),
    ).toEqual([]);
    for (const { resources } of all) {
      expect(new Set(resources.flatMap((resource) => cloud.holdsData(resource) ?? []))).toEqual(
        new Set(["event logs", "images"]),
      );
    }
  });
});

interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
}

interface Template {
  tolerations: Toleration[];
  tolerates(pool: NodePoolPlan): boolean;
  /** Whether the scheduler may put the pod on a node of the pool. */
  reaches(pool: NodePoolPlan): boolean;
}

/** The pods as they are deployed. */
function templatesOf(plan: PlatformPlan): { driver: Template; executor: Template; system: Template[] } {
  const isSparks = (pod: string): boolean => /^(?:driver|executor|pause pod)/.test(pod);
  return {
    driver: template(podTemplate(plan, "driver").spec),
    executor: template(podTemplate(plan, "executor").spec),
    system: plan.placements
      .filter(({ pod }) => !isSparks(pod.name))
      .map(({ pod }) => template(systemSchedulingOf(plan, pod.name))),
  };
}

function template({ affinity, tolerations }: ReturnType<typeof systemSchedulingOf>): Template {
  const terms = affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const matches = ({ labels }: NodePoolPlan): boolean =>
    terms.some(({ matchExpressions }) =>
      matchExpressions.every(({ key, operator, values }) => operator === "In" && values.includes(labels[key] ?? "")),
    );
  const own: Template = {
    tolerations,
    tolerates: (pool) =>
      pool.taints
        .filter(({ effect }) => effect !== "PreferNoSchedule")
        .every((taint) => tolerations.some((toleration) => tolerates(toleration, taint))),
    reaches: (pool) => matches(pool) && own.tolerates(pool),
  };
  return own;
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function tolerates({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  if (effect !== undefined && effect !== taint.effect) return false;
  if (operator === "Exists") return key === undefined || key === taint.key;
  return key === taint.key && (value ?? "") === (taint.value ?? "");
}

function serviceAccountsIn({ resources }: Recording): string[] {
  const own = resources
    .filter(({ type }) => type === "kubernetes:core/v1:ServiceAccount")
    .map(({ inputs }) => inputs.metadata as { namespace: string; name: string })
    .map(({ namespace, name }) => `${namespace}/${name}`);
  // EKS brings the account of its network plugin, and Karpenter's chart its own.
  return [...own, "kube-system/aws-node", "kube-system/karpenter"];
}

const carriers = new Map<string, string | undefined>();

/** Tags of objects are paid by the month, each: https://aws.amazon.com/s3/pricing/. What a bucket costs is told by its own. */
const BILLED_TAGS = ["aws:s3/bucketObjectv2:BucketObjectv2"];

/** The input by which the SDK's class takes tags or labels of the cloud, if it has one. */
function labelsOf(type: string): string | undefined {
  if (BILLED_TAGS.includes(type)) return undefined;
  if (!carriers.has(type)) {
    const [prefix = "", module = "", kind = ""] = type.split(":");
    const folder = join(__dirname, "../../node_modules/@pulumi", prefix, module.split("/")[0]!);
    const file = readdirSync(folder).find((name) => name.toLowerCase() === `${kind.toLowerCase()}.js`)!;
    const source = readFileSync(join(folder, file), "utf8");
    carriers.set(
      type,
      ["tags", "labels", "resourceLabels"].find((name) => source.includes(`resourceInputs["${name}"] = args`)),
    );
  }
  return carriers.get(type);
}
