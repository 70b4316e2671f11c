import { PriorityClasses } from "../../lib";
import { byType, recordProgram } from "../../lib/testing";

describe("PriorityClasses", () => {
  it("puts its own pods before drivers before executors before placeholders before pause pods, which preempt nobody and still bring nodes", async () => {
    const recording = await recordProgram(() => {
      const { system, driver, executor, placeholder, overprovisioning } = new PriorityClasses("analytics");
      return { system, driver, executor, placeholder, overprovisioning };
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
      // Below 0, so that pods of nobody's class preempt it too.
      [{ name: "analytics-placeholder" }, -5, false, "PreemptLowerPriority"],
      // cluster-autoscaler's --expendable-pods-priority-cutoff is -10: lower ones bring no node.
      [{ name: "analytics-overprovisioning" }, -10, false, "Never"],
    ]);
    expect(recording.outputs).toEqual({
      system: "analytics-system",
      driver: "analytics-driver",
      executor: "analytics-executor",
      placeholder: "analytics-placeholder",
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
      ["classes-placeholder", "batch-placeholder"],
      ["classes-overprovisioning", "batch-overprovisioning"],
    ]);
  });

  it("takes another priority for pause pods, which placeholders still preempt", async () => {
    const valuesAt = async (overprovisioning: number) => {
      const recording = await recordProgram(() => {
        new PriorityClasses("analytics", { overprovisioning });
      });
      const classes = byType(recording, "kubernetes:scheduling.k8s.io/v1:PriorityClass");
      return classes.slice(-2).map(({ inputs }) => inputs.value);
    };
    expect(await valuesAt(-6)).toEqual([-5, -6]);
    expect(await valuesAt(-1)).toEqual([0, -1]);
  });

  it("refuses a priority at which pause pods bring no node", async () => {
    const { errors } = await recordProgram(
      () => {
        new PriorityClasses("analytics", { overprovisioning: -11 });
      },
      { errors: "return" },
    );
    expect(String(errors[0])).toContain(
      'PriorityClasses "analytics" has 1 problem; nothing of it was created.\n' +
        "  - overprovisioning: -11 is below what cluster-autoscaler adds nodes for",
    );
  });

  it("is replaced where it changes, since Kubernetes changes no value of a class", async () => {
    const recording = await recordProgram(() => {
      new PriorityClasses("analytics");
    });
    for (const { replaceOnChanges, deleteBeforeReplace } of byType(
      recording,
      "kubernetes:scheduling.k8s.io/v1:PriorityClass",
    )) {
      expect(replaceOnChanges).toEqual(["value", "preemptionPolicy"]);
      expect(deleteBeforeReplace).toBe(true);
    }
  });
});
