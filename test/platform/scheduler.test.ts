import { parse } from "yaml";

import { ExistingCluster, SparkPlatform, type SparkPlatformArgs } from "../../lib";
import { byType, recordProgram, type Recording } from "../../lib/testing";
import { clusterArgs, eventLogs } from "../addons/example";

function record(args: Partial<SparkPlatformArgs>): Promise<Recording> {
  return recordProgram(() => {
    const cluster = new ExistingCluster("shared", clusterArgs);
    new SparkPlatform("analytics", { cluster, eventLogs, warm: { executors: 1 }, ...args });
  });
}

const component = "spark-platform:addons:BinPackingScheduler";

interface Deployment {
  metadata: { name: string; namespace: string };
  spec: { template: { spec: { schedulerName?: string; [field: string]: unknown } } };
}

const deploymentsIn = (recording: Recording) =>
  byType(recording, "kubernetes:apps/v1:Deployment").map(({ inputs }) => inputs as unknown as Deployment);

/** Names of schedulers in the templates that drivers and executors are made from. */
function templatesIn(recording: Recording): unknown[] {
  const data = byType(recording, "kubernetes:core/v1:ConfigMap")
    .map(({ inputs }) => inputs.data as Record<string, string>)
    .find((files) => "driver.yaml" in files);
  return ["driver.yaml", "executor.yaml"].map(
    (file) => (parse(data?.[file] ?? "") as Deployment["spec"]["template"]).spec.schedulerName,
  );
}

test("bin packing: a scheduler on system nodes, in the system namespace, from the mirror; Spark's pods and pause pods name it", async () => {
  const recording = await record({
    scheduler: "bin-packing",
    mirrors: { images: { "registry.k8s.io": "registry.example.com" } },
  });
  expect(byType(recording, component).map(({ name }) => name)).toEqual(["analytics-scheduler"]);
  const own = deploymentsIn(recording).find(({ metadata }) => metadata.name === "analytics-scheduler");
  expect(own?.metadata.namespace).toBe("spark-system");
  expect(own?.spec.template.spec).toMatchObject({
    priorityClassName: "analytics-system",
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: "pool", operator: "In", values: ["system"] }] }],
        },
      },
    },
    containers: [{ image: "registry.example.com/kube-scheduler:v1.34.13" }],
  });
  expect(templatesIn(recording)).toEqual(["analytics-scheduler", "analytics-scheduler"]);
  const names = deploymentsIn(recording).map(({ metadata, spec }) => [metadata.name, spec.template.spec.schedulerName]);
  expect(Object.fromEntries(names)).toEqual({
    "analytics-history-server": undefined,
    "analytics-scheduler": undefined,
    "analytics-warm-executor-spot": "analytics-scheduler",
  });
});

test.each([
  ["default", undefined],
  [{ name: "yunikorn" }, "yunikorn"],
] as const)("%j brings no scheduler", async (scheduler, name) => {
  const recording = await record({ scheduler });
  expect(byType(recording, component)).toEqual([]);
  expect(templatesIn(recording)).toEqual([name, name]);
});
