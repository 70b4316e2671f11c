/** The submitter's script in a real shell, with a spark-submit that plays what Spark does. */

import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { jobPlaceholders, submitScript } from "../../../lib/applications/spark-submit/submit-script";

const folder = mkdtempSync(join(tmpdir(), "submit-script-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * What spark-submit --status prints: recorded with Spark 3.5.9 and 4.3.0, which say the same. Both end with 0 also where there is no
 * such driver.
 */
const statusOf = (phase: string) =>
  phase === "none"
    ? "Submitting a request for the status of submission jobs:report-driver in k8s://x.\nApplication not found."
    : `Application status (driver): \n\t pod name: report-driver\n\t labels: spark-role -> driver\n\t phase: ${phase}\n\t container status: \n\t\t exit code: 3`;

/**
 * @param submissions exit codes of spark-submit, one after the other
 * @param phases answers of its --status, one after the other; "error" for a call that fails
 */
async function played(submissions: number[], phases: string[]) {
  const calls = join(folder, "calls");
  writeFileSync(calls, "");
  writeFileSync(join(folder, "driver.yaml"), `name: ${jobPlaceholders.name}\nuid: ${jobPlaceholders.uid}\n`);
  const answers = { submit: submissions.map(String), "--status": phases, "--kill": ["Failed"] };
  for (const [kind, list] of Object.entries(answers)) {
    list.forEach((answer, index) => {
      const text = kind === "submit" || answer === "error" ? answer : statusOf(answer);
      writeFileSync(join(folder, `${kind}.${index + 1}`), `${text}\n`);
    });
  }
  const spark = join(folder, "spark-submit");
  writeFileSync(
    spark,
    `#!/bin/sh
case "$3" in --status | --kill) kind=$3 ;; *) kind=submit ;; esac
echo "$kind $*" >> ${calls}
answer=$(cat ${folder}/$kind.$(grep -c "^$kind " ${calls}))
[ $kind = submit ] && exit "$answer"
[ "$answer" = error ] && exit 1
echo "$answer" >&2
`,
  );
  chmodSync(spark, 0o755);
  const script = submitScript({ directory: folder, properties: "spark.properties", template: "driver.yaml" })
    .replaceAll("/opt/spark/bin/spark-submit", spark)
    .replaceAll("/tmp/driver.yaml", join(folder, "made.yaml"))
    .replaceAll(/sleep \d+/g, "sleep 0");
  writeFileSync(join(folder, "submit.sh"), script);
  const env = { PATH: process.env.PATH, JOB_NAME: "report", JOB_UID: "u-1", POD_NAMESPACE: "jobs" };
  const code = await new Promise((resolve) => {
    execFile("/bin/sh", [join(folder, "submit.sh"), "--class", "a.B", "local:///a b.jar", "x y"], { env }, (error) =>
      resolve(error?.code ?? 0),
    );
  });
  const lines = readFileSync(calls, "utf8").trim().split("\n");
  return { code, calls: lines.map((line) => line.split(" ")[0]), lines };
}

test("submits the driver under the Job's name, with the Job as its owner, and hands on what it was given", async () => {
  const { code, lines } = await played([0], ["Succeeded"]);
  expect(code).toBe(0);
  expect(lines[0]).toBe(
    `submit --properties-file ${folder}/spark.properties --conf spark.kubernetes.driver.pod.name=report-driver ` +
      `--conf spark.kubernetes.driver.podTemplateFile=${folder}/made.yaml --class a.B local:///a b.jar x y`,
  );
  expect(lines[1]).toBe("--status --master k8s://https://kubernetes.default.svc --status jobs:report-driver");
  expect(readFileSync(join(folder, "made.yaml"), "utf8")).toBe("name: report\nuid: u-1\n");
});

test.each<[string, number[], string[], number, string[]]>([
  ["fails where the driver failed, although spark-submit ended with 0", [0], ["Failed"], 1, ["submit", "--status"]],
  ["fails where the driver is gone", [0], ["none"], 1, ["submit", "--status"]],
  [
    "goes on looking where spark-submit lost sight of the driver, or the API server gives no answer",
    [0],
    ["Running", "error", "Unknown", "Succeeded"],
    0,
    ["submit", "--status", "--status", "--status", "--status"],
  ],
  ["fails where nothing was submitted", [1], ["none"], 1, ["submit", "--status"]],
  [
    "takes over a driver that runs, and submits no second one",
    [1],
    ["Running", "Running", "Succeeded"],
    0,
    ["submit", "--status", "--status", "--status"],
  ],
  [
    "finds that the driver of an earlier attempt has succeeded",
    [1],
    ["Succeeded", "Succeeded"],
    0,
    ["submit", "--status", "--status"],
  ],
  [
    "makes a driver that has failed anew, once it is gone",
    [1, 0],
    ["Failed", "Failed", "none", "Succeeded"],
    0,
    ["submit", "--status", "--kill", "--status", "--status", "submit", "--status"],
  ],
  [
    "fails where the new one is refused too",
    [1, 1],
    ["Failed", "none"],
    1,
    ["submit", "--status", "--kill", "--status", "submit"],
  ],
])("%s", async (_behaviour, submissions, phases, code, calls) => {
  expect(await played(submissions, phases)).toMatchObject({ code, calls });
});
