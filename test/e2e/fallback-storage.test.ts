/** A real Spark whose only executor is decommissioned: its shuffle files go to the fallback storage of the plan, and come back. */

import { askedMinor } from "../../scripts/spark-registry/find";
import { runScenario } from "./spark-drill/scenario";
import { type ObjectStore, startObjectStore } from "./spark-storage/object-store";
import { plannedStorage } from "./spark-storage/planned";

jest.setTimeout(1_800_000);

/** `npm run e2e` says why one is not there, and these cases count as skipped then. */
const {
  SPARK_PLATFORM_SPARK_JARS: jars = "",
  SPARK_PLATFORM_S3A_JARS: connector = "",
  SPARK_PLATFORM_OBJECT_STORE: program = "",
} = process.env;
const withStorage = [jars, connector, program].includes("") ? test.skip : test;

const BUCKET = "lake";
const FOLDER = "spark-shuffle/";
const MAPS = 12;

let store: ObjectStore | undefined;

beforeAll(async () => {
  if (program !== "") store = await startObjectStore(program, [BUCKET]);
});

afterAll(async () => {
  await store?.stop();
});

withStorage("no map runs again, and an application that ends leaves no file there", async () => {
  let kept: string[] = [];
  const { ran } = await runScenario(
    {
      name: "decommissioned-alone",
      when: "between-jobs",
      signal: "SIGPWR",
      executors: 1,
      conf: { ...plannedStorage(askedMinor, `s3a://${BUCKET}/${FOLDER}`), ...store!.configuration },
    },
    jars,
    { moreJars: [connector], atEnd: async () => void (kept = await store!.objects(BUCKET, FOLDER)) },
  );
  const maps = ran.filter(({ kind }) => kind === "map");
  expect(maps).toHaveLength(MAPS);
  // Reduces of the second action ran on the executor that came after.
  expect(new Set(ran.map(({ executor }) => executor)).size).toBe(2);
  expect(kept.filter((key) => key.endsWith(".data"))).toHaveLength(MAPS);
  expect(kept.filter((key) => key.endsWith(".index"))).toHaveLength(MAPS);
  // S3A leaves an empty object in the name of the folder.
  expect((await store!.objects(BUCKET, FOLDER)).filter((key) => key !== FOLDER)).toEqual([]);
});
