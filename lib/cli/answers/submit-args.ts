/** `spark-platform submit-args <program>`: the exact spark-submit command of an application, with all that the plan says of it. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import type { ApplicationPlatform } from "../../applications/application-platform";
import { compileApplication } from "../../applications/compile/compile";
import { type ShellArgument, submitArguments } from "../../applications/spark-submit/arguments";
import { quote } from "../../applications/spark-submit/command";
import { DRIVER_TEMPLATE, EXECUTOR_TEMPLATE, templateFile } from "../../applications/spark-submit/files";
import { platformKeysLostOnPod } from "../../applications/spark-submit/pod-keys";
import { sparkProperties } from "../../applications/targets/properties";
import { describeIssue, IssueList, quoted } from "../../plan/issue";
import type { PlatformPlan } from "../../plan/platform";
import { recordProgram } from "../../testing/record";
import type { Answer } from "../answer";
import { readOneOf } from "../options/read";
import { argsOf, checkSubmission, type SubmitArgsOptions } from "../options/submit-options";
import { Misuse, Problem } from "../problem";
import { type ProgramRun, runProgram } from "../run-program";
import type { SubmitArgsAnswer } from "../schemas/submit-args";

/** What only the deployment may know: storage that comes with the cluster, and the digest of an image that it builds. */
const EVENT_LOG = { key: "spark.eventLog.dir", variable: "EVENT_LOG_URI" };
const IMAGE = { key: "spark.kubernetes.container.image", variable: "SPARK_IMAGE" };

/** @throws Misuse with every option that can't be used; Problem when the program declares no platform */
export async function submitArgs(
  program: string,
  application: readonly string[],
  options: SubmitArgsOptions,
): Promise<Answer<SubmitArgsAnswer>> {
  const run = await runProgram(program, options);
  const issues = new IssueList();
  const mode = readOneOf(options.mode, "--mode", ["cluster", "client"] as const, issues) ?? "cluster";
  const plan = platformOf(run, program, options, issues);
  checkSubmission(application, { ...options, mode }, plan, issues);
  if (plan === undefined || issues.length > 0) throw new Misuse(issues.all);

  const compiled = await compile(plan, run, application, options);
  const unknown = [...(plan.eventLogs.uri === undefined ? [EVENT_LOG] : []), ...(isBuilt(run, plan) ? [IMAGE] : [])];
  const directory = options.out ?? ".";
  const args = submitArguments({
    mode,
    properties: {
      ...compiled.properties,
      ...Object.fromEntries(unknown.map(({ key, variable }) => [key, `$${variable}`])),
    },
    expanded: unknown.map(({ key }) => key),
    directory,
    mainClass: options.class,
    application,
  });
  const templates = {
    ...(mode === "cluster" && { [DRIVER_TEMPLATE]: compiled.driver }),
    [EXECUTOR_TEMPLATE]: compiled.executor,
  };
  if (options.out !== undefined) writeFiles(options.out, templates);
  const { namespace, pod } = compiled;
  const data: SubmitArgsAnswer = {
    ...{ platform: plan.name, namespace, mode },
    command: `spark-submit ${args.map(shellText).join(" ")}`,
    arguments: args.map(({ text }) => text),
    unknown: unknown.map((one) => ({ ...one, ask: askFor(one.key, plan.name, namespace) })),
    templates,
    ...(mode === "client" && { pod }),
  };
  return {
    data,
    summary: [
      ...run.remarks,
      ...(mode === "client" ? platformKeysLostOnPod(plan).map(describeIssue) : []),
      ...remarksOf(data, options),
    ],
    sections: [],
    paste: { title: `spark-submit in ${mode} mode`, lines: [...data.unknown.map(assignment), ...linesOf(args)] },
    next: [],
    failed: false,
  };
}

function platformOf(
  { plans }: ProgramRun,
  program: string,
  { platform }: SubmitArgsOptions,
  issues: IssueList,
): PlatformPlan | undefined {
  const [first, ...others] = plans;
  if (first === undefined) throw new Problem(`${program} declares no SparkPlatform, so there is nothing to submit to.`);
  const found = platform === undefined && others.length === 0 ? first : plans.find(({ name }) => name === platform);
  if (found !== undefined) return found;
  issues.add({
    path: "--platform",
    value: platform,
    problem: platform === undefined ? "is missing, and the program declares several" : "is no platform of the program",
    allowed: quoted(plans.map(({ name }) => name)),
    change: "Name one of them.",
  });
  return undefined;
}

/** Within a program of its own, which makes plain values of outputs. */
async function compile(
  plan: PlatformPlan,
  run: ProgramRun,
  application: readonly string[],
  options: SubmitArgsOptions,
) {
  const { outputs } = await recordProgram(() => {
    const platform = {
      plan,
      eventLogUri: pulumi.output(plan.eventLogs.uri ?? `$${EVENT_LOG.variable}`),
      ...registeredOf(run, plan),
    } as ApplicationPlatform;
    const args = argsOf(application, options);
    const compiled = compileApplication(args.name, { platform, ...args });
    const { driver } = compiled;
    return {
      namespace: compiled.namespace,
      properties: sparkProperties(compiled),
      driver: templateFile(driver.template),
      executor: templateFile(compiled.executor.template),
      pod: {
        serviceAccount: driver.serviceAccount,
        cpu: `${driver.shape.cpuRequestMillis}m`,
        memory: `${driver.shape.memoryMiB}Mi`,
        labels: { ...driver.labels, "spark-role": "driver" },
      },
    };
  });
  return outputs as {
    namespace: string;
    properties: Record<string, string>;
    driver: string;
    executor: string;
    pod: NonNullable<SubmitArgsAnswer["pod"]>;
  };
}

/** What the platform has of its cluster and its mirrors, as far as it is known before a deployment. */
function registeredOf(run: ProgramRun, plan: PlatformPlan): Partial<ApplicationPlatform> {
  const { podLabels, imageMirrors } = outputsOf(run, plan);
  return { ...(podLabels && { podLabels }), ...(imageMirrors && { imageMirrors }) };
}

/** The plan knows an image that is built by a name that nothing can be pulled by. */
function isBuilt(run: ProgramRun, plan: PlatformPlan): boolean {
  const { sparkImage = plan.spark.image } = outputsOf(run, plan);
  return sparkImage !== plan.spark.image;
}

function outputsOf({ recording }: ProgramRun, { name }: PlatformPlan): Partial<ApplicationPlatform> {
  const platform = recording.resources.find((one) => one.type.endsWith(":SparkPlatform") && one.name === name);
  return platform?.outputs ?? {};
}

/** The platform's defaults are there for every submission, with the values of the deployment. */
function askFor(key: string, platform: string, namespace: string): string {
  const defaults = `kubectl --namespace ${namespace} get configmap ${platform}-spark-defaults`;
  return `${defaults} --output 'go-template={{index .data "spark-defaults.conf"}}' | sed -n 's/^${key}=//p'`;
}

function assignment({ variable, ask }: SubmitArgsAnswer["unknown"][number]): string {
  return `${variable}=$(${ask})`;
}

/** A pair of an option and its value on each line. */
function linesOf(args: readonly ShellArgument[]): string[] {
  const lines: string[] = ["spark-submit"];
  for (let at = 0; at < args.length; at++) {
    const one = args[at]!;
    const isOption = /^--(master|deploy-mode|conf|class)$/.test(one.text);
    lines.push(
      args
        .slice(at, at + (isOption ? 2 : 1))
        .map(shellText)
        .join(" "),
    );
    if (isOption) at++;
  }
  return lines.map((line, index) => `${index === 0 ? "" : "  "}${line}${index === lines.length - 1 ? "" : " \\"}`);
}

function shellText({ text, isExpanded }: ShellArgument): string {
  return isExpanded ? `"${text}"` : quote(text);
}

function remarksOf({ mode, pod, unknown }: SubmitArgsAnswer, { out }: SubmitArgsOptions): string[] {
  return [
    ...(out === undefined
      ? ["The pod templates are not written: add --out <directory>. Without them pods are neither placed nor admitted."]
      : [`The pod templates are in ${out}; the command names them from here.`]),
    ...unknown.map(({ key }) => `Only the deployment knows ${key}: a line before the command asks the cluster for it.`),
    ...(mode === "client" && pod !== undefined
      ? [
          `The pod in which it is run must ask for ${pod.cpu} CPU and ${pod.memory}, run as the service account ${pod.serviceAccount}, ` +
            `and have the labels ${Object.entries(pod.labels)
              .map(([key, value]) => `${key}=${value}`)
              .join(", ")}.`,
        ]
      : []),
  ];
}

function writeFiles(directory: string, files: Record<string, string>): void {
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
}
