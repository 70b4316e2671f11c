import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import { placeholderTemplate } from "../../../lib/applications/placeholders/template";
import { examplePlan } from "../../addons/example";

const plan = examplePlan({ namespaces: [{ name: "etl", team: "data" }] });

/** As Go's printf does it, of which kubectl's templates have one; test/e2e/one-boot.test.ts asks kubectl itself. */
function printf(format: string, value: number): string {
  return format.replaceAll(/%(%|\[1\]v)/g, (_, verb) => (verb === "%" ? "%" : String(value)));
}

function templateOf(image: pulumi.Input<string>): Promise<string> {
  const template = placeholderTemplate({ plan, namespace: "etl", image, pauseImage: "pause:1" });
  return (template as pulumi.Output<string> & { promise(): Promise<string> }).promise();
}

test("becomes a Job with as many placeholders as there are to be, which goes once it is over", async () => {
  const template = await templateOf(pulumi.output("spark:1"));
  for (const count of [1, 12]) {
    const job = parse(printf(template, count)) as Record<string, Record<string, unknown>>;
    expect(job).toMatchObject({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { generateName: "placeholders-", labels: { "spark-platform/team": "data" } },
      spec: {
        completions: count,
        parallelism: count,
        backoffLimitPerIndex: 0,
        activeDeadlineSeconds: 600,
        ttlSecondsAfterFinished: 0,
        template: { spec: { priorityClassName: "analytics-placeholder", initContainers: [{ image: "spark:1" }] } },
      },
    });
    // kubectl puts it into the namespace that it is told.
    expect(job.metadata).not.toHaveProperty("namespace");
    expect(job.metadata?.labels).not.toHaveProperty(["spark-platform/application"]);
  }
});

test("keeps every other per cent sign as it is", async () => {
  const job = parse(printf(await templateOf("spark%40:1"), 1)) as { spec: { template: { spec: object } } };
  expect(job.spec.template.spec).toMatchObject({ initContainers: [{ image: "spark%40:1" }] });
});
