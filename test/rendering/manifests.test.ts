import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { parse } from "yaml";

import { applyOrder, describeGap, type Manifest, manifestsOf, renderingOf, writeManifests } from "../../lib/rendering";
import { manifestYaml } from "../../lib/rendering/write";
import { recordProgram } from "../../lib/testing";

class Cloud extends pulumi.CustomResource {
  declare readonly url: pulumi.Output<string>;
  declare readonly arn: pulumi.Output<string>;
  constructor(name: string) {
    super("aws:sqs/queue:Queue", name, { url: undefined, arn: undefined });
  }
}

function platform(): void {
  const jobs = new kubernetes.core.v1.Namespace("jobs", { metadata: { name: "spark-jobs" } });
  new kubernetes.apps.v1.Deployment("history", {
    metadata: { name: "history", namespace: jobs.metadata.name },
    spec: { replicas: 1, selector: { matchLabels: { app: "h" } }, template: { spec: { containers: [{ name: "h" }] } } },
  });
  new kubernetes.core.v1.ServiceAccount("spark", { metadata: { namespace: jobs.metadata.name } });
  new kubernetes.apiextensions.CustomResource("queue", {
    apiVersion: "kueue.x-k8s.io/v1beta1",
    kind: "ClusterQueue",
    metadata: { name: "all" },
    spec: { cohort: "spark" },
  });
  new kubernetes.apiextensions.v1.CustomResourceDefinition("definition", {
    metadata: { name: "queues.kueue.x-k8s.io" },
    spec: {
      group: "kueue.x-k8s.io",
      scope: "Cluster",
      names: { kind: "ClusterQueue", plural: "queues" },
      versions: [],
    },
  });
  new kubernetes.core.v1.Secret("token", { metadata: { name: "token" }, stringData: { key: pulumi.secret("s3cret") } });
}

function directory(): string {
  return mkdtempSync(join(tmpdir(), "manifests-"));
}

describe("the manifests of a program", () => {
  test("hold every object with its inputs, in the order in which they can be applied", async () => {
    const manifests = manifestsOf(await recordProgram(platform));
    expect(manifests).toEqual([
      {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: { name: "queues.kueue.x-k8s.io" },
        spec: {
          group: "kueue.x-k8s.io",
          scope: "Cluster",
          names: { kind: "ClusterQueue", plural: "queues" },
          versions: [],
        },
      },
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "spark-jobs" } },
      { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "spark", namespace: "spark-jobs" } },
      { apiVersion: "v1", kind: "Secret", metadata: { name: "token" }, stringData: { key: "s3cret" } },
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "history", namespace: "spark-jobs" },
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: "h" } },
          template: { spec: { containers: [{ name: "h" }] } },
        },
      },
      {
        apiVersion: "kueue.x-k8s.io/v1beta1",
        kind: "ClusterQueue",
        metadata: { name: "all" },
        spec: { cohort: "spark" },
      },
    ]);
  });

  test("have placeholders for what only a deployment knows, for secrets outside of Secrets, and name both", async () => {
    const program = () => {
      const queue = new Cloud("events");
      new kubernetes.core.v1.ConfigMap("settings", {
        metadata: { namespace: "jobs" },
        data: { url: queue.url, "a.password": pulumi.secret("hunter2"), fixed: "1" },
      });
      new kubernetes.core.v1.ConfigMapPatch("patch", { metadata: { name: "other" } });
    };
    const { manifests, gaps } = renderingOf(await recordProgram(program, { outputs: "unknown" }));
    expect(manifests.map(({ data }) => data)).toEqual([
      { url: "<known after deployment>", "a.password": "<secret>", fixed: "1" },
    ]);
    expect(gaps.map(describeGap)).toEqual([
      "ConfigMap jobs/settings: data.url is known only after a deployment",
      'ConfigMap jobs/settings: data["a.password"] is secret, and only Secret objects hold secrets',
      "kubernetes:core/v1:ConfigMapPatch patch: has no manifest of its own: it patches or expands into others",
    ]);
  });

  test("admit when a value was made up in place of a cloud's", async () => {
    const recording = await recordProgram(() => {
      const queue = new Cloud("events");
      new kubernetes.core.v1.ServiceAccount("spark", { metadata: { annotations: { role: queue.arn, team: "etl" } } });
    });
    expect(renderingOf(recording).gaps.map(describeGap)).toEqual([
      "ServiceAccount spark: metadata.annotations.role comes from a cloud, which was not asked",
    ]);
  });
});

describe("the order of applying", () => {
  const manifest = fc.record({
    apiVersion: fc.constantFrom("v1", "apps/v1"),
    kind: fc.constantFrom("Namespace", "ConfigMap", "Deployment", "CustomResourceDefinition", "SparkApplication"),
    metadata: fc.record({ name: fc.constantFrom("a", "b", "c"), namespace: fc.constantFrom("x", "y") }),
  });

  test("does not depend on the order of the program", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(manifest, { selector: (one) => JSON.stringify(one) }),
        fc.func(fc.integer()),
        (all, by) => {
          const shuffled = [...all].sort((a, b) => by(a) - by(b));
          expect(applyOrder(shuffled)).toEqual(applyOrder(all));
        },
      ),
    );
  });

  test("puts definitions and namespaces before what needs them, and webhooks last", () => {
    const kinds = [
      "ValidatingWebhookConfiguration",
      "Deployment",
      "SparkApplication",
      "Namespace",
      "CustomResourceDefinition",
      "ServiceAccount",
    ];
    const manifests = kinds.map((kind): Manifest => ({ apiVersion: "v1", kind, metadata: { name: "x" } }));
    expect(applyOrder(manifests).map(({ kind }) => kind)).toEqual([
      "CustomResourceDefinition",
      "Namespace",
      "ServiceAccount",
      "Deployment",
      "SparkApplication",
      "ValidatingWebhookConfiguration",
    ]);
  });
});

describe("written manifests", () => {
  const config = (name: string, data: Record<string, unknown> = {}): Manifest => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "jobs" },
    data,
  });

  test("read back as they were, whatever the strings look like", () => {
    const tricky = fc.constantFrom(
      "yes",
      "on",
      "null",
      "~",
      "0o14",
      "0x1f",
      "1_000",
      "12:30:45",
      "1e3",
      "2026-11-01",
      "=",
      "<<",
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(tricky, fc.string(), fc.integer(), fc.boolean())), (data) => {
        const manifest = config("settings", data);
        const yaml = manifestYaml(manifest);
        // kubectl reads YAML 1.1, Argo CD's tools 1.2.
        for (const version of ["1.1", "1.2"] as const) expect(parse(yaml, { version })).toEqual(manifest);
      }),
    );
  });

  test("are a file each, numbered by kind so that a new object renames no other", async () => {
    const target = directory();
    const role: Manifest = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "system:jobs" },
    };
    await writeManifests([config("b"), role], target);
    const { written, removed } = await writeManifests([config("b"), config("a"), role], target);
    expect(written).toEqual([
      "110-configmap-jobs_a.yaml",
      "110-configmap-jobs_b.yaml",
      "140-clusterrole-system-jobs.yaml",
    ]);
    expect(removed).toEqual([]);
    expect(parse(readFileSync(join(target, "110-configmap-jobs_a.yaml"), "utf8"))).toEqual(config("a"));
  });

  test("replace those of an earlier run and leave other people's files alone", async () => {
    const target = directory();
    writeFileSync(join(target, "kustomization.yaml"), "mine");
    await writeManifests([config("a"), config("b")], target);
    expect((await writeManifests([config("b")], target)).removed).toEqual(["110-configmap-jobs_a.yaml"]);
    expect(readdirSync(target).sort()).toEqual([
      ".spark-platform-files.json",
      "110-configmap-jobs_b.yaml",
      "kustomization.yaml",
    ]);
  });

  test("are refused over somebody else's file, and when a listing points elsewhere nothing there is removed", async () => {
    const target = directory();
    writeFileSync(join(target, "110-configmap-jobs_a.yaml"), "mine");
    await expect(writeManifests([config("a")], target)).rejects.toThrow(
      "were not written by an earlier run: 110-configmap-jobs_a.yaml",
    );
    const outside = join(target, "precious.txt");
    writeFileSync(outside, "keep");
    const inside = join(target, "manifests");
    await writeManifests([config("a")], inside);
    writeFileSync(join(inside, ".spark-platform-files.json"), JSON.stringify({ files: [outside, "../precious.txt"] }));
    await writeManifests([config("b")], inside);
    expect(readFileSync(outside, "utf8")).toBe("keep");
  });

  test("are refused when two resources declare the same object", async () => {
    await expect(writeManifests([config("a"), config("a")], directory())).rejects.toThrow(
      "Two resources declare the same object, v1 ConfigMap jobs/a",
    );
  });
});
