import { planPage } from "../../lib/report";
import { breakdownSection } from "../../lib/report/sections/pools";
import { nodeViews } from "../../lib/report/page/node-view";
import { examplePlan } from "./fixtures/plan";

test("the breakdown says what a pool's kubelet settings win", () => {
  const plan = examplePlan();
  const [pool] = plan.cluster.sparkPools;
  pool!.kubelet = { maxPods: 30, kubeReservedMemoryMiB: 585 };
  pool!.machines[0]!.allocatable.gainedMiB = 2244;
  pool!.machines[1]!.allocatable.gainedMiB = 1900;
  expect(breakdownSection(plan)!.notes).toEqual([
    "batch-spot: 1 900 to 2 244 MiB more for pods on each node than with the cloud's usual settings, " +
      "since nodes admit and reserve for 30 pods only.",
  ]);
});

test("without settings that win anything the breakdown says nothing of them", () => {
  expect(breakdownSection(examplePlan())!.notes).toEqual([]);
});

test("executors of every size have a picture of their own, by name", () => {
  const plan = examplePlan();
  const shape = { ...plan.executor.shape, cores: 8, cpuRequestMillis: 7870, memoryMiB: 30_640 };
  const packing = plan.executor.packing.map((one) => ({ ...one, podsPerNode: 2 }));
  plan.executorSizes = [{ name: "wide", sized: { ...plan.executor, shape, packing }, configuration: [] }];
  const [pool] = plan.cluster.sparkPools;
  const views = nodeViews(plan, pool!).map(({ packing: full }) => [full?.role, full?.size, full?.podsPerNode]);
  expect(views).toContainEqual(["executor", undefined, 4]);
  expect(views).toContainEqual(["executor", "wide", 2]);
  expect(planPage(plan)).toContain("Full of executors &quot;wide&quot;");
});
