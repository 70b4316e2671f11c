/** Looks at what only a Spark Connect server is asked: who may connect, and whether the image has a server at all. */

import { z } from "zod";

import { IssueList } from "../../plan/issue";
import type { PlatformPlan } from "../../plan/platform";
import { checkSparkVersion, isAtLeast } from "../../plan/spark/versions";
import { inputText, type Sound } from "../../plan/structure";
import type { CheckedApplication } from "../check/application";
import { lostOnPod } from "../spark-submit/pod-keys";

/** The arguments of a server beside those of an application. */
export const serverShape = {
  token: z.unknown().optional(),
  clients: z.array(z.unknown(), "a list of peers").optional(),
};

/** Arguments of applications that a server has no use for: it runs Spark's own program, and is started again for as long as it is there. */
export const foreignArguments = [
  "mainApplicationFile",
  "mainClass",
  "type",
  "arguments",
  "restartPolicy",
  "timeLimitSeconds",
  "timeToLiveSeconds",
] as const;

export function checkForeign(args: object, issues: IssueList): void {
  for (const name of foreignArguments) {
    const value = (args as Record<string, unknown> | undefined)?.[name];
    if (value === undefined) continue;
    issues.add({
      path: name,
      value,
      problem: "is an argument of applications, and a server runs until it is taken away",
      allowed: "arguments of a server",
      change: "Leave it out, or use a SparkApplication or a SparkSubmitJob.",
    });
  }
}

/** Keys that arguments, or the Service, of a server stand for. */
const serverKeys: Record<string, { problem: string; change: string }> = {
  "spark.connect.grpc.binding.port": {
    problem: "would move the server to where its Service and its probes do not look",
    change: "Leave it out: clients find the server by its Service, at port 15002.",
  },
  "spark.connect.authenticate.token": {
    problem: "would show the token to whoever sees the configuration, in the UI and in the event log too",
    change: "Use token.",
  },
};

function checkSparkConf(sparkConf: Readonly<Record<string, unknown>>, issues: IssueList): void {
  for (const issue of lostOnPod(sparkConf)) issues.add(issue);
  for (const [key, words] of Object.entries(serverKeys)) {
    if (sparkConf[key] === undefined) continue;
    const value = key.endsWith(".token") ? "(a token)" : sparkConf[key];
    issues.add({
      path: `sparkConf[${JSON.stringify(key)}]`,
      value,
      allowed: "keys that no argument stands for",
      ...words,
    });
  }
}

export interface CheckedServer {
  token?: unknown;
  clients?: unknown[];
}

export function checkServer(
  { token, clients = [], ...app }: Sound<CheckedServer & CheckedApplication>,
  plan: PlatformPlan | undefined,
  issues: IssueList,
): void {
  const text = app.sparkVersion ?? plan?.spark.version;
  // What is wrong with it is said elsewhere.
  const version = text === undefined ? undefined : checkSparkVersion(text, "sparkVersion", new IssueList());
  const hasServer = version === undefined || isAtLeast(version, "4.0");
  checkToken(token, hasServer, issues);
  checkSparkConf(app.sparkConf ?? {}, issues);
  if (token === false && clients.length === 0) {
    issues.add({
      path: "clients",
      value: clients,
      problem: "lets every pod of the cluster in, each with the drivers' rights, since there is no token",
      allowed: 'the pods that may connect, for example [{ podSelector: { matchLabels: { app: "jupyter" } } }]',
      change: "Name them, or give a token.",
    });
  }
  const { packages = [], jars = [] } = (app.deps ?? {}) as Record<string, unknown[] | undefined>;
  if (hasServer || [...packages, ...jars].some((one) => typeof one !== "string" || one.includes("spark-connect")))
    return;
  issues.add({
    path: "deps",
    value: app.deps,
    problem: `lacks Spark Connect, which Spark ${version.text} does not have in its images`,
    allowed: "a package or a jar with spark-connect in its name",
    change: `Add "org.apache.spark:spark-connect_2.12:${version.text}" to deps.packages, or the jar that your image holds to deps.jars, or use Spark 4.`,
  });
}

function checkToken(token: unknown, isSupported: boolean, issues: IssueList): void {
  if (token === false) return;
  if (!isSupported) {
    issues.add({
      path: "token",
      value: token === undefined ? undefined : "(a token)",
      problem: "is not checked by Spark before 4.0, so anybody could connect",
      allowed: "false, together with clients",
      change: "Use Spark 4, or token: false and name the clients.",
    });
    return;
  }
  if (isReference(token) || (token !== "" && inputText("").safeParse(token).success)) return;
  issues.add({
    path: "token",
    value: token,
    problem: token === undefined ? "is missing: whoever connects has the drivers' rights" : "is no token",
    allowed: 'a Pulumi secret, { secret: "name", key: "key" } of the namespace, or false together with clients',
    change: 'Add it, for example token: new pulumi.Config().requireSecret("connectToken").',
  });
}

function isReference(token: unknown): boolean {
  if (typeof token !== "object" || token === null) return false;
  const { secret, key } = token as Record<string, unknown>;
  return [secret, key].every((part) => inputText("").safeParse(part).success);
}
