import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import type { SparkCluster } from "../../../lib";
import { byType, type Recording } from "../../../lib/testing";
import { examplePlan } from "../../addons/example";
import { recordOn } from "../recorded";

const APPLICATION = "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const plan = examplePlan({ namespaces: [{ name: "etl" }] });

/** printf 'print(1)\n' | sha256sum | cut -c -16 */
const DIGEST = "cc42155088fca573";

let directory: string;
let job: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "code-"));
  job = join(directory, "job.py");
  writeFileSync(job, "print(1)\n");
});

afterAll(() => rmSync(directory, { recursive: true }));

type Args = Parameters<typeof recordOn>[1];

/** What the cluster's storage was asked to take. */
type Upload = Parameters<NonNullable<SparkCluster["uploadCode"]>>;

async function record(args: Args, uploads?: Upload[]): Promise<Recording> {
  const uploadCode = (...upload: Upload) => {
    uploads?.push(upload);
    return { uri: pulumi.output(`s3a://code/${upload[1].namespace}/${upload[1].fileName}`), dependsOn: [] };
  };
  const recording = await recordOn(plan, args, uploads === undefined ? {} : { uploadCode });
  expect(recording.errors).toEqual([]);
  return recording;
}

function spec(recording: Recording): Record<string, unknown> {
  return byType(recording, APPLICATION)[0]?.inputs.spec as Record<string, unknown>;
}

interface PodSpec {
  template: { spec: { containers: object[]; volumes: object[] } };
}

describe("local code on a cluster with storage", () => {
  it("is uploaded under its application, a digest of what is in it and its own name", async () => {
    const uploads: Upload[] = [];
    const recording = await record({ mainApplicationFile: { file: job } }, uploads);
    expect(uploads.map(([name, { namespace, fileName }]) => [name, namespace, fileName])).toEqual([
      [`pi-${DIGEST}-job.py`, "etl", `pi/${DIGEST}/job.py`],
    ]);
    const [, { source }] = uploads[0]!;
    expect(await (source as pulumi.asset.FileAsset).path).toBe(job);
    expect(spec(recording)).toMatchObject({
      type: "Python",
      mainApplicationFile: `s3a://code/etl/pi/${DIGEST}/job.py`,
    });
    expect(byType(recording, CONFIG_MAP)).toEqual([]);
  });

  it("may be any of the files, beside others that are there already", async () => {
    const uploads: Upload[] = [];
    const text = { text: "x = 1\n", fileName: "settings.py" };
    const recording = await record(
      {
        mainApplicationFile: "s3a://lake/main.py",
        deps: { pyFiles: ["s3a://lake/a.py", text], jars: [{ file: job }], packages: ["org.example:lib:1.0"] },
        pythonEnvironment: { file: job },
      },
      uploads,
    );
    // What is named twice is there once.
    expect(uploads.map(([name]) => name)).toEqual([
      `pi-${DIGEST}-job.py`,
      expect.stringMatching(/^pi-[0-9a-f]{16}-settings\.py$/),
    ]);
    expect(spec(recording).deps).toEqual({
      pyFiles: ["s3a://lake/a.py", expect.stringMatching(/^s3a:\/\/code\/etl\/pi\/[0-9a-f]{16}\/settings\.py$/)],
      jars: [`s3a://code/etl/pi/${DIGEST}/job.py`],
      packages: ["org.example:lib:1.0"],
      archives: [`s3a://code/etl/pi/${DIGEST}/job.py#environment`],
    });
  });
});

describe("an upload", () => {
  it("is the same resource wherever in a list its file is, so that no other one's end takes it away", async () => {
    const named = async (...texts: string[]) => {
      const uploads: Upload[] = [];
      const jars = texts.map((text) => ({ text, fileName: `${text}.jar` }));
      await record({ mainApplicationFile: "local:///a.jar", mainClass: "A", deps: { jars } }, uploads);
      return uploads.map(([name, { fileName }]) => [name, fileName]);
    };
    const [first, second] = await named("one", "two");
    expect(await named("two", "one")).toEqual([second, first]);
    expect(await named("two")).toEqual([second]);
  });
});

describe("local code on a cluster without storage", () => {
  it("has every name, also of files with the same content", async () => {
    const empty = (fileName: string) => ({ text: "", fileName });
    const recording = await record({
      mainApplicationFile: { file: job },
      deps: { pyFiles: [empty("a.py"), empty("b.py")] },
    });
    const { deps, driver } = spec(recording) as unknown as { deps: { pyFiles: string[] }; driver: PodSpec };
    const [volume] = driver.template.spec.volumes as { configMap: { items: { path: string }[] } }[];
    const paths = volume!.configMap.items.map(({ path }) => `local:///opt/spark-platform/code/${path}`);
    expect(deps.pyFiles.filter((uri) => !paths.includes(uri))).toEqual([]);
    expect(new Set(deps.pyFiles).size).toBe(2);
  });

  it("comes by a ConfigMap that is never changed, mounted in driver and executors", async () => {
    const recording = await record({
      mainApplicationFile: { file: job },
      deps: { pyFiles: [{ text: "x = 1\n", fileName: "settings.py" }] },
    });
    const [configMap, ...more] = byType(recording, CONFIG_MAP);
    expect(more).toEqual([]);
    expect(configMap?.inputs).toMatchObject({ metadata: { namespace: "etl" }, immutable: true });
    const { data, metadata } = configMap?.inputs as { data: Record<string, string>; metadata: { name: string } };
    expect(Object.values(data).sort()).toEqual(["print(1)\n", "x = 1\n"]);
    expect(metadata.name).toMatch(/^pi-code-[0-9a-f]{8}$/);

    const { mainApplicationFile, deps, driver, executor } = spec(recording) as Record<string, PodSpec>;
    expect(mainApplicationFile).toBe(`local:///opt/spark-platform/code/${DIGEST}/job.py`);
    const settings = Object.keys(data).find((key) => data[key] === "x = 1\n");
    expect(deps).toEqual({ pyFiles: [`local:///opt/spark-platform/code/${settings}/settings.py`] });
    for (const pod of [driver, executor]) {
      expect(pod?.template.spec).toMatchObject({
        volumes: [
          {
            configMap: {
              name: metadata.name,
              items: [
                { key: DIGEST, path: `${DIGEST}/job.py` },
                { key: settings, path: `${settings}/settings.py` },
              ],
            },
          },
        ],
        containers: [{ volumeMounts: [{ mountPath: "/opt/spark-platform/code", readOnly: true }] }],
      });
    }
    const application = byType(recording, APPLICATION)[0];
    expect(application?.dependencies).toEqual(expect.arrayContaining([configMap?.urn]));
  });

  it("runs the application again when it has changed, and only then", async () => {
    const run = async (text: string) =>
      spec(await record({ mainApplicationFile: { text, fileName: "job.py" } })).mainApplicationFile;
    expect(await run("print(1)\n")).toBe(`local:///opt/spark-platform/code/${DIGEST}/job.py`);
    expect(await run("print(2)\n")).not.toBe(await run("print(1)\n"));
  });
});

describe("a SQL application", () => {
  it.each<[string, Args, string]>([
    ["by URI", { mainApplicationFile: "s3a://lake/report.sql" }, "s3a://lake/report.sql"],
    ["of type SQL", { mainApplicationFile: "s3a://lake/report", type: "SQL" }, "s3a://lake/report"],
  ])("%s is run by a Python file that comes along, with its parameters", async (_, args, uri) => {
    const recording = await record({ ...args, arguments: ["day=2026-11-01"] });
    const { type, mainApplicationFile, arguments: given } = spec(recording);
    expect(type).toBe("Python");
    expect(mainApplicationFile).toMatch(/^local:\/\/\/opt\/spark-platform\/code\/[0-9a-f]{16}\/run_sql\.py$/);
    expect(given).toEqual([uri, "day=2026-11-01"]);
    const { data } = byType(recording, CONFIG_MAP)[0]?.inputs as { data: Record<string, string> };
    expect(Object.values(data)).toEqual([expect.stringContaining("spark.sql(statement")]);
  });

  it("may be written in the program", async () => {
    const recording = await record({ mainApplicationFile: { text: "SELECT 1", fileName: "one.sql" } });
    expect(spec(recording).arguments).toEqual([expect.stringMatching(/^local:\/\/.*\/one\.sql$/)]);
    const { data } = byType(recording, CONFIG_MAP)[0]?.inputs as { data: Record<string, string> };
    expect(Object.values(data)).toHaveLength(2);
  });
});
