/** Why an operator has not taken up an application. */

import { hasStatus } from "../../cluster-api/cluster-api";
import type { Pod } from "../../cluster-api/objects";
import type { App } from "../application";
import type { AppsApi } from "../find";
import { pods } from "../kinds";
import { podState } from "../pods";
import type { Wait } from "./wait";

interface Operator {
  title: string;
  /** Of its pods, as its chart labels them. */
  labels: string;
}

/** templates/_helpers.tpl of both charts. */
const operators: Partial<Record<App["way"], Operator>> = {
  kubeflow: {
    title: "the Kubeflow Spark operator",
    labels: "app.kubernetes.io/name=spark-operator,app.kubernetes.io/component=controller",
  },
  apache: {
    title: "the Apache Spark operator",
    labels: "app.kubernetes.io/name=spark-kubernetes-operator,app.kubernetes.io/component=operator-deployment",
  },
};

/** An operator looks at a new object at once; before this many seconds nothing is wrong. */
const PATIENCE_SECONDS = 30;

export async function operatorWait(api: AppsApi, app: App, now: Date): Promise<Wait | undefined> {
  const operator = operators[app.way];
  if (operator === undefined) return undefined;
  const wait = { cause: "operator" as const, who: "application" as const, pods: [], since: app.created };
  let found: Pod[];
  try {
    found = (await api.list<Pod>(pods, { labels: operator.labels })) ?? [];
  } catch (error) {
    if (!hasStatus(error, 403)) throw error;
    return {
      ...wait,
      detail: [`There is no driver yet; whether ${operator.title} runs can't be seen with these rights.`],
      change: "Ask whoever keeps the operator, if it stays like this.",
    };
  }
  const running = found.filter((pod) => podState(pod) === "running");
  if (running.length === 0) return { ...wait, ...notRunning(operator, found) };
  if (running.every((pod) => !watches(pod, app.namespace))) {
    return {
      ...wait,
      detail: [`${capital(operator.title)} does not watch the namespace ${app.namespace}.`],
      change: "Add the namespace to the platform's job namespaces, or submit into one of them.",
    };
  }
  const age = (now.getTime() - Date.parse(app.created ?? now.toISOString())) / 1000;
  const names = running.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(", ");
  return age < PATIENCE_SECONDS
    ? {
        ...wait,
        detail: [`${capital(operator.title)} is submitting it.`],
        change: "Nothing: wait a moment.",
        cause: "starting",
      }
    : {
        ...wait,
        detail: [`${capital(operator.title)} runs and has made no driver for ${Math.round(age)} s.`],
        change: `Look at the log of ${names}.`,
      };
}

function notRunning({ title, labels }: Operator, found: readonly Pod[]) {
  const [pod] = found;
  if (pod === undefined) {
    return {
      detail: [`No pod of ${title} is in the cluster (${labels}), so nothing takes the application up.`],
      change: "Install the operator: a SparkPlatform does, unless operator is false.",
    };
  }
  return {
    detail: [`${capital(title)} does not run: ${pod.metadata.namespace}/${pod.metadata.name} is ${podState(pod)}.`],
    change: `Look at it: kubectl --namespace ${pod.metadata.namespace} describe pod ${pod.metadata.name}`,
  };
}

/** The Kubeflow operator is told its namespaces by an argument; the Apache operator by configuration that is not read here. */
function watches({ spec: { containers } }: Pod, namespace: string): boolean {
  const given = containers.flatMap(({ args = [] }) => args).find((arg) => arg.startsWith("--namespaces="));
  const namespaces = given?.slice("--namespaces=".length).replaceAll('"', "").split(",");
  return namespaces === undefined || namespaces.includes("") || namespaces.includes(namespace);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
