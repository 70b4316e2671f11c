import { PriorityClasses } from "../../lib";
import { byType, recordProgram } from "../../lib/testing";

describe("PriorityClasses", () => {
  it("puts its own pods before drivers before executors before pause pods, which preempt nobody and still bring nodes", async () => {
    const recording = await recordProgram(() => {
      const { system, driver, executor, overprovisioning } = new PriorityClasses("analytics");
      return { system, driver, executor, overprovisioning };
    });
    const classes = byType(recording, "kubernetes:scheduling.k8s.io/v1:PriorityClass").map(({ inputs }) => inputs);
    expect(
      classes.map(({ metadata, value, globalDefault, preemptionPolicy }) => [
        metadata,
        value,
        globalDefault,
        preemptionPolicy,
      ]),
    ).toEqual([
      [{ name: "analytics-system" }, 5000, false, "PreemptLowerPriority"],
      [{ name: "analytics-driver" }, 1000, false, "PreemptLowerPriority"],
      [{ name: "analytics-executor" }, 100, false, "PreemptLowerPriority"],
      // cluster-autoscaler's --expendable-pods-priority-cutoff is -10: lower ones bring no node.
      [{ name: "analytics-overprovisioning" }, -10, false, "Never"],
    ]);
    expect(recording.outputs).toEqual({
      system: "analytics-system",
      driver: "analytics-driver",
      executor: "analytics-executor",
      overprovisioning: "analytics-overprovisioning",
    });
  });

  it("takes the platform's name, since classes belong to the whole cluster", async () => {
    const recording = await recordProgram(() => {
      new PriorityClasses("classes", { platform: "batch" });
    });
    const names = byType(recording, "kubernetes:scheduling.k8s.io/v1:PriorityClass").map(({ name, inputs }) => [
      name,
      (inputs.metadata as { name: string }).name,
    ]);
    expect(names).toEqual([
      ["classes-system", "batch-system"],
      ["classes-driver", "batch-driver"],
      ["classes-executor", "batch-executor"],
      ["classes-overprovisioning", "batch-overprovisioning"],
    ]);
  });
});
