import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { chartsOf, renderCharts } from "../../lib/rendering";
import { recordProgram } from "../../lib/testing";

/** A chart on disk: a namespaced object with a value in it, one that is not, a definition, a hook and a test. */
function localChart(): string {
  const chart = join(mkdtempSync(join(tmpdir(), "chart-")), "demo");
  mkdirSync(join(chart, "templates"), { recursive: true });
  mkdirSync(join(chart, "crds"));
  const definition = { scope: "Cluster", group: "demo.io", names: { kind: "Demo", plural: "demos" } };
  const hook = (kind: string) => `metadata: {name: ${kind}, annotations: {helm.sh/hook: ${kind}}}`;
  const files = {
    "Chart.yaml": "apiVersion: v2\nname: demo\nversion: 1.2.3\n",
    "values.yaml": "size: 1\ncolour: red\n",
    "crds/demo.yaml": `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: demos.demo.io}\nspec: ${JSON.stringify(definition)}\n`,
    "templates/settings.yaml":
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\ndata: {size: "{{ .Values.size }}", colour: {{ .Values.colour }}}\n',
    "templates/role.yaml":
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: demo, namespace: {{ .Release.Namespace }}}\n",
    "templates/demo.yaml": "apiVersion: demo.io/v1\nkind: Demo\nmetadata: {name: demo}\n",
    "templates/hook.yaml": `apiVersion: v1\nkind: Pod\n${hook("pre-install")}\n`,
    "templates/test.yaml": `apiVersion: v1\nkind: Pod\n${hook("test")}\n`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(chart, name), text);
  return chart;
}

/** A program in place of helm that writes down how it was called. */
function standIn(script: string): { helm: string; calls: () => string[] } {
  const directory = mkdtempSync(join(tmpdir(), "helm-"));
  const helm = join(directory, "helm");
  writeFileSync(helm, `#!/bin/sh\nprintf '%s\\n' "$@" > ${directory}/calls\n${script}\n`);
  chmodSync(helm, 0o755);
  return { helm, calls: () => readFileSync(join(directory, "calls"), "utf8").trim().split("\n") };
}

const operator = () =>
  void new kubernetes.helm.v4.Chart("operator", {
    chart: "spark-operator",
    version: "2.5.2",
    namespace: "spark-system",
    repositoryOpts: { repo: "https://charts.example.com" },
    values: { webhook: { enable: true } },
  });

describe("charts of a program", () => {
  test("are read with all that helm needs", async () => {
    const [chart] = chartsOf(await recordProgram(operator));
    expect(chart).toEqual({
      resource: "operator",
      release: "operator",
      chart: "spark-operator",
      version: "2.5.2",
      repository: "https://charts.example.com",
      namespace: "spark-system",
      values: { webhook: { enable: true } },
      valueFiles: [],
      includeCrds: true,
      includeHooks: false,
      withheld: [],
    });
  });

  test("are rendered by `helm template` with repository, version, namespace, definitions and values", async () => {
    const { helm, calls } = standIn("echo 'kind: ConfigMap'; echo 'metadata: {name: x}'");
    const charts = chartsOf(await recordProgram(operator));
    const { manifests } = await renderCharts(charts, { helm, kubernetesVersion: "1.35" });
    expect(manifests).toEqual([{ kind: "ConfigMap", metadata: { name: "x", namespace: "spark-system" } }]);
    expect(calls().slice(0, -1)).toEqual([
      ...["template", "operator", "spark-operator", "--namespace", "spark-system", "--skip-tests", "--include-crds"],
      ...[
        "--no-hooks",
        "--repo",
        "https://charts.example.com",
        "--version",
        "2.5.2",
        "--kube-version",
        "1.35",
        "--values",
      ],
    ]);
  });

  test("that can't be rendered come back with the reason and the command", async () => {
    const charts = chartsOf(await recordProgram(operator));
    const reason = async (options: Parameters<typeof renderCharts>[1]) =>
      (await renderCharts(charts, options)).notRendered.map(({ why, command }) => ({ why, command }));
    const command =
      "helm template operator spark-operator --namespace spark-system --skip-tests --include-crds --no-hooks " +
      "--repo https://charts.example.com --version 2.5.2 --values operator-values.yaml";
    expect(await reason({ helm: "/nowhere/helm" })).toEqual([
      {
        why: "there is no helm at /nowhere/helm; install it (https://helm.sh/docs/intro/install) or give its path",
        command,
      },
    ]);
    const path = process.env.PATH;
    process.env.PATH = "/nowhere";
    expect((await reason({}).finally(() => (process.env.PATH = path))).map(({ why }) => why)).toEqual([
      "helm is not on PATH; install it (https://helm.sh/docs/intro/install) or give its path",
    ]);
    expect(await reason({ helm: standIn("echo 'no such chart' >&2; exit 1").helm })).toEqual([
      { why: "helm said: no such chart", command },
    ]);
    expect(await reason({ helm: standIn("exec sleep 20").helm, timeoutSeconds: 0.2 })).toEqual([
      { why: "helm took more than 0.2 seconds", command },
    ]);
    expect(await reason({ localOnly: true })).toEqual([{ why: "it would have to be downloaded", command }]);
  });

  test("with secret or unknown values are not rendered, and the secret is not held", async () => {
    const recording = await recordProgram(
      () =>
        void new kubernetes.helm.v3.Release("queue", {
          chart: "./queue",
          values: { password: pulumi.secret("hunter2"), colour: "red" },
        }),
    );
    const charts = chartsOf(recording);
    expect(JSON.stringify(charts)).not.toContain("hunter2");
    const { notRendered } = await renderCharts(charts, { helm: standIn("exit 0").helm });
    expect(notRendered.map(({ why }) => why)).toEqual([
      "these are secret or known only after a deployment: values.password",
    ]);
  });
});

const helm = [
  process.env.HELM,
  ...(process.env.PATH ?? "").split(delimiter).map((directory) => join(directory, "helm")),
].find((path) => path !== undefined && existsSync(path));
if (helm === undefined) {
  console.warn(
    "SKIPPED: no chart was rendered by a real helm, there is none on PATH. Install it or set HELM to its path.",
  );
}

(helm === undefined ? test.skip : test)(
  "a real helm renders a chart with values, definitions and namespaces, without tests",
  async () => {
    const directory = dirname(localChart());
    const recording = await recordProgram(
      () => void new kubernetes.helm.v4.Chart("demo", { chart: "./demo", namespace: "jobs", values: { size: 3 } }),
    );
    const { manifests, notRendered } = await renderCharts(chartsOf(recording), {
      directory,
      localOnly: true,
      ...(helm && { helm }),
    });
    expect(notRendered).toEqual([]);
    expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? "-"}`).sort()).toEqual([
      "ClusterRole -",
      "ConfigMap jobs",
      "CustomResourceDefinition -",
      "Demo -",
    ]);
    expect(manifests.find(({ kind }) => kind === "ConfigMap")?.data).toEqual({ size: "3", colour: "red" });
  },
);
