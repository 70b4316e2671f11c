import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Loads Pulumi, which takes longer than a test may.
import "../../lib/cli/answers/program-cost";
import type { MachineCostAnswer, ProgramCostAnswer } from "../../lib/cli/schemas/cost";
import { examplePlan } from "../report/fixtures/plan";
import { run, runJson } from "./running";

const pulumi = `require(${JSON.stringify(require.resolve("@pulumi/pulumi"))})`;

function program(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "cost-")), "index.js");
  writeFileSync(file, text);
  return file;
}

describe("spark-platform cost", () => {
  test("prices a machine type: node, executor, task slot, and as many nodes as are asked for", async () => {
    const { code, data } = await runJson<MachineCostAnswer>(
      "cost --cloud aws --machine m7g.4xlarge --nodes 10 --cores 4",
    );
    expect(code).toBe(0);
    // AWS's price list, us-east-1: 0.6528 an hour.
    expect(data).toMatchObject({ capacity: "on-demand", count: 10 });
    expect(data.machines).toEqual([
      expect.objectContaining({
        podsPerNode: 4,
        node: { hourly: 0.6528 },
        nodes: { hourly: 6.528 },
        pod: { hourly: 0.1632 },
        slot: { hourly: 0.0408 },
      }),
    ]);
    const { out } = await run("cost --cloud aws --machine m7g.4xlarge --nodes 10 --cores 4");
    // 730 hours.
    expect(out).toMatch(/10 nodes +│ +\$6\.53 │ +\$4 765 │/);
  });

  test("takes spot prices, and the on-demand price as the most where none is known", async () => {
    const { data } = await runJson<MachineCostAnswer>("cost --cloud aws --machine m7g.4xlarge --capacity spot");
    const { machine, node } = data.machines[0]!;
    expect(node).toEqual({ hourly: machine.price!.spotHourly });
    const unknown = await run("cost --cloud aws --capacity-cpu 16 --capacity-memory 62Gi --capacity spot");
    expect(unknown.code).toBe(0);
    expect(unknown.out).toMatch(/one node +│ +unknown │ +unknown │/);
  });

  test("ends with 1 where no executor fits", async () => {
    const { code, err } = await run("cost --cloud aws --machine t3.nano");
    expect(code).toBe(1);
    expect(err).toContain("error: No executor fits");
    expect(err).toContain("  npx spark-platform size --cloud aws --machine t3.nano");
  });

  test("prices each platform of a program, and shows nothing but the money", async () => {
    const plans = ["blue", "green"].map((name) => ({ ...examplePlan(), name }));
    const file = program(`for (const plan of ${JSON.stringify(plans)})
      new (${pulumi}.ComponentResource)("spark-platform:platform:SparkPlatform", plan.name, { plan });`);
    const { code, data } = await runJson<ProgramCostAnswer>(`cost ${file}`);
    expect(code).toBe(0);
    expect(data).toEqual({ platforms: plans.map(({ name, cost }) => ({ name, cost })) });
    const { out } = await run(`cost ${program(readFileSync(file, "utf8"))}`);
    expect(out).toContain("\nblue: Cost\n");
    expect(out).toContain("\ngreen: Cost\n");
    expect(out).not.toContain("Spark configuration");
  });

  test("ends with 1 where a program has no platform", async () => {
    const { code, err } = await run(`cost ${program("")}`);
    expect(code).toBe(1);
    expect(err).toContain("declares no SparkPlatform");
  });

  // Compiles a program and loads the SDKs of AWS and Kubernetes.
  test("ends with 1 where a budget refuses a program's plan", async () => {
    const { code, out, err } = await run(`cost ${join(__dirname, "programs/over-budget.ts")}`);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("budget.maxHourly: 1 could be exceeded");
    expect(err).not.toMatch(/^\s+at /m);
  }, 120_000);
});
