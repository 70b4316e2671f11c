/** The arguments of a spark-submit that is run by hand: by somebody at a terminal, or in a pod of theirs. */

import { DRIVER_TEMPLATE, EXECUTOR_TEMPLATE } from "./files";

export type SubmitMode = "client" | "cluster";

/** An argument with what the shell finds out when it runs: `spark.driver.host=$(hostname -i)`. */
export interface ShellArgument {
  text: string;
  /** Whether the shell expands variables in it. */
  isExpanded: boolean;
}

export interface SubmitArguments {
  mode: SubmitMode;
  properties: Record<string, string>;
  /** Keys of which the value holds variables of the shell. */
  expanded: readonly string[];
  /** Where the pod templates are. */
  directory: string;
  mainClass?: string;
  application: readonly string[];
}

/** Of a cluster that kubectl points at. */
const masterByKubectl = "k8s://$(kubectl config view --minify --output 'jsonpath={.clusters[0].cluster.server}')";

/**
 * What a driver outside of cluster mode says of its pod: executors find it by the address, and belong to the pod and go with it.
 * https://spark.apache.org/docs/latest/running-on-kubernetes.html#client-mode
 */
const ofOwnPod = {
  "spark.driver.host": "$(hostname -i)",
  "spark.kubernetes.driver.pod.name": "$(hostname)",
};

/** As spark-submit gets them. */
export function submitArguments(submit: SubmitArguments): ShellArgument[] {
  const { mode, properties, expanded, directory, mainClass, application } = submit;
  const plain = (...texts: string[]) => texts.map((text) => ({ text, isExpanded: false }));
  const conf = (key: string, value: string, isExpanded: boolean) => [
    ...plain("--conf"),
    { text: `${key}=${value}`, isExpanded },
  ];
  const templates = {
    ...(mode === "cluster" && { "spark.kubernetes.driver.podTemplateFile": `${directory}/${DRIVER_TEMPLATE}` }),
    "spark.kubernetes.executor.podTemplateFile": `${directory}/${EXECUTOR_TEMPLATE}`,
  };
  return [
    ...plain("--master"),
    mode === "cluster"
      ? { text: masterByKubectl, isExpanded: true }
      : plain("k8s://https://kubernetes.default.svc")[0]!,
    ...plain("--deploy-mode", mode),
    ...Object.entries({ ...properties, ...templates })
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([key, value]) => conf(key, value, expanded.includes(key))),
    ...(mode === "client" ? Object.entries(ofOwnPod).flatMap(([key, value]) => conf(key, value, true)) : []),
    ...(mainClass === undefined ? [] : plain("--class", mainClass)),
    ...plain(...application),
  ];
}
