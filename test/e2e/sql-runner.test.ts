/** How a file of SQL is divided into statements, by the Python that runs it; the rest of it runs with a real Spark. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sqlRunner } from "../../lib/applications/code/sql-runner";

const withPython = spawnSync("python3", ["--version"]).status === 0 ? describe : describe.skip;

/** Asks for the statements alone, in the place of Spark. */
const ask = `
import json, sys
from run_sql import statements_of
print(json.dumps(statements_of(sys.stdin.read())))
`;

withPython("a file of SQL", () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "sql-"));
    mkdirSync(join(directory, "pyspark"));
    writeFileSync(join(directory, "pyspark", "__init__.py"), "");
    writeFileSync(join(directory, "pyspark", "sql.py"), "SparkSession = None\n");
    writeFileSync(join(directory, "run_sql.py"), sqlRunner);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  const statements = (text: string): string[] => {
    const { stdout, stderr } = spawnSync("python3", ["-c", ask], { input: text, cwd: directory, encoding: "utf8" });
    expect(stderr).toBe("");
    return JSON.parse(stdout) as string[];
  };

  // Quotes, comments and scripts: https://spark.apache.org/docs/latest/sql-ref-literals.html, sql-ref-syntax.html, sql-ref-scripting.html
  test.each<[string, string, string[]]>([
    ["a last statement without an end", "SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]],
    ["nothing between semicolons", ";; SELECT 1 ;\n;", ["SELECT 1"]],
    ["nothing at all", " \n", []],
    ["semicolons in quotes", `SELECT ';', ";", \`a;b\`; SELECT 2`, [`SELECT ';', ";", \`a;b\``, "SELECT 2"]],
    ["quotes in quotes", "SELECT 'it''s; \\'; 1'; SELECT 2", ["SELECT 'it''s; \\'; 1'", "SELECT 2"]],
    ["a comment alone", "-- it's; nothing\nSELECT 1; -- the end;", ["-- it's; nothing\nSELECT 1"]],
    [
      "comments in brackets",
      "/* it's; /* inner; */ -- still; */ SELECT 1; SELECT 2",
      ["/* it's; /* inner; */ -- still; */ SELECT 1", "SELECT 2"],
    ],
    ["a division, and a minus", "SELECT 4/2; SELECT 4-2", ["SELECT 4/2", "SELECT 4-2"]],
    [
      "CASE outside of a script",
      "SELECT CASE WHEN a THEN 1 END; SELECT 2",
      ["SELECT CASE WHEN a THEN 1 END", "SELECT 2"],
    ],
    [
      "a script",
      "BEGIN SELECT 1; BEGIN SELECT 2; END; END; SELECT 3",
      ["BEGIN SELECT 1; BEGIN SELECT 2; END; END", "SELECT 3"],
    ],
    [
      "blocks of a script",
      "begin if a then select 1; end if; while b do select case when c then 1 end; end while; case when d then select 2; end case; end; SELECT 3",
      [
        "begin if a then select 1; end if; while b do select case when c then 1 end; end while; case when d then select 2; end case; end",
        "SELECT 3",
      ],
    ],
    ["a column that is called begin", "SELECT begin FROM t; SELECT 2", ["SELECT begin FROM t", "SELECT 2"]],
  ])("is divided rightly: %s", (_, text, expected) => {
    expect(statements(text)).toEqual(expected);
  });
});
