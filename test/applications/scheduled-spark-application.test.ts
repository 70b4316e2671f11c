import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { ScheduledSparkApplication, type ScheduledSparkApplicationArgs, SparkApplication } from "../../lib";
import type { PlatformPlan } from "../../lib/plan";
import { byType, recordProgram, type Recording } from "../../lib/testing";
import { eventLogs, examplePlan } from "../addons/example";

const TYPE = "kubernetes:sparkoperator.k8s.io/v1beta2:ScheduledSparkApplication";
const plan = examplePlan({ namespaces: [{ name: "etl" }] });

type Args = Partial<Omit<ScheduledSparkApplicationArgs, "platform">>;

function record(args: Args = {}, on: PlatformPlan = plan): Promise<Recording> {
  return recordProgram(
    () => {
      const platform = {
        plan: on,
        provider: new kubernetes.Provider("cluster", {}),
        eventLogUri: pulumi.output(eventLogs.uri),
      };
      const { statusCommand, runsCommand } = new ScheduledSparkApplication("report", {
        platform,
        schedule: "0 3 * * 1-5",
        mainApplicationFile: "local:///opt/app/report.py",
        ...args,
      });
      return { statusCommand, runsCommand };
    },
    { errors: "return" },
  );
}

async function object(args: Args = {}): Promise<Record<string, Record<string, unknown>>> {
  const recording = await record(args);
  expect(recording.errors).toEqual([]);
  const [found, ...more] = byType(recording, TYPE);
  expect(more).toEqual([]);
  return found?.inputs as Record<string, Record<string, unknown>>;
}

async function problems(args: Args, on?: PlatformPlan): Promise<string[]> {
  const recording = await record(args, on);
  const [error] = recording.errors;
  expect(pulumi.ResourceError.isInstance(error) && error.hideStack).toBe(true);
  expect(recording.resources.map(({ type }) => type)).toEqual(["pulumi:providers:kubernetes"]);
  return error?.message.split("\n").slice(1) ?? [];
}

describe("ScheduledSparkApplication", () => {
  it("is one object with the schedule and what each run is", async () => {
    const { metadata, spec } = await object({ labels: { "example.com/owner": "bi" } });
    expect(metadata).toMatchObject({
      name: "report",
      namespace: "etl",
      // The operator gives them to each run.
      labels: { "example.com/owner": "bi", "app.kubernetes.io/part-of": "analytics" },
    });
    const { template, ...schedule } = spec!;
    // Without a time zone the operator takes its own pod's; its policy is "Allow" where none is named.
    expect(schedule).toEqual({
      schedule: "0 3 * * 1-5",
      timeZone: "Etc/UTC",
      concurrencyPolicy: "Forbid",
      successfulRunHistoryLimit: 1,
      failedRunHistoryLimit: 1,
    });
    expect(template).toMatchObject({ type: "Python", mainApplicationFile: "local:///opt/app/report.py" });
  });

  it("takes over what is asked for", async () => {
    const { spec } = await object({
      schedule: "@daily",
      timeZone: "Europe/Berlin",
      concurrencyPolicy: "Replace",
      historyLimits: { successful: 0, failed: 5 },
      suspend: true,
    });
    expect(spec).toMatchObject({
      schedule: "@daily",
      timeZone: "Europe/Berlin",
      concurrencyPolicy: "Replace",
      successfulRunHistoryLimit: 0,
      failedRunHistoryLimit: 5,
      suspend: true,
    });
    expect(spec?.template).not.toHaveProperty("suspend");
  });

  it("runs exactly what a SparkApplication with the same arguments is", async () => {
    const application = {
      mainApplicationFile: "s3a://lake/report.py",
      executors: { size: { cores: 2 }, max: 4 },
      env: { STAGE: "prod" },
      timeLimitSeconds: 60,
      restartPolicy: { type: "OnFailure", retries: 1 } as const,
    };
    const once = await recordProgram(() => {
      const platform = {
        plan,
        provider: new kubernetes.Provider("cluster", {}),
        eventLogUri: pulumi.output(eventLogs.uri),
      };
      new SparkApplication("report", { platform, ...application });
    });
    const { spec } = await object(application);
    expect(spec?.template).toEqual(
      byType(once, "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication")[0]?.inputs.spec,
    );
  });

  it("asks for no room beforehand, and leads to its runs", async () => {
    const recording = await record({ executors: { instances: 4 } });
    expect(byType(recording, "kubernetes:batch/v1:Job")).toEqual([]);
    expect(recording.outputs).toEqual({
      statusCommand: "kubectl --namespace etl get scheduledsparkapplications.sparkoperator.k8s.io report",
      // LabelScheduledSparkAppName in pkg/common/spark.go of v2.5.2
      runsCommand:
        "kubectl --namespace etl get sparkapplications.sparkoperator.k8s.io " +
        "--selector sparkoperator.k8s.io/scheduled-app-name=report",
    });
  });

  it("leaves code where it is when it has changed, for the run that goes on", async () => {
    const recording = await record({ mainApplicationFile: { text: "print(1)", fileName: "report.py" } });
    expect(byType(recording, "kubernetes:core/v1:ConfigMap")).toMatchObject([{ retainOnDelete: true }]);
  });
});

describe("ScheduledSparkApplication refuses", () => {
  it.each<[string, Args, string]>([
    ["seconds in a schedule", { schedule: "0 0 3 * * *" }, "schedule: "],
    ["a schedule that is missing", { schedule: undefined }, "schedule: (not given) is missing"],
    ["an unknown time zone", { timeZone: "Berlin" }, "timeZone: "],
    ["an unknown policy", { concurrencyPolicy: "Skip" as "Allow" }, "concurrencyPolicy: "],
    ["half a run", { historyLimits: { failed: 0.5 } }, "historyLimits.failed: "],
    ["room beforehand", { executors: Object.assign({ min: 1 }, { reserve: 2 }) }, "executors.reserve: "],
    ["one zone for runs side by side", { oneZone: true, concurrencyPolicy: "Allow" }, "oneZone: "],
    ["runs that never end", { restartPolicy: { type: "Always" } }, "restartPolicy.type: "],
  ])("%s", async (_, args, start) => {
    const [problem, ...others] = await problems(args);
    expect(others).toEqual([]);
    expect(problem?.slice("  - ".length)).toMatch(new RegExp(`^${start.replace(/[.()]/g, "\\$&")}`));
  });

  it("a platform whose operator knows no schedules, or that has none", async () => {
    const none = await problems({}, examplePlan({ sparkOperator: false, namespaces: [{ name: "etl" }] }));
    expect(none).toEqual([expect.stringContaining('platform: "analytics" is a platform without the Spark operator')]);
    const apache = await problems({}, { ...plan, sparkOperator: "apache" });
    expect(apache).toEqual([expect.stringContaining("SparkSubmitJob")]);
  });
});
