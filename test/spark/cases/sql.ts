/** SQL through the operator: a file of statements, with parameters, one after the other until one fails. */

import { SparkApplication } from "spark-platform";

import { type World } from "../harness/world";
import { buckets } from "../program";
import { type Case, type Report } from "./case";
import { finalState } from "./final-state";

const folder = `s3a://${buckets.data}/sql`;

const statements = {
  "sql-good": `-- Divided at semicolons; not at those of comments.
CREATE OR REPLACE TEMPORARY VIEW numbers AS SELECT id, 'a; b' AS text FROM range(1, 101);
INSERT OVERWRITE DIRECTORY '${folder}' USING parquet SELECT id, text FROM numbers WHERE id <= :most;
SELECT concat('answer ', sum(id), ' ', first(text)) AS answer FROM parquet.\`${folder}\`;
`,
  "sql-bad": `SELECT concat('first ', 'statement') AS said;
SELECT * FROM a_table_that_is_not_there;
SELECT concat('third ', 'statement') AS said;
`,
};

export const sql: Case = {
  id: "1d",
  title: "SQL statements through the operator: read, written, and stopped at the first that fails",
  async run(world, report) {
    const end = await world.submit("sql", (platform) => {
      for (const [name, text] of Object.entries(statements)) {
        new SparkApplication(name, {
          platform,
          mainApplicationFile: { text, fileName: `${name}.sql` },
          arguments: ["most=10"],
          executors: { instances: 1 },
        });
      }
    });
    await judgeGood(world, report);
    await judgeBad(world, report);
    await end();
  },
};

async function judgeGood(world: World, report: Report): Promise<void> {
  report.equal("sql-good: state", "COMPLETED", await world.waitForState("sql-good", ["COMPLETED"]));
  const log = await world.log((await world.driverOf("sql-good"))!.metadata.name);
  // 1 + 2 + ... + 10
  report.equal("sql-good: what it read of what it wrote", "answer 55 a; b", /answer \d+ a; b/.exec(log)?.[0]);
}

async function judgeBad(world: World, report: Report): Promise<void> {
  report.equal("sql-bad: state", "FAILED", await finalState("sql-bad", world));
  const log = await world.log((await world.driverOf("sql-bad"))!.metadata.name);
  report.equal("sql-bad: the statement before ran", true, log.includes("first statement"));
  const why = /\[TABLE_OR_VIEW_NOT_FOUND\]/.exec(log)?.[0];
  report.equal("sql-bad: why it failed", "[TABLE_OR_VIEW_NOT_FOUND]", why);
  report.equal("sql-bad: the statement after ran", false, log.includes("third statement"));
}
