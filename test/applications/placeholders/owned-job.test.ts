import type { SparkApplicationArgs } from "../../../lib";
import type { PlatformPlan } from "../../../lib/plan";
import { byType, type RecordedResource } from "../../../lib/testing";
import { manifestsOf } from "../../../lib/rendering";
import { examplePlan } from "../../addons/example";
import { recordOn } from "../recorded";

const TYPE = "kubernetes:batch/v1:Job";

const plan = examplePlan({
  namespaces: [{ name: "etl", team: "data" }],
  executorSizes: [{ name: "small", cores: 1, pools: ["on-demand"] }],
});

type Args = Parameters<typeof recordOn>[1];

async function jobs(args: Args, on: PlatformPlan = plan, platform: Parameters<typeof recordOn>[2] = {}) {
  const recording = await recordOn(on, args, platform);
  expect(recording.errors).toEqual([]);
  return byType(recording, TYPE);
}

interface JobInputs {
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    annotations: object;
    ownerReferences: object[];
  };
  spec: Record<string, unknown> & { template: { metadata: object; spec: Record<string, unknown> } };
}

async function job(...args: Parameters<typeof jobs>): Promise<RecordedResource & { inputs: JobInputs }> {
  const [found, ...more] = await jobs(...args);
  expect(more).toEqual([]);
  return found as RecordedResource & { inputs: JobInputs };
}

describe("the room of the first executors", () => {
  it.each<[NonNullable<SparkApplicationArgs["executors"]> | undefined, number]>([
    [{ instances: 6 }, 6],
    [{ min: 2, max: 10 }, 2],
    [{ min: 2, max: 10, reserve: 8 }, 8],
    [{ max: 10, reserve: 3 }, 3],
    [{ reserve: 120 }, 120],
  ])("is asked for with the driver's: %j asks for %d", async (executors, count) => {
    // https://kubernetes.io/docs/concepts/workloads/controllers/job/#backoff-limit-per-index
    expect((await job({ executors })).inputs.spec).toMatchObject({
      completionMode: "Indexed",
      completions: count,
      parallelism: count,
      backoffLimitPerIndex: 0,
    });
  });

  it.each([undefined, { max: 10 }, { min: 0 }, { instances: 6, reserve: 0 }])(
    "is not asked for where no number is known, or none is wished: %j",
    async (executors) => {
      expect(await jobs({ executors })).toEqual([]);
    },
  );

  it.each<[string, Args]>([
    ["is suspended", { suspend: true }],
    ["waits in a queue", { labels: { "kueue.x-k8s.io/queue-name": "batch" } }],
  ])("is not asked for while the application %s", async (_, args) => {
    expect(await jobs({ ...args, executors: { instances: 6 } })).toEqual([]);
  });

  it("follows what the platform's configuration says of every application", async () => {
    const least = examplePlan({ sparkConf: { "spark.dynamicAllocation.minExecutors": "3" } });
    expect((await job({}, least)).inputs.spec.completions).toBe(3);
    expect((await job({ executors: { max: 2 } }, least)).inputs.spec.completions).toBe(2);
    const fixed = examplePlan({
      sparkConf: { "spark.dynamicAllocation.enabled": "false", "spark.executor.instances": "5" },
    });
    expect((await job({}, fixed)).inputs.spec.completions).toBe(5);
  });
});

describe("placeholders", () => {
  it("have the executors' exact size and nodes, and give way to every executor", async () => {
    const { template } = (await job({ executors: { instances: 2 } })).inputs.spec;
    const { cpuRequestMillis, memoryMiB } = plan.executor.shape;
    const resources = {
      requests: { cpu: `${cpuRequestMillis}m`, memory: `${memoryMiB}Mi` },
      limits: { memory: `${memoryMiB}Mi` },
    };
    expect(template.spec).toMatchObject({
      priorityClassName: "analytics-placeholder",
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: ["spot", "on-demand"].map((pool) => ({
              matchExpressions: [{ key: "pool", operator: "In", values: [pool] }],
            })),
          },
        },
      },
      tolerations: [{ key: "dedicated", operator: "Equal", value: "spark", effect: "NoSchedule" }],
      terminationGracePeriodSeconds: 0,
      // A Job's pods that are never replaced: https://kubernetes.io/docs/concepts/workloads/controllers/job/#backoff-limit-per-index
      restartPolicy: "Never",
      initContainers: [{ name: "pull-image", image: "apache/spark:4.1.1", command: ["true"], resources }],
      containers: [{ name: "pause", image: "registry.k8s.io/pause:3.10", resources }],
    });
    expect(template.spec.affinity).not.toHaveProperty("podAffinity");
  });

  it("have the size that the application chose", async () => {
    const { spec } = (await job({ executors: { size: "small", instances: 1 } })).inputs.spec.template;
    const { shape } = plan.executorSizes[0]!.sized;
    expect(spec.containers).toMatchObject([{ resources: { requests: { cpu: `${shape.cpuRequestMillis}m` } } }]);
    expect(JSON.stringify(spec.affinity)).not.toContain("spot");
  });

  it("end by themselves: while they wait, and on their nodes", async () => {
    const { activeDeadlineSeconds, template, ...spec } = (await job({ executors: { instances: 1 } })).inputs.spec;
    expect(activeDeadlineSeconds).toBe(600);
    expect(template.spec.activeDeadlineSeconds).toBe(180);
    // A Job that is taken away before its application would be missed by a refresh, and made again.
    expect(spec).not.toHaveProperty("ttlSecondsAfterFinished");
  });

  it("pass Pod Security restricted, may be evicted, and can't call the API", async () => {
    const { template } = (await job({ executors: { instances: 1 } })).inputs.spec;
    const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
    expect(template).toMatchObject({
      metadata: { annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "true" } },
      spec: {
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
        initContainers: [{ securityContext }],
        containers: [{ securityContext }],
      },
    });
  });

  it("are labelled by application and team, and not as executors", async () => {
    const labels = {
      "app.kubernetes.io/component": "placeholder",
      "app.kubernetes.io/part-of": "analytics",
      "spark-platform/application": "sums",
      "spark-platform/team": "data",
    };
    const { metadata, spec } = (await job({ name: "sums", executors: { instances: 1 } })).inputs;
    expect(metadata).toMatchObject({ namespace: "etl", labels });
    expect(spec.template.metadata).toMatchObject({ labels });
  });

  it("pull the application's image, by way of mirrors, and may run another pause image", async () => {
    const { inputs } = await job({ image: "docker.io/team/etl:7", executors: { instances: 1 } }, plan, {
      imageMirrors: { "docker.io": "registry.example.com/hub" },
      pauseImage: "docker.io/team/pause:1",
    });
    expect(inputs.spec.template.spec).toMatchObject({
      initContainers: [{ image: "registry.example.com/hub/team/etl:7" }],
      containers: [{ image: "registry.example.com/hub/team/pause:1" }],
    });
  });
});

describe("their Job", () => {
  it("belongs to the application's object, which does not wait for it, nor does an update", async () => {
    const recording = await recordOn(plan, { executors: { instances: 1 } });
    const [application] = byType(recording, "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication");
    const [found] = byType(recording, TYPE) as (RecordedResource & { inputs: JobInputs })[];
    expect(found).toMatchObject({ name: "pi-placeholders", parent: application?.parent });
    expect(found?.inputs.metadata).toMatchObject({
      annotations: { "pulumi.com/skipAwait": "true" },
      // Its uid is known only once it is there.
      ownerReferences: [{ apiVersion: "sparkoperator.k8s.io/v1beta2", kind: "SparkApplication", name: "pi" }],
    });
    expect(found?.dependencies).toContain(application?.urn);
    expect(application?.dependencies).not.toContain(found?.urn);
  });

  it("names the application's object by the uid that the API server gives it", async () => {
    const uid = "5b0e0d6b-0000-4000-8000-000000000000";
    const recording = await recordOn(plan, { executors: { instances: 1 } }, {}, ({ inputs }) =>
      inputs.kind === "SparkApplication" ? { metadata: { ...(inputs.metadata as object), uid } } : undefined,
    );
    const [found] = byType(recording, TYPE) as (RecordedResource & { inputs: JobInputs })[];
    expect(found?.inputs.metadata.ownerReferences).toEqual([
      { apiVersion: "sparkoperator.k8s.io/v1beta2", kind: "SparkApplication", name: "pi", uid },
    ]);
  });

  it("is another one for another run, and the same for the same", async () => {
    const name = async (args: Args) => (await job({ executors: { instances: 1 }, ...args })).inputs.metadata.name;
    const names = await Promise.resolve([
      await name({}),
      await name({}),
      await name({ arguments: ["1"] }),
      await name({ executors: { instances: 2 } }),
      await name({ executors: { instances: 1, reserve: 1 } }),
    ]);
    expect(names[0]).toMatch(/^pi-placeholder-[0-9a-f]{6}$/);
    expect(names[1]).toBe(names[0]);
    expect(names[4]).toBe(names[0]);
    expect(new Set(names).size).toBe(3);
  });

  it("leaves room for an index in the host names of its pods", async () => {
    const { inputs } = await job({ name: "a".repeat(38), executors: { instances: 1 } });
    // https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode
    expect(`${inputs.metadata.name}-99999`.length).toBeLessThanOrEqual(63);
  });

  it("stands alone in a manifest, since nobody knows the uid of its owner there", async () => {
    const manifests = manifestsOf(await recordOn(plan, { executors: { instances: 1 } }));
    const [found] = manifests.filter(({ kind }) => kind === "Job");
    expect(found?.metadata).not.toHaveProperty("ownerReferences");
  });
});

describe("executors.reserve is refused", () => {
  it.each<[NonNullable<SparkApplicationArgs["executors"]>, string]>([
    [{ reserve: -1 }, "executors.reserve: -1 is not a number of executors. Allowed: a whole number from 0 to 120."],
    [{ reserve: 1.5 }, "executors.reserve: 1.5 is not a number of executors."],
    [
      { reserve: 121 },
      "executors.reserve: 121 is more than the platform's pools and the namespace's quota hold beside a driver",
    ],
    [
      { max: 4, reserve: 5 },
      "executors.reserve: 5 asks for the room of more executors than the application ever has, 4. Allowed: a whole number from 0 to 4.",
    ],
    [{ instances: 4, reserve: 5 }, "executors.reserve: 5 asks for the room of more executors"],
    [{ reserve: "2" as unknown as number }, 'executors.reserve: "2" is not what this argument takes'],
  ])("as %j", async (executors, message) => {
    const { errors, resources } = await recordOn(plan, { executors });
    expect(errors[0]?.message).toContain(message);
    expect(errors[0]?.message.split("\n")).toHaveLength(2);
    expect(resources.filter(({ type }) => type.includes("SparkApplication"))).toEqual([]);
  });

  it("where the quota holds fewer, together with what else is wrong", async () => {
    const { driver, executor } = plan;
    const cpu = (driver.shape.cpuRequestMillis + 2 * executor.shape.cpuRequestMillis) / 1000;
    const small = examplePlan({ namespaces: [{ name: "etl", quota: { cpu, memory: "4Ti" } }] });
    const { errors } = await recordOn(small, {
      executors: { reserve: 3, min: -1 },
      oneZone: "yes" as unknown as boolean,
    });
    expect(errors[0]?.message.match(/^ {2}- [^:]+/gm)).toEqual([
      "  - oneZone",
      "  - executors.min",
      "  - executors.reserve",
    ]);
    expect(errors[0]?.message).toContain("a whole number from 0 to 2");
  });
});
