import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import {
  type ApplicationPlatform,
  ScheduledSparkApplication,
  SparkApplication,
  SparkConnectServer,
  type SparkCluster,
  SparkSubmitJob,
} from "../../../lib";
import { renderingOf } from "../../../lib/rendering";
import { byType, recordProgram, type Recording } from "../../../lib/testing";
import { eventLogs, examplePlan } from "../../addons/example";

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const SECRET = "kubernetes:core/v1:Secret";
const plan = examplePlan({ namespaces: [{ name: "etl" }] });
const schedule = "0 3 * * *";

type Upload = Parameters<NonNullable<SparkCluster["uploadCode"]>>;

/** With code of this machine, and a value that may be secret. */
const objects = {
  application: (platform: ApplicationPlatform, text: string) => new SparkApplication("report", args(platform, text)),
  schedule: (platform: ApplicationPlatform, text: string) =>
    new ScheduledSparkApplication("report", { ...args(platform, text), schedule }),
  job: (platform: ApplicationPlatform, text: string) => new SparkSubmitJob("report", args(platform, text)),
  "scheduled job": (platform: ApplicationPlatform, text: string) =>
    new SparkSubmitJob("report", { ...args(platform, text), schedule }),
  server: (platform: ApplicationPlatform, text: string) => {
    const { mainApplicationFile, ...others } = args(platform, text);
    return new SparkConnectServer("report", {
      ...others,
      token: false,
      clients: [{}],
      deps: { jars: [mainApplicationFile] },
    });
  },
};

type Kind = keyof typeof objects;

function args(platform: ApplicationPlatform, text: string) {
  return { platform, mainApplicationFile: { text, fileName: "report.py" }, env: { PASSWORD: pulumi.secret("x") } };
}

async function record(kind: Kind, { text = "print(1)", uploads }: { text?: string; uploads?: Upload[] } = {}) {
  const uploadCode = (...upload: Upload) => {
    uploads?.push(upload);
    return { uri: pulumi.output(`s3a://code/${upload[1].fileName}`), dependsOn: [] };
  };
  const recording = await recordProgram(
    () => {
      const provider = new kubernetes.Provider("cluster", {});
      const platform = { plan, provider, eventLogUri: pulumi.output(eventLogs.uri) };
      objects[kind](uploads === undefined ? platform : { ...platform, uploadCode }, text);
    },
    { errors: "return" },
  );
  expect(recording.errors).toEqual([]);
  return recording;
}

const kept: Kind[] = ["schedule", "scheduled job"];
const gone: Kind[] = ["application", "job", "server"];

describe("what runs were started with, of an object that starts them by itself", () => {
  it.each(kept)("%s: uploads stay, after an update and after a destroy", async (kind) => {
    const uploads: Upload[] = [];
    await record(kind, { uploads });
    expect(uploads.map(([, , options]) => options.retainOnDelete)).toEqual([true]);
  });

  it.each(kept)("%s: every ConfigMap stays, and others take its place", async (kind) => {
    const recording = await record(kind);
    const maps = byType(recording, CONFIG_MAP);
    expect(maps.map(({ retainOnDelete }) => retainOnDelete)).toEqual(maps.map(() => true));
    expect(maps.length).toBe(kind === "schedule" ? 1 : 2);
    for (const { inputs, replaceOnChanges } of maps) {
      // What was there once must not be in the way when an update brings its contents back.
      expect(inputs.metadata).toEqual({ namespace: "etl", labels: { "spark-platform/application": "report" } });
      expect(replaceOnChanges).toEqual(["data"]);
      expect(inputs).not.toHaveProperty("immutable");
    }
  });

  it.each(kept)("%s: as manifests, code that has changed is beside the former", async (kind) => {
    const namesOf = async (text: string) =>
      renderingOf(await record(kind, { text }))
        .manifests.filter(({ kind, metadata }) => kind === "ConfigMap" && metadata.name.includes("-code-"))
        .map(({ metadata }) => metadata.name);
    const [first, second] = [await namesOf("print(1)"), await namesOf("print(2)")];
    expect(first).toEqual([expect.stringMatching(/^report-code-[0-9a-f]{8}$/)]);
    expect(second).not.toEqual(first);
  });

  it.each(kept)("%s: as manifests, pods name ConfigMaps that are there", async (kind) => {
    const { manifests } = renderingOf(await record(kind));
    const there = manifests.filter((one) => one.kind === "ConfigMap").map(({ metadata }) => metadata.name);
    const others = JSON.stringify(manifests.filter((one) => one.kind !== "ConfigMap"));
    const named = [...others.matchAll(/"configMap":\{"(?:items":\[[^\]]*\],")?name":"([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect([...new Set(named)].sort()).toEqual([...there].sort());
  });

  it("has names that the API server takes, whatever the component is called", async () => {
    const recording = await recordProgram(() => {
      const provider = new kubernetes.Provider("cluster", {});
      const platform = { plan, provider, eventLogUri: pulumi.output(eventLogs.uri) };
      new SparkSubmitJob("Daily Report", { ...args(platform, "print(1)"), name: "report", schedule });
    });
    expect(byType(recording, CONFIG_MAP).map(({ name }) => name)).toEqual([
      expect.stringMatching(/^report\.job-code-[0-9a-f]{8}$/),
      "report-files",
    ]);
  });

  it.each(kept)("%s: the Secret goes, since what was taken away must not stay behind", async (kind) => {
    expect(byType(await record(kind), SECRET).map(({ retainOnDelete }) => retainOnDelete)).toEqual([false]);
  });
});

describe("what an update ends anyway", () => {
  it.each(gone)("%s: its code goes with it, and never changes while it is there", async (kind) => {
    const uploads: Upload[] = [];
    await record(kind, { uploads });
    expect(uploads.map(([, , options]) => options.retainOnDelete ?? false)).toEqual([false]);
    for (const { inputs, retainOnDelete } of byType(await record(kind), CONFIG_MAP)) {
      expect(retainOnDelete).toBe(false);
      expect(inputs).toMatchObject({ immutable: true });
    }
  });
});

describe("an application that becomes an object of another kind under its name", () => {
  const namesOf = (recording: Recording) =>
    [...byType(recording, CONFIG_MAP), ...byType(recording, SECRET)]
      .map(({ inputs, name }) => (inputs.metadata as { name?: string }).name ?? name)
      .filter((name) => /code|env/.test(name));

  it("brings its code and its values anew, so that it keeps them when the former's go", async () => {
    const kinds = ["application", "schedule", "job", "server"] as const;
    const paths = new Set<string>();
    const names: string[] = [];
    for (const kind of kinds) {
      const uploads: Upload[] = [];
      await record(kind, { uploads });
      for (const [, { fileName }] of uploads) paths.add(fileName);
      names.push(...namesOf(await record(kind)));
    }
    expect(paths.size).toBe(kinds.length);
    expect(names).toHaveLength(2 * kinds.length);
    expect(new Set(names).size).toBe(names.length);
    // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
    for (const name of names) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
  });
});
