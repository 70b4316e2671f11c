import fc from "fast-check";

import { columnWidths } from "../../lib/report/columns";
import { planTables, resourceTable } from "../../lib/report";
import { tableRows } from "../table-rows";
import { examplePlan } from "./fixtures/plan";

describe("the tables of a plan", () => {
  const text = planTables(examplePlan());
  const cells = tableRows(text);

  test("say what is planned on which cluster", () => {
    expect(text.split("\n")[0]).toBe('analytics  Spark 4.1.1 on EKS "analytics" in us-east-1, Kubernetes 1.35');
  });

  test("show the shapes of executors and drivers", () => {
    expect(cells).toContainEqual(["executor", "4", "3.935", "13 620", "1 700", "15 320", "batch-spot, drivers"]);
    expect(cells).toContainEqual(["driver", "1", "1", "3 072", "384", "3 456", "drivers"]);
    expect(text).toContain("executor: Four task slots fill a 4xlarge to the last core.");
  });

  test("show executors of other sizes, and off-heap and PySpark memory where there is any", () => {
    const plan = examplePlan();
    const { executor } = plan;
    const shape = { ...executor.shape, heapMiB: 4096, offHeapMiB: 9424, pysparkMiB: 100 };
    plan.executorSizes = [
      { name: "native", sized: { ...executor, shape, reason: "As asked for." }, configuration: plan.configuration },
    ];
    const tables = planTables(plan, { width: 160 });
    expect(tableRows(tables)).toContainEqual([
      ...['executor "native"', "4", "3.935", "4 096", "1 700", "9 424", "100", "15 320", "batch-spot, drivers"],
    ]);
    expect(tableRows(tables)).toContainEqual([
      ...["executor", "4", "3.935", "13 620", "1 700", "0", "0", "15 320", "batch-spot, drivers"],
    ]);
    expect(tableRows(tables).filter(([name, pool]) => name === 'executor "native"' && pool === "drivers")).toHaveLength(
      1,
    );
    expect(tables).toContain('executor "native": As asked for.');
  });

  test("show how many pods fit a node, what is left and why no more", () => {
    // 20 000 MiB.
    const disk = "19.5\u00a0GiB";
    expect(cells).toContainEqual(["executor", "batch-spot", "m7i.4xlarge", "4", "0", "0", disk, "CPU"]);
    expect(cells).toContainEqual(["executor", "drivers", "m7i.2xlarge", "1", "3.805", "13 192", disk, "CPU"]);
    expect(cells).toContainEqual(["driver", "drivers", "m7i.2xlarge", "7", "0.74", "4 320", disk, "CPU"]);
    // 20 nodes of 4 and 4 nodes of 1.
    expect(text).toContain("With every pool at its most nodes, 84 executors fit.");
  });

  test("show pools with what is allocatable and what is free, a line for each machine type", () => {
    expect(cells).toContainEqual([
      ...["batch-spot", "executors", "spot", "0–20", "m7i.4xlarge"],
      ...["15.89", "61 536", "15.74", "61 280"],
    ]);
    expect(cells).toContainEqual(["", "", "", "", "m7a.4xlarge", "15.89", "61 536", "15.74", "61 280"]);
    expect(cells).toContainEqual([
      "system",
      "platform",
      "on-demand",
      "2",
      "m7i.large",
      "1.89",
      "4 192",
      "1.74",
      "3 936",
    ]);
  });

  test("lead from the machine to what is free, equal machine types once", () => {
    const start = cells.findIndex(([name]) => name === "m7i.4xlarge, m7a.4xlarge");
    expect(cells.slice(start, start + 8)).toEqual([
      ["m7i.4xlarge, m7a.4xlarge", "machine", "16", "65 536", "102 400"],
      ["", "− VM overhead", "0", "3 007", "0"],
      ["", "− kube-reserved", "0.11", "893", "1 024"],
      ["", "− eviction threshold", "0", "100", "9 216"],
      ["", "= allocatable", "15.89", "61 536", "92 160"],
      ["", "− aws-node (DaemonSet)", "0.05", "128", "0"],
      ["", "− kube-proxy (DaemonSet)", "0.1", "128", "0"],
      ["", "= free for pods", "15.74", "61 280", "92 160"],
    ]);
  });

  test("leave the breakdown out where a cluster states what is left", () => {
    const plan = examplePlan();
    for (const { machines } of [...plan.cluster.sparkPools, ...plan.cluster.systemPools]) {
      for (const machine of machines) {
        machine.allocatable.breakdown = [];
        machine.daemonSets = [];
      }
    }
    expect(planTables(plan)).not.toContain("Where a machine goes");
  });

  test("show where every pod goes, configuration with reasons, warm capacity", () => {
    expect(cells).toContainEqual(["history server", "1", "0.25", "1 408", "system"]);
    expect(cells).toContainEqual([
      ...["aws-node (DaemonSet)", "1 a node", "0.05", "128", "batch-spot, drivers, system"],
    ]);
    expect(text).toContain(
      "spark.eventLog.dir = (event-log storage of the cluster)\n    Event logs outlive the driver.\n",
    );
    expect(text).toContain("\nspark.executor.memory = 13620m\n    The pod's share of a m7i.4xlarge less overhead");
    expect(text).toContain("\n    A <finished> executor & its pod leave room at once. Needs Spark 4.1. [1]\n");
    expect(text).toContain("[1] https://spark.apache.org/docs/4.1.1/running-on-kubernetes.html");
    expect(cells).toContainEqual([
      ...["executors", "4", "batch-spot", "1", "pause pods", "always", "730", "$0.3600", "$263"],
    ]);
  });

  test.each(["plan", "cluster", "user"])("give no reference to a value that comes from the %s", (source) => {
    const plan = examplePlan();
    plan.configuration.push({ key: "spark.zone", value: "here", reason: "That is where it is.", source, since: "any" });
    const text = planTables(plan);
    expect(text).toContain("\nspark.zone = here\n    That is where it is.\n");
    expect(text.split("\n").filter((line) => /^\[\d+\] /.test(line))).toEqual([
      "[1] https://spark.apache.org/docs/4.1.1/running-on-kubernetes.html",
    ]);
  });

  test("call a price unknown that is unknown", () => {
    const row = (name: string) => cells.find(([first]) => first === name)?.slice(1, 3);
    // 0.7048 * 730 = 514.5
    expect(row("idle")).toEqual(["$0.7048", "$515"]);
    expect(row("one executor on batch-spot (m7i.4xlarge)")).toEqual(["unknown", "unknown"]);
    expect(row("at full scale")).toEqual(["unknown", "unknown"]);
    expect(cells).toContainEqual(["batch-spot", "spot", "m7i.4xlarge", "unknown", "unknown", "unknown", "unknown"]);
    expect(cells).toContainEqual([
      ...["drivers", "on-demand", "m7i.2xlarge", "$0.4032", "$0.1512", "63 %", "us-east-1, 2026-07"],
    ]);
    expect(text).toContain("Not counted: storage, traffic between zones.");
  });

  test("end with the warnings, or with the word that there are none", () => {
    expect(text).toContain("- sparkPools[0].maxNodes: 20 is more than the quota of a new account. Allowed: up to 16.");
    expect(planTables({ ...examplePlan(), warnings: [] })).toMatch(/No warnings\.$/);
  });

  test("are at most 100 columns wide and without colours unless asked", () => {
    const widest = text.split("\n").filter((line) => !line.includes("https://"));
    expect(Math.max(...widest.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(text).not.toContain("\u001b[");
    expect(planTables(examplePlan(), { color: true })).toContain("\u001b[");
  });

  test("never cut a cell short, whatever the width", () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 200 }), (width) => {
        expect(planTables(examplePlan(), { width })).not.toContain("…");
      }),
      { numRuns: 30 },
    );
  });
});

describe("column widths", () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/);
  const phrase = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(" "));

  test("hold numbers whole, and every word of prose, and fit whenever prose can give way", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, phrase, phrase), { minLength: 1 }),
        fc.integer({ min: 60, max: 120 }),
        (rows, width) => {
          const columns = [
            { title: "n", align: "right" as const },
            { title: "a b", prose: true },
            { title: "c", prose: true },
          ];
          const widths = columnWidths(columns, rows, width);
          expect(widths[0]).toBe(2 + Math.max(...rows.map(([cell]) => cell.length)));
          for (const index of [1, 2] as const) {
            const words = rows.flatMap((row) => row[index].split(" "));
            expect(widths[index]).toBeGreaterThanOrEqual(2 + Math.max(...words.map(({ length }) => length)));
          }
          expect(widths.reduce((sum, one) => sum + one, columns.length + 1)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

test("the tree of resources shows types, children under parents and counts", () => {
  const text = resourceTable([
    { type: "spark-platform:index:SparkPlatform", name: "analytics", urn: "a" },
    { type: "kubernetes:core/v1:Namespace", name: "jobs", urn: "b", parent: "a" },
    { type: "kubernetes:core/v1:ServiceAccount", name: "spark", urn: "d", parent: "b" },
    { type: "kubernetes:core/v1:Namespace", name: "system", urn: "c", parent: "a" },
  ]);
  expect(text.split("\n").slice(0, 5)).toEqual([
    "4 resources",
    "└─ analytics  spark-platform:index:SparkPlatform",
    "   ├─ jobs  kubernetes:core/v1:Namespace",
    "   │  └─ spark  kubernetes:core/v1:ServiceAccount",
    "   └─ system  kubernetes:core/v1:Namespace",
  ]);
  expect(tableRows(text)).toContainEqual(["kubernetes:core/v1:Namespace", "2"]);
});
