import { Overprovisioning, podTemplate } from "../../lib";
import { schedulingOf } from "../../lib/plan/placement/scheduling";
import { byType, recordProgram } from "../../lib/testing";
import { examplePlan } from "./example";

describe("Overprovisioning", () => {
  it("runs pause pods of the exact size and placement of the Spark pods that will take their place", async () => {
    const plan = examplePlan();
    const recording = await recordProgram(() => {
      new Overprovisioning("warm", {
        namespace: "spark-system",
        priorityClassName: "analytics-overprovisioning",
        pods: [
          {
            name: "executor-spot",
            replicas: 3,
            cpuMillis: 3972,
            memoryMiB: 14422,
            scheduling: schedulingOf(plan, "executor", "spot"),
          },
        ],
      });
    });
    const deployments = byType(recording, "kubernetes:apps/v1:Deployment");
    expect(deployments.map(({ name }) => name)).toEqual(["warm-executor-spot"]);
    const labels = {
      "app.kubernetes.io/name": "overprovisioning",
      "app.kubernetes.io/instance": "warm-executor-spot",
    };
    expect(deployments[0]?.inputs).toEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: {
        name: "warm-executor-spot",
        namespace: "spark-system",
        labels: { ...labels, "app.kubernetes.io/component": "executor-spot" },
        annotations: { "pulumi.com/skipAwait": "true", "pulumi.com/patchForce": "true" },
      },
      spec: {
        replicas: 3,
        selector: { matchLabels: labels },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: "100%" } },
        template: {
          metadata: { labels },
          spec: {
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [{ matchExpressions: [{ key: "pool", operator: "In", values: ["spot"] }] }],
                },
              },
            },
            tolerations: [{ key: "dedicated", operator: "Equal", value: "spark", effect: "NoSchedule" }],
            priorityClassName: "analytics-overprovisioning",
            terminationGracePeriodSeconds: 0,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 65535,
              runAsGroup: 65535,
              seccompProfile: { type: "RuntimeDefault" },
            },
            containers: [
              {
                name: "pause",
                image: "registry.k8s.io/pause:3.10",
                securityContext: {
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  capabilities: { drop: ["ALL"] },
                },
                resources: { requests: { cpu: "3972m", memory: "14422Mi" }, limits: { memory: "14422Mi" } },
              },
            ],
          },
        },
      },
    });
  });

  it("takes size and placement from a plan and its pod template, which users have", async () => {
    const plan = examplePlan();
    const { cpuRequestMillis: cpuMillis, memoryMiB } = plan.executor.shape;
    const { affinity, tolerations } = podTemplate(plan, "executor").spec;
    const recording = await recordProgram(() => {
      new Overprovisioning("warm", {
        namespace: plan.systemNamespace,
        priorityClassName: "analytics-overprovisioning",
        pods: [{ name: "executor", replicas: 2, cpuMillis, memoryMiB, scheduling: { affinity, tolerations } }],
      });
    });
    expect(byType(recording, "kubernetes:apps/v1:Deployment")[0]?.inputs).toMatchObject({
      spec: { template: { spec: schedulingOf(plan, "executor") } },
    });
  });

  it("brings Spark's image first, in a container that takes no more than the pod's own, and bills the team", async () => {
    const recording = await recordProgram(() => {
      new Overprovisioning("warm", {
        namespace: "spark-system",
        priorityClassName: "low",
        sparkImage: "apache/spark:4.1.1",
        pods: [
          {
            ...{ name: "executor", replicas: 1, cpuMillis: 1000, memoryMiB: 1024 },
            scheduling: schedulingOf(examplePlan(), "executor"),
            labels: { "spark-platform/team": "data" },
          },
        ],
      });
    });
    const [deployment] = byType(recording, "kubernetes:apps/v1:Deployment");
    const resources = { requests: { cpu: "1000m", memory: "1024Mi" }, limits: { memory: "1024Mi" } };
    expect(deployment?.inputs).toMatchObject({
      metadata: { labels: { "spark-platform/team": "data" } },
      spec: {
        template: {
          metadata: { labels: { "spark-platform/team": "data" } },
          spec: {
            initContainers: [
              {
                ...{ name: "pull-image", image: "apache/spark:4.1.1", command: ["true"], resources },
                securityContext: {
                  ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
                  capabilities: { drop: ["ALL"] },
                },
              },
            ],
            containers: [{ name: "pause", resources }],
          },
        },
      },
    });
    // A selector can't be changed, so it must not hold what a user may.
    expect(deployment?.inputs.spec).toMatchObject({
      selector: {
        matchLabels: { "app.kubernetes.io/name": "overprovisioning", "app.kubernetes.io/instance": "warm-executor" },
      },
    });
  });

  it("leaves the number alone that something else switches", async () => {
    const pods = { replicas: 0, cpuMillis: 1, memoryMiB: 1, scheduling: schedulingOf(examplePlan(), "executor") };
    const recording = await recordProgram(() => {
      new Overprovisioning("warm", {
        namespace: "spark-system",
        priorityClassName: "low",
        pods: [
          { ...pods, name: "always" },
          { ...pods, name: "switched", isSwitched: true },
        ],
      });
    });
    const deployments = byType(recording, "kubernetes:apps/v1:Deployment");
    expect(deployments.map(({ name, ignoreChanges }) => [name, ignoreChanges])).toEqual([
      ["warm-always", []],
      ["warm-switched", ["spec.replicas"]],
    ]);
  });

  it("has names that Kubernetes takes, however long the platform's and the pool's are", async () => {
    const long = "x".repeat(30);
    const recording = await recordProgram(() => {
      new Overprovisioning(`${long}-warm`, {
        namespace: "spark-system",
        priorityClassName: "low",
        pods: [
          {
            ...{ name: `executor-${long}`, replicas: 0, cpuMillis: 1, memoryMiB: 1 },
            scheduling: schedulingOf(examplePlan(), "executor"),
          },
        ],
      });
    });
    const { metadata } = byType(recording, "kubernetes:apps/v1:Deployment")[0]?.inputs as {
      metadata: { name: string; labels: Record<string, string> };
    };
    // https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
    for (const value of [metadata.name, ...Object.values(metadata.labels)])
      expect(value.length).toBeLessThanOrEqual(63);
  });

  it("takes the pause image from a mirror", async () => {
    const recording = await recordProgram(() => {
      new Overprovisioning("warm", {
        namespace: "spark-system",
        priorityClassName: "low",
        image: "registry.example.com/pause:3.10",
        pods: [
          {
            name: "driver",
            replicas: 1,
            cpuMillis: 1000,
            memoryMiB: 1024,
            scheduling: schedulingOf(examplePlan(), "driver"),
          },
        ],
      });
    });
    expect(byType(recording, "kubernetes:apps/v1:Deployment")[0]?.inputs).toMatchObject({
      spec: { template: { spec: { containers: [{ image: "registry.example.com/pause:3.10" }] } } },
    });
  });
});
