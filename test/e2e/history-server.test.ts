/** A real history server, configured by the component, reads the logs of real applications. */

import { readdir, utimes } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { join } from "node:path";

import { run } from "../../local/run";
import { SparkHistory } from "./history-server/spark-history";

jest.setTimeout(1_800_000);

/** `npm run e2e` says why it is not there, and these cases count as skipped then. */
const jars = process.env.SPARK_PLATFORM_SPARK_JARS ?? "";
const withSpark = jars === "" ? test.skip : test;

let history: SparkHistory;

beforeEach(async () => {
  if (jars !== "") history = await SparkHistory.open(jars);
});

afterEach(async () => {
  if (jars !== "") await history.close();
});

withSpark(
  "applications are shown while they run and after their end, with executors and stages, and after a restart",
  async () => {
    const server = await history.serve({ updateSeconds: 1 });
    expect(await server.applications("completed")).toEqual([]);
    const first = await history.application();
    await server.until(async () => (await server.applications("running")).includes(first.id), "a running application");
    await first.end();
    await server.until(async () => (await server.applications("completed")).includes(first.id), "its end");
    expect(await server.applications("running")).toEqual([]);

    const executors = await server.get<{ id: string }[]>(`/api/v1/applications/${first.id}/executors`);
    expect(executors?.map(({ id }) => id)).toEqual(["driver"]);
    const stages = await server.get<{ status: string; numTasks: number }[]>(`/api/v1/applications/${first.id}/stages`);
    expect(stages?.map(({ status, numTasks }) => [status, numTasks])).toEqual([
      ["COMPLETE", 4],
      ["COMPLETE", 4],
    ]);

    await server.kill();
    const again = await history.serve({ updateSeconds: 1 });
    await again.until(async () => (await again.applications("completed")).includes(first.id), "it after a restart");
    const after = await again.get<unknown[]>(`/api/v1/applications/${first.id}/stages`);
    expect(after).toHaveLength(2);
  },
);

withSpark("the cleaner deletes logs that are older and no others; without it all stay", async () => {
  const [old, recent] = [await history.application(), await history.application()];
  await old.end();
  await recent.end();
  await age(join(history.logs, `eventlog_v2_${old.id}`), 40);
  const keeping = await history.serve({ updateSeconds: 1 });
  await keeping.until(async () => (await keeping.applications("completed")).length === 2, "both applications");
  await keeping.kill();
  expect(await readdir(history.logs)).toHaveLength(2);

  const cleaning = await history.serve({
    ...{ updateSeconds: 1, cleaner: { maxAgeDays: 30 } },
    sparkConf: { "spark.history.fs.cleaner.interval": "1s" },
  });
  await cleaning.until(async () => (await readdir(history.logs)).length < 2, "the cleaner");
  await cleaning.until(async () => (await cleaning.applications("completed")).length === 1, "the list");
  expect(await cleaning.applications("completed")).toEqual([recent.id]);
  expect(await readdir(history.logs)).toEqual([`eventlog_v2_${recent.id}`]);
});

withSpark("compaction writes the old files of a rolling log anew, and the application is still shown", async () => {
  // The smallest file of a rolling log that Spark allows; plain text fills it sooner.
  const rolling = { "spark.eventLog.rolling.maxFileSize": "10m", "spark.eventLog.compress": "false" };
  const application = await history.application({ jobs: 5, tasks: 3000 }, rolling);
  const folder = join(history.logs, `eventlog_v2_${application.id}`);
  await application.end();
  const written = (await readdir(folder)).filter((name) => name.startsWith("events_"));
  expect(written.length).toBeGreaterThan(2);

  const server = await history.serve({ updateSeconds: 1, compaction: { filesToRetain: 1 } });
  const files = async () => (await readdir(folder)).filter((name) => name.startsWith("events_")).sort();
  await server.until(async () => (await files()).length === 2, "the compacted log");
  const [compact, newest] = await files();
  expect(compact).toMatch(/\.compact$/);
  expect(newest).toMatch(new RegExp(`^events_${written.length}_`));
  expect(await server.applications("completed")).toEqual([application.id]);
});

withSpark("behind a login it answers to its own machine alone, to the probe, and sends browsers to https", async () => {
  const application = await history.application();
  await application.end();
  const server = await history.serve({
    updateSeconds: 1,
    expose: {
      host: "history.example.com",
      login: {
        issuerUrl: "https://login.example.com",
        clientId: "spark-history",
        clientSecret: { secret: "login", key: "client" },
        cookieSecret: { secret: "login", key: "cookie" },
        emailDomains: ["example.com"],
      },
      gateway: { name: "public" },
    },
  });
  await server.until(async () => (await server.applications("completed")).length === 1, "the application");
  const [, , script = ""] = server.probes.livenessProbe.exec?.command ?? [];
  await run("bash", ["-c", script.replaceAll("18080", String(server.port))]);
  await expect(
    run("bash", ["-c", script.replace("18080", String(server.port)).replace("version", "none")]),
  ).rejects.toThrow();

  const addresses = Object.values(networkInterfaces())
    .flat()
    .filter((one) => one?.family === "IPv4" && !one.internal);
  for (const { address } of addresses.flatMap((one) => one ?? [])) {
    await expect(fetch(`http://${address}:${server.port}/api/v1/version`)).rejects.toThrow();
  }
  const path = `/history/${application.id}/`;
  const { status, headers } = await fetch(`http://127.0.0.1:${server.port}${path}`, { redirect: "manual" });
  expect(status).toBe(302);
  // Once to itself while the log is read, and then to its jobs.
  expect(headers.get("location")).toBe(`https://history.example.com${path}`);
});

/** As if a log had been written that many days ago. */
async function age(folder: string, days: number): Promise<void> {
  const then = new Date(Date.now() - days * 86_400_000);
  for (const name of await readdir(folder)) await utimes(join(folder, name), then, then);
  await utimes(folder, then, then);
}
