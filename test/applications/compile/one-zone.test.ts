import type { PlatformPlan } from "../../../lib/plan";
import { byType } from "../../../lib/testing";
import { examplePlan } from "../../addons/example";
import { recordOn } from "../recorded";

/** https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity */
const inDriversZone = (name: string) => ({
  requiredDuringSchedulingIgnoredDuringExecution: [
    {
      topologyKey: "topology.kubernetes.io/zone",
      // Spark's own label: SPARK_ROLE_LABEL in resource-managers/kubernetes/core/src/main/scala/org/apache/spark/deploy/k8s/Constants.scala
      labelSelector: { matchLabels: { "spark-platform/application": name, "spark-role": "driver" } },
    },
  ],
});

type Affinity = { nodeAffinity?: object; podAffinity?: object };
type PodSpec = { template: { spec: { affinity: Affinity } }; labels: Record<string, string> };

async function affinities(on: PlatformPlan, args: Parameters<typeof recordOn>[1]) {
  const recording = await recordOn(on, { executors: { instances: 2 }, ...args });
  expect(recording.errors).toEqual([]);
  const [application] = byType(recording, "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication");
  const { driver, executor } = application?.inputs.spec as Record<"driver" | "executor", PodSpec>;
  const [job] = byType(recording, "kubernetes:batch/v1:Job");
  const placeholder = (job?.inputs.spec as { template: { spec: { affinity: Affinity } } }).template.spec.affinity;
  return { driver, executor: executor.template.spec.affinity, placeholder };
}

const shuffle = { volume: "pvc", storageClass: "gp3" } as const;
const onVolumes = examplePlan({ shuffle });

/** On a cluster whose autoscaler brings nodes to the zone that pods ask for. */
function choosing(plan: PlatformPlan): PlatformPlan {
  const { cluster } = plan;
  return { ...plan, cluster: { ...cluster, autoscaler: { ...cluster.autoscaler, choosesZone: true } } };
}

describe("oneZone", () => {
  it("keeps executors and their placeholders in the zone of the driver, and on their pools", async () => {
    const { driver, executor, placeholder } = await affinities(examplePlan(), { name: "sums", oneZone: true });
    expect(executor.podAffinity).toEqual(inDriversZone("sums"));
    expect(placeholder.podAffinity).toEqual(inDriversZone("sums"));
    expect(executor.nodeAffinity).toEqual((await affinities(examplePlan(), {})).executor.nodeAffinity);
    expect(driver.template.spec.affinity).not.toHaveProperty("podAffinity");
    expect(driver.labels).toMatchObject({ "spark-platform/application": "sums" });
  });

  it.each<[string, PlatformPlan, Parameters<typeof recordOn>[1], boolean]>([
    ["where executors have volumes and nodes come where they are asked for", choosing(onVolumes), {}, true],
    ["not unless asked where nodes come to any zone", onVolumes, {}, false],
    ["where it is asked for all the same", onVolumes, { oneZone: true }, true],
    ["not for files on the nodes' disks", choosing(examplePlan()), {}, false],
    ["not where nobody wants it", choosing(onVolumes), { oneZone: false }, false],
    [
      "where the application's own configuration makes volumes",
      choosing(examplePlan()),
      {
        sparkConf: {
          "spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.options.claimName": "OnDemand",
        },
      },
      true,
    ],
  ])("is on %s", async (_, on, args, expected) => {
    const { executor, placeholder } = await affinities(on, args);
    expect(executor.podAffinity !== undefined).toBe(expected);
    expect(placeholder.podAffinity !== undefined).toBe(expected);
  });
});
