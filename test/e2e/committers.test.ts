/** A real Spark writes to an S3-compatible store as the plan configures it, and is killed in the middle. */

import { askedMinor } from "../../scripts/spark-registry/find";
import { type ObjectStore, startObjectStore } from "./spark-storage/object-store";
import { plannedStorage } from "./spark-storage/planned";
import { ROWS, type Writer, writerOf } from "./spark-storage/write";

jest.setTimeout(1_800_000);

/** `npm run e2e` says why one is not there, and these cases count as skipped then. */
const {
  SPARK_PLATFORM_SPARK_JARS: jars = "",
  SPARK_PLATFORM_S3A_JARS: connector = "",
  SPARK_PLATFORM_OBJECT_STORE: program = "",
} = process.env;
const withStorage = [jars, connector, program].includes("") ? test.skip : test;

const BUCKET = "lake";

let store: ObjectStore | undefined;
const writers: Writer[] = [];

beforeAll(async () => {
  if (program !== "") store = await startObjectStore(program, [BUCKET]);
});

afterAll(async () => {
  await Promise.all(writers.map((writer) => writer.remove()));
  await store?.stop();
});

async function writer(configuration: Record<string, string>): Promise<Writer> {
  const made = await writerOf([jars, connector], { ...configuration, ...store!.configuration });
  writers.push(made);
  return made;
}

/** What a reader of the folder can find: all but what begins with a dot or an underscore, as Hadoop's readers do. */
async function visible(folder: string): Promise<string[]> {
  const keys = await store!.objects(BUCKET, `${folder}/`);
  return keys.filter((key) => !/\/[._][^/]*(\/|$)/.test(key.slice(folder.length)) && !key.endsWith("/"));
}

const everyRowOnce = `${ROWS} ${ROWS}`;

withStorage("nothing of a job that dies is seen, and the next run is whole and leaves nothing behind", async () => {
  const spark = await writer(plannedStorage(askedMinor));
  await spark.writeAndDie(`s3a://${BUCKET}/table`, "overwrite");

  expect(await visible("table")).toEqual([]);
  expect(await spark.read(`s3a://${BUCKET}/table`)).toBe("nothing");
  const left = (await store!.objects(BUCKET, "table/")).filter((key) => key !== "table/");
  // Two tasks had committed, and S3 holds their files and the parts of the two others without showing them.
  expect(left.filter((key) => key.endsWith(".pendingset"))).toHaveLength(2);
  expect(left.filter((key) => !key.startsWith("table/__magic"))).toEqual([]);
  const uploads = await store!.uploads(BUCKET);
  expect(uploads).toHaveLength(4);
  expect(uploads.filter((key) => !/^table\/part-\d+-[^/]*\.parquet$/.test(key))).toEqual([]);

  expect(await spark.write(`s3a://${BUCKET}/table`, "overwrite")).toBe(everyRowOnce);
  expect(await visible("table")).toHaveLength(6);
  expect(JSON.parse(await store!.content(BUCKET, "table/_SUCCESS"))).toMatchObject({ committer: "magic" });
  expect(await store!.uploads(BUCKET)).toEqual([]);
  const hidden = await store!.objects(BUCKET, "table/__magic");
  expect(hidden).toEqual([]);
});

withStorage("a job that dies while it appends changes nothing of what was there", async () => {
  const spark = await writer(plannedStorage(askedMinor));
  const target = `s3a://${BUCKET}/appended`;
  await spark.write(target, "append");
  const before = await visible("appended");
  await spark.writeAndDie(target, "append");
  expect(await visible("appended")).toEqual(before);
  expect(await spark.read(target)).toBe(everyRowOnce);
  expect(await spark.write(target, "append")).toBe(`${2 * ROWS} ${ROWS}`);
});

withStorage("renaming as its version 2 does, which the plan never sets, would show a part of the output", async () => {
  const spark = await writer({
    "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "2",
    // Spark 4.1 and later take the magic committer by themselves where nothing else is said.
    "spark.hadoop.fs.s3a.committer.name": "file",
    "spark.sql.sources.commitProtocolClass":
      "org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol",
    "spark.sql.parquet.output.committer.class": "org.apache.parquet.hadoop.ParquetOutputCommitter",
  });
  await spark.writeAndDie(`s3a://${BUCKET}/renamed`, "overwrite");
  expect(await visible("renamed")).toHaveLength(2);
});
