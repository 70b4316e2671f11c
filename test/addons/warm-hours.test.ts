import { KedaHours, WarmHours } from "../../lib";
import { byType, named, recordProgram } from "../../lib/testing";

const object = {
  ...{ kind: "Deployment" as const, name: "warm-executor-spot", part: "executor-spot", replicas: 4 },
  ...{ cron: { on: "0 8-17 * * 1-5", off: ["0 0-7,18-23 * * 1-5", "0 * * * 0,6"] }, timeZone: "Europe/Berlin" },
};

describe("WarmHours", () => {
  it("runs kubectl with the number that holds then, hardened, small, and never for long", async () => {
    const recording = await recordProgram(() => {
      new WarmHours("hours", {
        namespace: "spark-system",
        objects: [object],
        image: "registry.example.com/kubectl:v1.35.1",
      });
    });
    const { inputs } = named(recording, "kubernetes:batch/v1:CronJob", "hours-executor-spot-on");
    expect(inputs.spec).toEqual({
      ...{ schedule: "0 8-17 * * 1-5", timeZone: "Europe/Berlin", concurrencyPolicy: "Replace" },
      ...{ startingDeadlineSeconds: 600, successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 1 },
      jobTemplate: {
        spec: {
          ...{ backoffLimit: 3, activeDeadlineSeconds: 600 },
          template: {
            spec: {
              ...{ automountServiceAccountToken: true, serviceAccountName: "hours", restartPolicy: "Never" },
              enableServiceLinks: false,
              securityContext: {
                ...{ runAsNonRoot: true, runAsUser: 65535, runAsGroup: 65535 },
                seccompProfile: { type: "RuntimeDefault" },
              },
              containers: [
                {
                  name: "kubectl",
                  image: "registry.example.com/kubectl:v1.35.1",
                  args: ["scale", "deployment", "warm-executor-spot", "--namespace=spark-system", "--replicas=4"],
                  securityContext: {
                    ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
                    capabilities: { drop: ["ALL"] },
                  },
                  resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "128Mi" } },
                },
              ],
            },
          },
        },
      },
    });
    const off = named(recording, "kubernetes:batch/v1:CronJob", "hours-executor-spot-off-2");
    expect(off.inputs.spec).toMatchObject({ schedule: "0 * * * 0,6" });
    expect(JSON.stringify(off.inputs)).toContain('"--replicas=0"');
  });

  it("may read and scale the objects that it names, and no others", async () => {
    const recording = await recordProgram(() => {
      const buffer = { ...object, kind: "CapacityBuffer" as const, name: "room", part: "room" };
      new WarmHours("hours", { namespace: "spark-system", objects: [object, buffer] });
    });
    expect(named(recording, "kubernetes:rbac.authorization.k8s.io/v1:Role", "hours-role").inputs.rules).toEqual([
      { apiGroups: ["apps"], resources: ["deployments"], resourceNames: ["warm-executor-spot"], verbs: ["get"] },
      {
        apiGroups: ["apps"],
        resources: ["deployments/scale"],
        resourceNames: ["warm-executor-spot"],
        verbs: ["patch"],
      },
      {
        ...{ apiGroups: ["autoscaling.x-k8s.io"], resources: ["capacitybuffers"], resourceNames: ["room"] },
        verbs: ["get", "patch"],
      },
    ]);
    expect(byType(recording, "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole")).toEqual([]);
  });

  it("has CronJobs whose names end where Kubernetes wants them to", async () => {
    const recording = await recordProgram(() => {
      new WarmHours("analytics-warm-hours", {
        namespace: "spark-system",
        objects: [{ ...object, part: `executor-${"x".repeat(40)}` }],
      });
    });
    const names = byType(recording, "kubernetes:batch/v1:CronJob").map(
      ({ inputs }) => (inputs.metadata as { name: string }).name,
    );
    expect(new Set(names).size).toBe(3);
    // https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/: at most 52 characters
    for (const name of names) expect(name.length).toBeLessThanOrEqual(52);
  });
});

describe("KedaHours", () => {
  it("has a name that KEDA's own autoscaler can carry on", async () => {
    const recording = await recordProgram(() => {
      new KedaHours("analytics-warm-hours-keda", {
        namespace: "spark-system",
        deployments: [
          {
            ...{ name: "warm", part: `executor-${"x".repeat(40)}`, replicas: 4, timeZone: "Etc/UTC" },
            span: { start: "0 8 * * *", end: "0 18 * * *" },
          },
        ],
      });
    });
    const [scaled] = byType(recording, "kubernetes:keda.sh/v1alpha1:ScaledObject");
    const { name } = scaled?.inputs.metadata as { name: string };
    // It becomes the value of a label.
    expect(`keda-hpa-${name}`.length).toBeLessThanOrEqual(63);
  });
});
