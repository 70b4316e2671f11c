import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse } from "yaml";

// Loads Pulumi, which takes longer than a test may.
import "../../lib/cli/answers/submit-args";
import type { SubmitArgsAnswer } from "../../lib/cli/schemas/submit-args";
import type { PlatformPlan } from "../../lib/plan";
import { examplePlan } from "../addons/example";
import { cluster, plan as planned } from "../plan/fixtures";
import { schemaOf } from "../../lib/cli/schemas";
import { run } from "./running";

const pulumi = `require(${JSON.stringify(require.resolve("@pulumi/pulumi"))})`;
const scratch = () => mkdtempSync(join(tmpdir(), "submit-args-"));

/** A program, to be run once, that declares platforms of these plans, and what they have of their cluster. */
function program(plans: PlatformPlan[], outputs: object = {}): string {
  const file = join(scratch(), "index.js");
  writeFileSync(
    file,
    `for (const plan of ${JSON.stringify(plans)}) {
      const platform = new (${pulumi}.ComponentResource)("spark-platform:platform:SparkPlatform", plan.name, { plan });
      platform.registerOutputs(${JSON.stringify(outputs)});
    }`,
  );
  return file;
}

const plan = examplePlan({ namespaces: [{ name: "etl" }], executorSizes: [{ name: "small", cores: 1 }] });

/** Settings among the arguments. */
function confOf({ arguments: args }: SubmitArgsAnswer): Record<string, string> {
  const pairs = args.flatMap((text, index) => (args[index - 1] === "--conf" ? [text.split(/=(.*)/s).slice(0, 2)] : []));
  return Object.fromEntries(pairs) as Record<string, string>;
}

describe("spark-platform submit-args", () => {
  // --json comes before the --, after which all belongs to the application.
  const application = "--json -- local:///opt/app/Daily_Report.py 2026-11-01";
  const answer = async (options: string, file = program([plan])) => {
    const { code, out, err } = await run(["submit-args", file, options, application].filter(Boolean).join(" "));
    expect([code, err]).toEqual([0, ""]);
    return schemaOf("submit-args").parse(JSON.parse(out)) as SubmitArgsAnswer;
  };

  test("gives spark-submit all that the plan says, and the application last", async () => {
    const data = await answer("");
    const { shape } = plan.executor;
    expect(confOf(data)).toMatchObject({
      "spark.app.name": "daily-report",
      "spark.kubernetes.namespace": "etl",
      "spark.kubernetes.authenticate.driver.serviceAccountName": "spark",
      "spark.executor.memory": `${shape.heapMiB}m`,
      "spark.kubernetes.executor.request.cores": `${shape.cpuRequestMillis}m`,
      "spark.eventLog.dir": "s3a://company-logs/spark",
      "spark.kubernetes.driver.podTemplateFile": "./driver.yaml",
      "spark.kubernetes.executor.podTemplateFile": "./executor.yaml",
    });
    expect(data.arguments.slice(0, 1)).toEqual(["--master"]);
    expect(data.arguments.slice(2, 4)).toEqual(["--deploy-mode", "cluster"]);
    expect(data.arguments.slice(-2)).toEqual(["local:///opt/app/Daily_Report.py", "2026-11-01"]);
    expect([data.unknown, data.pod]).toEqual([[], undefined]);
  });

  test("prints a command that a shell hands over as it is meant", async () => {
    const file = program([plan]);
    const { out } = await run(`submit-args ${file} -- local:///a.py $HOME`);
    const command = out.slice(out.indexOf("\nspark-submit \\\n") + 1);
    // A function's name holds no hyphen.
    const played = `kubectl() { echo https://api; }\nsubmit() { printf '%s\\n' "$@"; }\n${command.replace("spark-submit", "submit")}`;
    const shown = execFileSync("/bin/sh", ["-c", played]);
    const lines = shown.toString().trim().split("\n");
    expect(lines.slice(0, 4)).toEqual(["--master", "k8s://https://api", "--deploy-mode", "cluster"]);
    expect(lines).toContain("spark.metrics.conf.*.sink.prometheusServlet.path=/metrics/prometheus");
    expect(lines.slice(-2)).toEqual(["local:///a.py", "$HOME"]);
  });

  test("writes the pod templates where it is told to, and names them from there", async () => {
    const out = join(scratch(), "made");
    const data = await answer(`--out ${out}`);
    expect(confOf(data)["spark.kubernetes.driver.podTemplateFile"]).toBe(`${out}/driver.yaml`);
    expect(readdirSync(out).sort()).toEqual(["driver.yaml", "executor.yaml"]);
    expect(parse(data.templates["driver.yaml"]!)).toMatchObject({
      kind: "Pod",
      spec: { priorityClassName: "analytics-driver", securityContext: { runAsNonRoot: true } },
    });
    const { out: said } = await run(`submit-args ${program([plan])} -- local:///a.py`);
    expect(said).toContain("add --out <directory>");
  });

  test("takes executors of another size", async () => {
    const { shape } = plan.executorSizes[0]!.sized;
    expect(confOf(await answer("--executor-size small"))["spark.executor.memory"]).toBe(`${shape.heapMiB}m`);
  });

  test("in client mode tells which keys of the platform would come to nothing", async () => {
    const sparkConf = { "spark.kubernetes.driver.label.team": "bi" };
    const file = program([examplePlan({ namespaces: [{ name: "etl" }], sparkConf })]);
    const said = async (mode: string) =>
      (await run(`submit-args ${file} --mode ${mode} -- local:///opt/app/report.py`)).out;
    const remark =
      'platform.sparkConf["spark.kubernetes.driver.label.team"]: "bi" is for whoever makes a driver\'s pod';
    expect((await said("client")).replaceAll(/\s+/g, " ")).toContain(remark);
    expect(await said("cluster")).not.toContain("platform.sparkConf");
  });

  test("in client mode says what the pod must be, and how executors find it", async () => {
    const data = await answer("--mode client");
    expect(data.arguments.slice(0, 4)).toEqual([
      "--master",
      "k8s://https://kubernetes.default.svc",
      "--deploy-mode",
      "client",
    ]);
    expect(confOf(data)).toMatchObject({
      "spark.driver.host": "$(hostname -i)",
      "spark.kubernetes.driver.pod.name": "$(hostname)",
    });
    expect(Object.keys(data.templates)).toEqual(["executor.yaml"]);
    const { cpuRequestMillis, memoryMiB } = plan.driver.shape;
    expect(data.pod).toMatchObject({
      serviceAccount: "spark",
      cpu: `${cpuRequestMillis}m`,
      memory: `${memoryMiB}Mi`,
      labels: { "spark-role": "driver", "spark-platform/application": "daily-report" },
    });
  });

  test("asks the cluster for what only the deployment knows", async () => {
    // Event logs go to storage that comes with the cluster.
    const managed = planned({ cluster: cluster() });
    const data = await answer("", program([managed]));
    expect(data.unknown).toEqual([
      {
        key: "spark.eventLog.dir",
        variable: "EVENT_LOG_URI",
        ask: expect.stringContaining("get configmap analytics-spark-defaults") as string,
      },
    ]);
    expect(data.command).toContain('--conf "spark.eventLog.dir=$EVENT_LOG_URI"');
    const { out } = await run(`submit-args ${program([managed])} -- local:///a.py`);
    expect(out).toMatch(/\nEVENT_LOG_URI=\$\(kubectl [^\n]+\)\nspark-submit \\\n/);
    expect(out).toContain("Only the deployment knows spark.eventLog.dir");
  });

  test("asks the cluster for the digest of an image that the deployment builds, which comes from its mirrors already", async () => {
    const outputs = { sparkImage: "r.example.com/spark@sha256:0", imageMirrors: { "docker.io": "m.example.com" } };
    const { command, unknown } = await answer("", program([plan], outputs));
    expect(unknown).toMatchObject([{ key: "spark.kubernetes.container.image", variable: "SPARK_IMAGE" }]);
    expect(command).toContain('--conf "spark.kubernetes.container.image=$SPARK_IMAGE"');
    expect(unknown[0]?.ask).toContain("s/^spark.kubernetes.container.image=//p");
    expect((await answer("", program([plan], { sparkImage: plan.spark.image }))).unknown).toEqual([]);
  });

  test("takes what looks like an option of spark-submit for the application's own behind its file", async () => {
    const { out, err } = await run(`submit-args ${program([plan])} -- local:///a.py --class`);
    expect([err, out.trimEnd().split("\n").slice(-2)]).toEqual(["", ["  local:///a.py \\", "  --class"]]);
  });

  test("says once that there is no file", async () => {
    const { err } = await run(`submit-args ${program([plan])} --namespace adhoc`);
    expect(err.match(/^.*(application|--namespace): /gm)).toHaveLength(2);
  });

  test("labels pods as the platform does, and takes images from its mirrors", async () => {
    const outputs = {
      podLabels: { etl: { "azure.workload.identity/use": "true" } },
      imageMirrors: { "docker.io": "registry.example.com/hub" },
    };
    expect(confOf(await answer("", program([plan], outputs)))).toMatchObject({
      "spark.kubernetes.driver.label.azure.workload.identity/use": "true",
      "spark.kubernetes.executor.label.azure.workload.identity/use": "true",
      "spark.kubernetes.container.image": `registry.example.com/hub/${plan.spark.image}`,
    });
  });

  test.each([
    ["", "application: (not given) is missing"],
    ["-- job.py", 'application: "job.py" is a file of this machine'],
    ["-- local:///job", 'application: "local:///job" does not tell what kind of application it is'],
    ["-- s3a://lake/report.sql", 'application: "s3a://lake/report.sql" is a file of SQL'],
    ["--mode yarn -- local:///a.py", '--mode: "yarn" is none of the values'],
    ["--namespace adhoc -- local:///a.py", '--namespace: "adhoc" is not a namespace of the platform'],
    ["--executor-size smal -- local:///a.py", '--executor-size: "smal" is no executor size of the platform'],
    ["--name A -- local:///a.py", '--name: "A" can\'t be'],
    ["--platform other -- local:///a.py", '--platform: "other" is no platform of the program. Allowed: "analytics"'],
  ])("refuses %j", async (options, message) => {
    const { code, out, err } = await run(`submit-args ${program([plan])} ${options}`.trim());
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  test("asks which of several platforms, and ends with 1 where there is none", async () => {
    const two = () => program([plan, { ...plan, name: "other" }]);
    expect((await run(`submit-args ${two()} -- local:///a.py`)).err).toContain("--platform: (not given) is missing");
    expect((await answer("--platform other", two())).platform).toBe("other");
    const none = await run(`submit-args ${program([])} -- local:///a.py`);
    expect(none.code).toBe(1);
    expect(none.err).toContain("declares no SparkPlatform");
  });
});
