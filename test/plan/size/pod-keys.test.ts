import { podKeys } from "../../../lib/plan/size/pod-keys";
import { sizingEntries } from "../../../lib/plan/spark/compile/sizing";
import { examplePlan } from "../../report/fixtures/plan";

test("the keys to paste are those that a platform sets for the same pods", () => {
  const { executor, driver } = examplePlan();
  const shape = { ...executor.shape, offHeapMiB: 2048, pysparkMiB: 512, memoryMiB: executor.shape.memoryMiB + 2560 };
  const entries = sizingEntries({ executor: { ...executor, shape }, driver } as Parameters<typeof sizingEntries>[0]);
  const planned = Object.fromEntries(entries.map(({ key, value }) => [key, value]));
  expect(planned).toEqual({ ...podKeys("driver", driver.shape), ...podKeys("executor", shape) });
});
