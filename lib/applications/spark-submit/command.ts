/** The spark-submit command of a platform, to paste into a shell: everything but the application comes from the cluster. */

import type * as pulumi from "@pulumi/pulumi";

/** What the command is made of. */
export interface SparkSubmitCommand {
  namespace: string;
  /** ConfigMap with spark-defaults.conf, driver.yaml, executor.yaml and placeholders.yaml. */
  configMap: string;
  /** One of the platform's `executorSizes`. @default the default executor */
  executorSize?: string;
  /**
   * Executors whose room is asked for together with the driver's, so that one boot of nodes serves both; whoever submits needs the
   * right to create Jobs then. @default 0
   */
  reserve?: number;
  /** Name of the application. @default "pi" */
  name?: string;
  /** @default Spark's own SparkPi */
  mainClass?: string;
  /** @default the examples of the Apache images */
  mainApplicationFile?: string;
  arguments?: string[];
  /** More configuration. */
  sparkConf?: Record<string, string>;
}

const PI = {
  name: "pi",
  mainClass: "org.apache.spark.examples.SparkPi",
  mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
};

/**
 * A command that fetches the platform's defaults and pod templates with kubectl and submits to the cluster that kubectl points at.
 * It needs kubectl and a Spark of the platform's version on the machine, and asks nothing of the shell but POSIX.
 */
export function sparkSubmitCommand(command: SparkSubmitCommand): string {
  const { namespace, configMap, executorSize, reserve = 0, sparkConf = {} } = command;
  const size = executorSize === undefined ? "" : `-${executorSize}`;
  const app = command.mainApplicationFile === undefined ? { ...PI, ...defined({ name: command.name }) } : command;
  const kubectl = `kubectl --namespace ${quote(namespace)}`;
  const get = `${kubectl} get configmap ${quote(configMap)} --output`;
  const files = { defaults: `spark-defaults${size}.conf`, driver: "driver.yaml", executor: `executor${size}.yaml` };
  const fetch = Object.values(files).map(
    (file) => `${get} ${quote(`go-template={{index .data "${file}"}}`)} > "$conf"/${quote(file)}`,
  );
  const placeholders = `placeholders${size}.yaml`;
  const reserveRoom = [
    `${get} ${quote(`go-template={{printf (index .data "${placeholders}") ${reserve}}}`)} > "$conf"/${quote(placeholders)}`,
    `${kubectl} create --filename "$conf"/${quote(placeholders)}`,
  ];
  const submit = [
    "spark-submit",
    `--master "k8s://$(kubectl config view --minify --output 'jsonpath={.clusters[0].cluster.server}')"`,
    "--deploy-mode cluster",
    `--properties-file "$conf"/${quote(files.defaults)}`,
    `--conf "spark.kubernetes.driver.podTemplateFile=$conf"/${quote(files.driver)}`,
    `--conf "spark.kubernetes.executor.podTemplateFile=$conf"/${quote(files.executor)}`,
    ...Object.entries(sparkConf).map(([key, value]) => `--conf ${quote(`${key}=${value}`)}`),
    ...(app.name === undefined ? [] : [`--name ${quote(app.name)}`]),
    ...(app.mainClass === undefined ? [] : [`--class ${quote(app.mainClass)}`]),
    quote(app.mainApplicationFile ?? PI.mainApplicationFile),
    ...(command.arguments ?? []).map(quote),
  ];
  return ["conf=$(mktemp -d)", ...fetch, ...(reserve > 0 ? reserveRoom : []), submit.join(" ")].join(" && ");
}

/** What spark-submit must be told beyond the plan's configuration, since no operator says it. */
export function submissionConfiguration(submission: {
  namespace: string;
  serviceAccount: string;
  image: pulumi.Input<string>;
}): Record<string, pulumi.Input<string>> {
  return {
    "spark.kubernetes.namespace": submission.namespace,
    "spark.kubernetes.authenticate.driver.serviceAccountName": submission.serviceAccount,
    "spark.kubernetes.container.image": submission.image,
  };
}

/** Quoted for a POSIX shell where it needs to be. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
