import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sparkSubmitCommand } from "../../../lib";

/** Runs a command in a POSIX shell where kubectl and spark-submit only write down how they were called. */
function run(command: string): { kubectl: string[][]; sparkSubmit: string[] } {
  const directory = mkdtempSync(join(tmpdir(), "submit-"));
  const stub = (name: string, answer: string) => {
    const path = join(directory, name);
    writeFileSync(
      path,
      `#!/bin/sh\n{ for a in "$@"; do printf '%s\\037' "$a"; done; echo; } >> ${directory}/${name}.log\n${answer}\n`,
    );
    chmodSync(path, 0o755);
  };
  stub("kubectl", 'case "$*" in *config\\ view*) printf https://10.0.0.1:6443;; *) echo content;; esac');
  stub("spark-submit", 'cat "$6" > /dev/null');
  execFileSync("sh", ["-euc", command], { env: { PATH: `${directory}:${process.env.PATH}`, TMPDIR: directory } });
  const calls = (name: string) =>
    readFileSync(join(directory, `${name}.log`), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\x1f").slice(0, -1));
  const [sparkSubmit, ...more] = calls("spark-submit");
  expect(more).toEqual([]);
  return { kubectl: calls("kubectl"), sparkSubmit: sparkSubmit ?? [] };
}

describe("sparkSubmitCommand", () => {
  it("fetches defaults and templates and submits Spark's example to where kubectl points", () => {
    const { kubectl, sparkSubmit } = run(
      sparkSubmitCommand({ namespace: "spark-jobs", configMap: "analytics-spark-defaults" }),
    );
    const get = ["--namespace", "spark-jobs", "get", "configmap", "analytics-spark-defaults", "--output"];
    expect(kubectl).toEqual([
      [...get, 'go-template={{index .data "spark-defaults.conf"}}'],
      [...get, 'go-template={{index .data "driver.yaml"}}'],
      [...get, 'go-template={{index .data "executor.yaml"}}'],
      ["config", "view", "--minify", "--output", "jsonpath={.clusters[0].cluster.server}"],
    ]);
    const conf = sparkSubmit[5]?.replace(/\/spark-defaults\.conf$/, "");
    expect(sparkSubmit).toEqual([
      "--master",
      "k8s://https://10.0.0.1:6443",
      "--deploy-mode",
      "cluster",
      "--properties-file",
      `${conf}/spark-defaults.conf`,
      "--conf",
      `spark.kubernetes.driver.podTemplateFile=${conf}/driver.yaml`,
      "--conf",
      `spark.kubernetes.executor.podTemplateFile=${conf}/executor.yaml`,
      "--name",
      "pi",
      "--class",
      "org.apache.spark.examples.SparkPi",
      "local:///opt/spark/examples/jars/spark-examples.jar",
    ]);
  });

  it("takes the files of an executor size", () => {
    const { kubectl, sparkSubmit } = run(
      sparkSubmitCommand({ namespace: "etl", configMap: "analytics-spark-defaults", executorSize: "large" }),
    );
    expect(kubectl.slice(0, 3).map((call) => call.at(-1))).toEqual([
      'go-template={{index .data "spark-defaults-large.conf"}}',
      'go-template={{index .data "driver.yaml"}}',
      'go-template={{index .data "executor-large.yaml"}}',
    ]);
    expect(sparkSubmit[5]).toMatch(/\/spark-defaults-large\.conf$/);
    expect(sparkSubmit[9]).toMatch(/^spark\.kubernetes\.executor\.podTemplateFile=.*\/executor-large\.yaml$/);
  });

  it("asks for the room of executors right before it submits, where it is told how many", () => {
    const command = { namespace: "etl", configMap: "c", reserve: 6 };
    const { kubectl, sparkSubmit } = run(sparkSubmitCommand(command));
    const conf = sparkSubmit[5]?.replace(/\/spark-defaults\.conf$/, "");
    const get = ["--namespace", "etl", "get", "configmap", "c", "--output"];
    expect(kubectl.slice(3, 5)).toEqual([
      [...get, 'go-template={{printf (index .data "placeholders.yaml") 6}}'],
      ["--namespace", "etl", "create", "--filename", `${conf}/placeholders.yaml`],
    ]);
    expect(sparkSubmitCommand({ ...command, executorSize: "large" })).toContain('"placeholders-large.yaml") 6}}');
    expect(sparkSubmitCommand({ ...command, reserve: 0 })).not.toContain("placeholders");
  });

  it("hands arguments over as they are, whatever a shell would make of them", () => {
    const odd = ["two words", "it's", "$HOME", "`id`", '"', "a;b"];
    const { sparkSubmit } = run(
      sparkSubmitCommand({
        namespace: "etl",
        configMap: "c",
        name: "report",
        mainApplicationFile: "s3a://bucket/my job.py",
        arguments: odd,
        sparkConf: { "spark.sql.x": "a b" },
      }),
    );
    expect(sparkSubmit.slice(10)).toEqual([
      "--conf",
      "spark.sql.x=a b",
      "--name",
      "report",
      "s3a://bucket/my job.py",
      ...odd,
    ]);
  });
});
