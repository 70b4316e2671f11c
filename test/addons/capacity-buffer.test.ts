import { CapacityBuffers, ImagePull } from "../../lib";
import { schedulingOf } from "../../lib/plan/placement/scheduling";
import { byType, named, recordProgram } from "../../lib/testing";
import { examplePlan } from "./example";

const hardened = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

describe("CapacityBuffers", () => {
  it("are objects with the template of a pod of the exact size and place, which no priority marks as expendable", async () => {
    const scheduling = schedulingOf(examplePlan(), "executor", "spot");
    const recording = await recordProgram(() => {
      new CapacityBuffers("warm", {
        namespace: "spark-system",
        buffers: [
          {
            ...{ name: "executor", replicas: 3, cpuMillis: 3972, memoryMiB: 14422, scheduling },
            labels: { "spark-platform/team": "data" },
          },
        ],
      });
    });
    const labels = {
      "app.kubernetes.io/name": "capacity-buffer",
      "app.kubernetes.io/instance": "warm-executor",
      "app.kubernetes.io/component": "executor",
      "spark-platform/team": "data",
    };
    expect(named(recording, "kubernetes:core/v1:PodTemplate", "warm-executor").inputs).toEqual({
      apiVersion: "v1",
      kind: "PodTemplate",
      metadata: { name: "warm-executor", namespace: "spark-system", labels },
      template: {
        metadata: { labels },
        spec: {
          ...scheduling,
          ...{ automountServiceAccountToken: false, enableServiceLinks: false, terminationGracePeriodSeconds: 0 },
          securityContext: {
            ...{ runAsNonRoot: true, runAsUser: 65535, runAsGroup: 65535 },
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              ...{ name: "pause", image: "registry.k8s.io/pause:3.10", securityContext: hardened },
              resources: { requests: { cpu: "3972m", memory: "14422Mi" }, limits: { memory: "14422Mi" } },
            },
          ],
        },
      },
    });
    const [buffer] = byType(recording, "kubernetes:autoscaling.x-k8s.io/v1beta1:CapacityBuffer");
    expect(buffer?.inputs).toMatchObject({
      metadata: { name: "warm-executor", namespace: "spark-system", labels },
      spec: { podTemplateRef: { name: "warm-executor" }, replicas: 3 },
    });
  });
});

describe("ImagePull", () => {
  it("runs true in the image on the nodes that it is for, and requests nothing", async () => {
    const scheduling = schedulingOf(examplePlan(), "executor", "spot");
    const recording = await recordProgram(() => {
      new ImagePull("pull", { namespace: "spark-system", image: "apache/spark:4.1.1", scheduling });
    });
    const { inputs } = named(recording, "kubernetes:apps/v1:DaemonSet", "pull-daemonset");
    const resources = { requests: { cpu: "0", memory: "0" } };
    expect(inputs).toMatchObject({
      spec: {
        template: {
          spec: {
            ...scheduling,
            automountServiceAccountToken: false,
            initContainers: [{ image: "apache/spark:4.1.1", command: ["true"], securityContext: hardened, resources }],
            containers: [{ image: "registry.k8s.io/pause:3.10", securityContext: hardened, resources }],
          },
        },
      },
    });
  });
});
