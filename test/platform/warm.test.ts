import { ExistingCluster, SparkPlatform, type SparkPlatformArgs } from "../../lib";
import { byType, named, recordProgram } from "../../lib/testing";
import { clusterArgs, eventLogs } from "../addons/example";

type Args = Partial<Omit<SparkPlatformArgs, "cluster">>;

const hours = { from: "08:00", to: "18:00", timeZone: "Europe/Berlin" };

function record(args: Args, { capacityBuffers = false } = {}) {
  return recordProgram(() => {
    new SparkPlatform("analytics", {
      cluster: new ExistingCluster("shared", { ...clusterArgs, autoscaler: { capacityBuffers } }),
      eventLogs,
      ...args,
    });
  });
}

const typesOf = ({ resources }: Awaited<ReturnType<typeof record>>, part: string) =>
  resources.filter(({ name }) => name.includes(part)).map(({ type, name }) => `${type} ${name}`);

describe("the room that a platform keeps free", () => {
  it("is kept by pause pods with the image of Spark, at the priority that was asked for", async () => {
    const recording = await record({
      warm: { executors: 1 },
      pausePriority: -7,
      mirrors: { images: { "docker.io": "mine" } },
    });
    const { inputs } = named(recording, "kubernetes:apps/v1:Deployment", "analytics-warm-executor-spot");
    expect(inputs).toMatchObject({
      spec: { replicas: 1, template: { spec: { initContainers: [{ image: "mine/apache/spark:4.1.1" }] } } },
    });
    const priority = named(
      recording,
      "kubernetes:scheduling.k8s.io/v1:PriorityClass",
      "analytics-priorities-overprovisioning",
    );
    expect(priority.inputs.value).toBe(-7);
  });

  it("has the shape, the place and the team that each entry says", async () => {
    const recording = await record({
      namespaces: [{ name: "etl", team: "data" }],
      executorSizes: [{ name: "small", cores: 1 }],
      warm: [{ executors: 2, executorSize: "small", pool: "on-demand", team: "data" }],
    });
    const { inputs } = named(recording, "kubernetes:apps/v1:Deployment", "analytics-warm-executor-small-on-demand");
    expect(inputs).toMatchObject({
      spec: {
        template: {
          metadata: { labels: { "spark-platform/team": "data" } },
          spec: {
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [{ matchExpressions: [{ key: "pool", operator: "In", values: ["on-demand"] }] }],
                },
              },
            },
          },
        },
      },
    });
  });

  it("begins at 0 where it has hours, and is switched by CronJobs that may do no more than that", async () => {
    const recording = await record({ warm: [{ executors: 4, hours }, { drivers: 1 }] });
    const deployments = byType(recording, "kubernetes:apps/v1:Deployment").filter(({ name }) => name.includes("warm"));
    expect(
      deployments.map(({ name, inputs, ignoreChanges }) => [
        name,
        (inputs.spec as { replicas: number }).replicas,
        ignoreChanges,
      ]),
    ).toEqual([
      ["analytics-warm-driver-drivers", 1, []],
      ["analytics-warm-executor-spot", 0, ["spec.replicas"]],
    ]);
    const jobs = byType(recording, "kubernetes:batch/v1:CronJob");
    expect(jobs.map(({ name, inputs }) => [name, (inputs.spec as { schedule: string }).schedule])).toEqual([
      ["analytics-warm-hours-executor-spot-on", "0 8-17 * * 1-5"],
      ["analytics-warm-hours-executor-spot-off", "0 0-7,18-23 * * 1-5"],
      ["analytics-warm-hours-executor-spot-off-2", "0 * * * 0,6"],
    ]);
    const { inputs } = named(recording, "kubernetes:rbac.authorization.k8s.io/v1:Role", "analytics-warm-hours-role");
    const resourceNames = ["analytics-warm-executor-spot"];
    expect(inputs.rules).toEqual([
      { apiGroups: ["apps"], resources: ["deployments"], resourceNames, verbs: ["get"] },
      { apiGroups: ["apps"], resources: ["deployments/scale"], resourceNames, verbs: ["patch"] },
    ]);
  });

  it("is switched by KEDA where that is asked for, and by nothing beside it", async () => {
    const recording = await record({ warm: { executors: 4, hours: { ...hours, by: "keda" } } });
    const { inputs } = named(
      recording,
      "kubernetes:keda.sh/v1alpha1:ScaledObject",
      "analytics-warm-hours-keda-executor-spot",
    );
    expect(inputs.spec).toEqual({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "analytics-warm-executor-spot" },
      ...{ minReplicaCount: 0, maxReplicaCount: 4 },
      triggers: [
        {
          type: "cron",
          metadata: {
            ...{ timezone: "Europe/Berlin", start: "0 8 * * 1-5", end: "0 18 * * 1-5" },
            desiredReplicas: "4",
          },
        },
      ],
    });
    expect(byType(recording, "kubernetes:batch/v1:CronJob")).toEqual([]);
  });

  it("is kept by CapacityBuffers where the autoscaler knows them, and every node that may be warm gets the image", async () => {
    const recording = await record({ warm: [{ executors: 3 }, { executors: 2, hours }] }, { capacityBuffers: true });
    expect(typesOf(recording, "-warm").filter((text) => text.includes("Deployment"))).toEqual([]);
    const buffers = byType(recording, "kubernetes:autoscaling.x-k8s.io/v1beta1:CapacityBuffer");
    expect(buffers.map(({ name, inputs, ignoreChanges }) => [name, inputs.spec, ignoreChanges])).toEqual([
      [
        "analytics-warm-executor-spot",
        {
          provisioningStrategy: "buffer.x-k8s.io/active-capacity",
          podTemplateRef: { name: "analytics-warm-executor-spot" },
          replicas: 3,
        },
        [],
      ],
      ["analytics-warm-executor-spot-2", expect.objectContaining({ replicas: 0 }), ["spec.replicas"]],
    ]);
    const { inputs } = named(recording, "kubernetes:core/v1:PodTemplate", "analytics-warm-executor-spot");
    const { requests } = { requests: { cpu: "3972m", memory: "14422Mi" } };
    expect(inputs).toMatchObject({
      metadata: { name: "analytics-warm-executor-spot", namespace: "spark-system" },
      template: {
        spec: {
          tolerations: [{ key: "dedicated", operator: "Equal", value: "spark", effect: "NoSchedule" }],
          containers: [{ resources: { requests } }],
        },
      },
    });
    const pull = named(recording, "kubernetes:apps/v1:DaemonSet", "analytics-image-pull-daemonset");
    expect(pull.inputs).toMatchObject({
      spec: {
        template: {
          spec: {
            initContainers: [{ image: "apache/spark:4.1.1", resources: { requests: { cpu: "0", memory: "0" } } }],
            tolerations: [{ key: "dedicated", operator: "Equal", value: "spark", effect: "NoSchedule" }],
          },
        },
      },
    });
    const job = named(recording, "kubernetes:batch/v1:CronJob", "analytics-warm-hours-executor-spot-2-on");
    expect(job.inputs.spec).toMatchObject({
      jobTemplate: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  args: [
                    ...["patch", "capacitybuffers.autoscaling.x-k8s.io", "analytics-warm-executor-spot-2"],
                    ...["--namespace=spark-system", "--type=merge", '--patch={"spec":{"replicas":2}}'],
                  ],
                },
              ],
            },
          },
        },
      },
    });
  });
});
