/** ExecutorPodsAllocator, StatefulSetPodsAllocator and KubernetesClusterManager of the versions named. */

import { checkConfiguration } from "../../../../../lib/plan/spark/check/check-configuration";
import type { SparkMinor } from "../../../../../lib/plan/spark/registry/minors";

type Conf = Record<string, string>;

const dynamic: Conf = { "spark.dynamicAllocation.enabled": "true", "spark.dynamicAllocation.maxExecutors": "20" };
const batch = "spark.kubernetes.allocation.batch.size";
const pending = "spark.kubernetes.allocation.maxPendingPods";
const perProfile = "spark.kubernetes.allocation.maxPendingPodsPerRp";
const everMade = "spark.kubernetes.allocation.maximum";
const allocator = "spark.kubernetes.allocation.pods.allocator";
const timeout = "spark.kubernetes.allocation.executor.timeout";

const find = (conf: Conf, version: SparkMinor = "4.3") =>
  checkConfiguration(conf, { version, storage: "s3a" })
    .filter(({ source }) => source !== undefined)
    .map(({ level, key }) => [level, key]);

test("a batch of more pods than may wait is warned of, also of Spark's own size", () => {
  expect(find({ [batch]: "21", [pending]: "20" })).toEqual([["warning", batch]]);
  expect(find({ [batch]: "20", [pending]: "20" })).toEqual([]);
  expect(find({ [batch]: "1000" })).toEqual([]);
});

test("more pods of one resource profile than in all are refused, by Spark too, from the version that has the limit", () => {
  expect(find({ [perProfile]: "21", [pending]: "20" })).toEqual([["error", perProfile]]);
  expect(find({ [perProfile]: "20", [pending]: "20" })).toEqual([]);
  expect(find({ [perProfile]: "21", [pending]: "20" }, "4.0")).toEqual([]);
});

test("a limit of all pods that leaves none to replace others is warned of", () => {
  expect(find({ ...dynamic, [everMade]: "20" })).toEqual([["warning", everMade]]);
  expect(find({ ...dynamic, [everMade]: "21" })).toEqual([]);
  expect(find({ [everMade]: "20" })).toEqual([]);
});

test("a StatefulSet is warned of with dynamic allocation, since it takes its last pods away", () => {
  expect(find({ ...dynamic, [allocator]: "statefulset" })).toEqual([["warning", allocator]]);
  expect(find({ ...dynamic, [allocator]: "direct" })).toEqual([]);
  expect(find({ [allocator]: "statefulset" })).toEqual([]);
});

test("a Deployment is refused with dynamic allocation unless pods have a cost of deletion", () => {
  expect(find({ ...dynamic, [allocator]: "deployment" })).toEqual([["error", allocator]]);
  expect(find({ ...dynamic, [allocator]: "deployment", "spark.kubernetes.executor.podDeletionCost": "5" })).toEqual([]);
  expect(find({ [allocator]: "deployment" })).toEqual([]);
});

// The key's own description: a request "which does not reached the POD pending state yet".
test("whoever sets the time-out of requests hears that it is not one of waiting for a node", () => {
  expect(find({ [timeout]: "1800s" })).toEqual([["note", timeout]]);
});
