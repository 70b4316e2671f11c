import type * as pulumi from "@pulumi/pulumi";

import {
  BinPackingScheduler,
  CapacityBuffers,
  ExistingCluster,
  HistoryServer,
  ImagePull,
  JobNamespace,
  KedaHours,
  Overprovisioning,
  podTemplate,
  PriorityClasses,
  SparkApplication,
  SparkDefaults,
  SparkOperator,
  SparkPlatform,
  WarmHours,
} from "../../lib";
import { schedulingOf } from "../../lib/plan/placement/scheduling";
import { recordProgram } from "../../lib/testing";
import { clusterArgs, eventLogs, examplePlan } from "./example";

const plan = examplePlan();
const scheduling = schedulingOf(plan, "executor");
const templates = { driver: podTemplate(plan, "driver"), executor: podTemplate(plan, "executor") };
const schedulerArgs = { schedulerName: "packing", namespace: "a", kubernetesVersion: "1.35" };
const pods = [{ name: "executor", replicas: 1, cpuMillis: 1, memoryMiB: 1, scheduling }];
const switched = {
  ...{ kind: "Deployment" as const, name: "b", part: "executor", replicas: 1, timeZone: "Etc/UTC" },
  ...{ cron: { on: "0 8 * * *", off: [] }, span: { start: "0 8 * * *", end: "0 9 * * *" } },
};
const platform = () => new SparkPlatform("other", { cluster: new ExistingCluster("shared", clusterArgs), eventLogs });

const components: [string, (opts: pulumi.ComponentResourceOptions) => pulumi.Resource][] = [
  ["clusters/existing:ExistingCluster", (opts) => new ExistingCluster("x", clusterArgs, opts)],
  ["addons:JobNamespace", (opts) => new JobNamespace("x", { namespace: "etl" }, opts)],
  ["addons:PriorityClasses", (opts) => new PriorityClasses("x", {}, opts)],
  [
    "addons:Overprovisioning",
    (opts) => new Overprovisioning("x", { namespace: "a", priorityClassName: "b", pods }, opts),
  ],
  ["addons:CapacityBuffers", (opts) => new CapacityBuffers("x", { namespace: "a", buffers: pods }, opts)],
  ["addons:ImagePull", (opts) => new ImagePull("x", { namespace: "a", image: "b", scheduling }, opts)],
  ["addons:WarmHours", (opts) => new WarmHours("x", { namespace: "a", objects: [switched] }, opts)],
  ["addons:KedaHours", (opts) => new KedaHours("x", { namespace: "a", deployments: [switched] }, opts)],
  ["addons:BinPackingScheduler", (opts) => new BinPackingScheduler("x", schedulerArgs, opts)],
  ["addons:SparkOperator", (opts) => new SparkOperator("x", { namespace: "a", jobNamespaces: ["etl"] }, opts)],
  ["addons:HistoryServer", (opts) => new HistoryServer("x", { namespace: "a", logUri: "s3a://b/c" }, opts)],
  ["addons:SparkDefaults", (opts) => new SparkDefaults("x", { namespace: "a", configuration: {}, templates }, opts)],
  [
    "applications:SparkApplication",
    (opts) => new SparkApplication("x", { platform: platform(), mainApplicationFile: "local:///a.py" }, opts),
  ],
  [
    "platform:SparkPlatform",
    (opts) => new SparkPlatform("x", { cluster: new ExistingCluster("shared", clusterArgs), eventLogs }, opts),
  ],
];

describe("every component", () => {
  it.each(components)(
    "%s keeps its token, takes aliases, and lets transforms reach every child",
    async (token, create) => {
      const seen: string[] = [];
      const recording = await recordProgram(() => {
        create({
          aliases: [{ name: "before" }],
          transforms: [
            ({ type, name }) => {
              seen.push(`${type} ${name}`);
              return undefined;
            },
          ],
        });
      });
      const component = recording.resources.find(
        ({ type, name }) => type === `spark-platform:${token}` && name === "x",
      );
      expect(component?.aliases).toEqual([expect.objectContaining({ name: "before" })]);
      const below = recording.resources.filter(({ urn, parent }) => {
        for (let at = parent; at !== undefined; at = recording.resources.find((one) => one.urn === at)?.parent) {
          if (at === component?.urn) return urn !== component?.urn;
        }
        return false;
      });
      expect(below.length).toBeGreaterThan(0);
      for (const { type, name } of below) expect(seen).toContain(`${type} ${name}`);
      expect(below.every(({ name }) => name.startsWith("x-"))).toBe(true);
    },
  );

  it("works alone, with no platform and no provider of the library's", async () => {
    const alone = components.filter(([token]) => token.startsWith("addons:"));
    for (const [token, create] of alone) {
      const { resources } = await recordProgram(() => {
        create({});
      });
      expect(resources.map(({ type }) => type)).toContain(`spark-platform:${token}`);
      expect(resources.map(({ type }) => type)).not.toContain("spark-platform:platform:SparkPlatform");
    }
  });
});
