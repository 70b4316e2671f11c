import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { ConfCheckAnswer, ConfDiffAnswer } from "../../lib/cli/schemas/conf";
import { run, runJson } from "./running";
import { tableRows } from "../table-rows";

function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "conf-")), name);
  writeFileSync(path, text);
  return path;
}

describe("spark-platform conf check", () => {
  const text = "# ours\nspark.executor.memory 8g\nspark.dynamicAllocation.enabled yes\nspark.executor.memroy=1g\n";

  test("finds what is wrong, with its line, and ends with 1 where there is an error", async () => {
    const { code, data } = await runJson<ConfCheckAnswer>(`conf check ${file("a.conf", text)} --spark 4.1`);
    expect([code, data.spark, data.keys]).toEqual([1, "4.1", 3]);
    expect(data.errors).toBeGreaterThanOrEqual(1);
    expect(data.errors + data.warnings + data.notes).toBe(data.findings.length);
    const of = (key: string) => data.findings.find((finding) => finding.key === key)!;
    expect(of("spark.dynamicAllocation.enabled")).toMatchObject({ level: "error", line: 3, value: "yes" });
    expect(of("spark.executor.memroy")).toMatchObject({ line: 4 });
    expect(of("spark.executor.memroy").change).toContain("spark.executor.memory");
  });

  test("shows a table, errors first, that fits the terminal", async () => {
    const { out } = await run(`conf check ${file("a.conf", text)}`);
    const [first] = tableRows(out).filter(([line]) => /^\d+$/.test(line ?? ""));
    expect(first?.slice(0, 2)).toEqual(["3", "error"]);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test("ends with 0 where nothing is wrong, and where there are warnings only", async () => {
    const clean = await run(`conf check ${file("a.conf", "spark.executor.cores 4\n")} --spark 4.1.1`);
    expect(clean.code).toBe(0);
    expect(clean.out).toMatch(/a\.conf, 1 key for Spark 4\.1: nothing wrong\.\n/);
    const twice = await runJson<ConfCheckAnswer>("conf check -", "spark.executor.cores 4\nspark.executor.cores 5\n");
    expect([twice.code, twice.data.errors, twice.data.warnings]).toEqual([0, 0, 1]);
    expect(twice.data.findings[0]).toMatchObject({ level: "warning", line: 2, key: "spark.executor.cores" });
  });

  test("reads the standard input", async () => {
    const { code, out } = await run("conf check -", "spark.dynamicAllocation.enabled yes");
    expect(code).toBe(1);
    expect(out).toContain("The standard input, 1 key for Spark 4.1: 1 error.");
  });

  test("reads a mapping in YAML or JSON, with its lines", async () => {
    const yaml = file("a.yaml", "# ours\nspark.executor.cores: 4\nspark.dynamicAllocation.enabled: maybe\n");
    const { code, data } = await runJson<ConfCheckAnswer>(`conf check ${yaml}`);
    expect([code, data.keys]).toEqual([1, 2]);
    expect(data.findings).toEqual([expect.objectContaining({ line: 3, value: "maybe" })]);
    const json = file("a.json", '{ "spark.executor.cores": 4 }');
    expect((await run(`conf check ${json}`)).code).toBe(0);
  });

  test.each([
    ["a.yaml", "- spark.executor.cores", "holds no mapping of Spark's keys to values"],
    ["a.yaml", "spark:\n  executor: 4", "nothing may be nested"],
    ["a.json", '{ "spark', "a.json: "],
  ])("says in one message what is wrong with %s", async (name, content, message) => {
    const { code, out, err } = await run(`conf check ${file(name, content)}`);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(message);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test("knows that a key is too new for a version", async () => {
    // Spark's configuration page: since 4.0.0.
    const conf = file("a.conf", "spark.api.mode connect\n");
    expect((await runJson<ConfCheckAnswer>(`conf check ${conf} --spark 3.5`)).data.findings).toHaveLength(1);
    expect((await runJson<ConfCheckAnswer>(`conf check ${conf} --spark 4.1`)).data.findings).toEqual([]);
  });
});

describe("spark-platform conf diff", () => {
  test("lists what an upgrade changes", async () => {
    const { code, data } = await runJson<ConfDiffAnswer>("conf diff 3.5 4.3");
    expect([code, data.from, data.to]).toEqual([0, "3.5", "4.3"]);
    // Spark's migration guide to 4.0.
    expect(data.changedDefaults).toContainEqual({
      key: "spark.sql.ansi.enabled",
      from: "false",
      to: "true",
      isInternal: false,
    });
    const names = (keys: { name: string }[]) => keys.map(({ name }) => name);
    expect(names(data.removed)).toContain("spark.mesos.role");
    expect(names(data.added)).toContain("spark.api.mode");
    expect(data.changedBehaviour.length).toBeGreaterThan(0);
  });

  test("shows tables without internal keys, families as one row, and says where the rest is", async () => {
    const { out } = await run("conf diff 3.5 4.3");
    expect(tableRows(out)).toContainEqual(["spark.sql.ansi.enabled", "false", "true"]);
    expect(out).toMatch(/spark\.mesos\.\* \(\d+ keys\)/);
    expect(out).not.toContain("spark.mesos.role");
    expect(out.replaceAll("\n", " ")).toContain("--json has all");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(out).toContain("spark-platform conf check spark-defaults.conf --spark 4.3");
  });

  test("finds nothing between a version and itself", async () => {
    const { code, out } = await run("conf diff 4.1 4.1");
    expect(code).toBe(0);
    expect(out).toMatch(/^From Spark 4\.1 to 4\.1: 0 defaults changed, 0 keys deprecated, 0 keys gone, 0 keys added/);
  });
});
