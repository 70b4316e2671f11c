/** Applications with everything that people give them: the real API server admits their objects and, as stand-ins, their pods. */

import * as pulumi from "@pulumi/pulumi";
import { ScheduledSparkApplication, SparkApplication } from "spark-platform";

import { waitUntilBound, whyUnbound } from "../../local/bound";
import { apply, type Target } from "../../local/deploy/apply";
import { declare, type Declaration, manifestsOf } from "../../local/deploy/deploy";
import { applyNodes } from "../../local/control-plane/nodes";
import { nodesOfPlan } from "../../local/nodes-of-plan";
import { type SparkApplicationManifest, standIns } from "../../local/stand-ins";
import { caseTimeoutMs, type Environment, startEnvironment, startTimeoutMs } from "./environment";
import { platformProgram } from "./program";

jest.setTimeout(caseTimeoutMs);

const NAMESPACE = "spark-jobs";
const TYPES = "sparkapplications.sparkoperator.k8s.io";

let environment: Environment;
let target: Target;

/** The platform of the other suites, and an application for each thing that is tried. */
function program(statement = "SELECT 1"): unknown {
  const { kubeconfig, context } = environment.access;
  const { chart } = environment;
  const platform = platformProgram({ kubeconfig, context, chart, warmExecutors: 0, historyServer: false });
  const everything = {
    platform,
    env: {
      STAGE: "test",
      TOKEN: { secret: "api", key: "token" },
      REGION: { configMap: "site", key: "region" },
      PASSWORD: pulumi.secret("hunter2"),
    },
    mounts: [
      { path: "/mnt/keys", secret: "keys" },
      { path: "/mnt/settings", configMap: "settings" },
      { path: "/mnt/shared", claim: "shared" },
    ],
    labels: { "example.com/team": "data", "kueue.x-k8s.io/queue-name": "data" },
    annotations: { "example.com/run-by": "tests" },
    timeLimitSeconds: 3600,
    timeToLiveSeconds: 60,
    restartPolicy: { type: "OnFailure", retries: 1, submissionRetries: 5 } as const,
  };
  new SparkApplication("full", {
    ...everything,
    mainApplicationFile: { text: "print(1)", fileName: "job.py" },
    deps: { pyFiles: [{ text: "x = 1", fileName: "x.py" }], packages: ["org.example:lib:1.0"] },
    pythonEnvironment: "s3a://lake/environment.tar.gz",
    driver: { cores: 2, memory: "3g" },
    executors: { size: { cores: 2, memory: "5g", pools: ["fallback"] }, instances: 3 },
    suspend: true,
  });
  new SparkApplication("sql", { platform, mainApplicationFile: { text: statement, fileName: "one.sql" } });
  new ScheduledSparkApplication("nightly", {
    ...everything,
    schedule: "0 3 * * 1-5",
    timeZone: "Europe/Berlin",
    concurrencyPolicy: "Replace",
    historyLimits: { successful: 0, failed: 5 },
    suspend: true,
    mainApplicationFile: "local:///opt/app/job.R",
  });
  return platform;
}

beforeAll(async () => {
  environment = await startEnvironment("applications");
  target = { access: environment.access, tools: environment.tools, deployment: "e2e" };
}, startTimeoutMs);

afterAll(() => environment.stop(), startTimeoutMs);

const application = (name: string) =>
  environment.get<SparkApplicationManifest & { spec: Record<string, unknown> }>([
    TYPES,
    name,
    `--namespace=${NAMESPACE}`,
  ]);

describe("applications", () => {
  let declaration: Declaration;

  test("are admitted with strict field validation, and kept as they were declared", async () => {
    declaration = await declare(program, {});
    await applyNodes(environment.access, environment.tools, nodesOfPlan(declaration.plan));
    const manifests = await manifestsOf(declaration, environment.tools);
    const { created } = await apply(target, manifests);
    expect(created).toHaveLength(manifests.length);

    const kinds = ["SparkApplication", "ScheduledSparkApplication"];
    const declared = manifests.filter(({ kind }) => kinds.includes(kind));
    expect(declared.map(({ metadata: { name } }) => name).sort()).toEqual(["full", "nightly", "pi", "sql"]);
    for (const { kind, metadata, ...manifest } of declared) {
      const kept = await environment.get<{ spec: unknown }>([
        `${kind.toLowerCase()}s.sparkoperator.k8s.io`,
        metadata.name,
        `--namespace=${NAMESPACE}`,
      ]);
      // The API server adds defaults, and takes nothing away.
      expect(kept.spec).toMatchObject(manifest.spec as object);
    }
  });

  test("run pods of their own size, with environment and volumes, that are admitted and have a node", async () => {
    for (const kind of ["secret generic api", "secret generic keys", "configmap site", "configmap settings"]) {
      await environment.kubectl(["create", ...kind.split(" "), `--namespace=${NAMESPACE}`]);
    }
    const full = await application("full");
    const pods = standIns(full).map((pod) => ({
      ...pod,
      // Of a claim there is only the name here, and a pod waits for one.
      spec: withoutClaims((pod as unknown as { spec: Parameters<typeof withoutClaims>[0] }).spec),
    }));
    expect(pods).toHaveLength(4);
    await apply({ ...target, deployment: "pods" }, pods);
    expect((await waitUntilBound(environment.access, environment.tools, [NAMESPACE], 4)).map(whyUnbound)).toEqual([]);
    const { items } = await environment.get<{
      items: { metadata: { labels: object }; spec: Record<string, unknown> & { containers: object[] } }[];
    }>(["pods", `--namespace=${NAMESPACE}`, "--selector=spark-role=executor"]);
    expect(items).toHaveLength(3);
    for (const { spec, metadata } of items) {
      expect(metadata.labels).toMatchObject({ "example.com/team": "data" });
      expect(metadata.labels).not.toHaveProperty(["kueue.x-k8s.io/queue-name"]);
      expect(spec.nodeName).toMatch(/fallback/);
      expect(spec.containers[0]).toMatchObject({
        env: [
          { name: "STAGE", value: "test" },
          { name: "TOKEN", valueFrom: { secretKeyRef: { name: "api", key: "token" } } },
          { name: "REGION", valueFrom: { configMapKeyRef: { name: "site", key: "region" } } },
          { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "full-env", key: "PASSWORD" } } },
        ],
      });
    }
  });

  test("change with their code, and with nothing else", async () => {
    const before = (await application("sql")).spec.arguments;
    const same = await apply(target, await manifestsOf(await declare(program, {}), environment.tools));
    expect(same).toMatchObject({ created: [], changed: [], pruned: [] });
    const other = await declare(() => program("SELECT 2"), {});
    const { changed } = await apply(target, await manifestsOf(other, environment.tools));
    expect(changed).toEqual([expect.stringMatching(/sparkapplication.*\/sql$/i)]);
    expect((await application("sql")).spec.arguments).not.toEqual(before);
  });
});

function withoutClaims(spec: {
  volumes: { name: string; persistentVolumeClaim?: object }[];
  containers: { volumeMounts: { name: string }[] }[];
}): Record<string, unknown> {
  const claims = spec.volumes.filter((volume) => volume.persistentVolumeClaim !== undefined).map(({ name }) => name);
  expect(claims).toHaveLength(1);
  return {
    ...spec,
    volumes: spec.volumes.filter(({ name }) => !claims.includes(name)),
    containers: spec.containers.map((container) => ({
      ...container,
      volumeMounts: container.volumeMounts.filter(({ name }) => !claims.includes(name)),
    })),
  };
}
