/** An application as an object of the operator that its platform has. */

import { createHash } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import type { SparkOperatorKind } from "../../plan/operators";
import type { CompiledApplication } from "../compile/compiled";
import { apacheSpec } from "./apache";
import { kubeflowSpec } from "./kubeflow";

/** What an operator takes. */
export interface OperatorObject {
  apiVersion: string;
  kind: "SparkApplication";
  /** Name of the object. */
  name: pulumi.Input<string>;
  spec: Record<string, unknown>;
  /** Options of the resource. */
  options: pulumi.CustomResourceOptions;
}

/** How kubectl asks for an operator's objects and their pods. */
interface OperatorWords {
  apiVersion: string;
  /** Name of the resource with its group, since a cluster may have both operators' definitions. */
  resource: string;
  /** What `kubectl logs` is given to find the driver of the application's newest run. */
  driver: (name: string) => string;
}

const WORDS: Record<SparkOperatorKind, OperatorWords> = {
  kubeflow: {
    apiVersion: "sparkoperator.k8s.io/v1beta2",
    resource: "sparkapplications.sparkoperator.k8s.io",
    driver: (name) => `${name}-driver`,
  },
  apache: {
    apiVersion: "spark.apache.org/v1",
    resource: "sparkapplications.spark.apache.org",
    driver: (name) => `--selector spark.operator/spark-app-name=${name},spark-role=driver --tail -1`,
  },
};

/** Digits of an object's name that tell its runs apart: with the longest name, and the attempt that follows, 46 characters. */
const DIGEST_LENGTH = 5;

/** The object that the platform's operator runs the application from. */
export function operatorObject(application: CompiledApplication): OperatorObject {
  const operator = operatorOf(application);
  const { apiVersion } = WORDS[operator];
  const { name, namespace } = application;
  if (operator === "kubeflow") {
    return { apiVersion, kind: "SparkApplication", name, spec: kubeflowSpec(application), options: {} };
  }
  const spec = apacheSpec(application);
  return {
    apiVersion,
    kind: "SparkApplication",
    // The Apache operator runs an object once: what is changed must be an object of its own to run again.
    name: pulumi.output([namespace, spec]).apply((run) => `${name}-${digest(run)}`),
    spec,
    options: { deleteBeforeReplace: true },
  };
}

/** The command that shows how an application is getting on. */
export function statusCommand(application: CompiledApplication, name: pulumi.Input<string>): pulumi.Output<string> {
  const { resource } = WORDS[operatorOf(application)];
  return pulumi.interpolate`kubectl --namespace ${application.namespace} get ${resource} ${name}`;
}

/** The command that follows the log of its driver. */
export function logsCommand(application: CompiledApplication, name: pulumi.Input<string>): pulumi.Output<string> {
  const { driver } = WORDS[operatorOf(application)];
  return pulumi.interpolate`kubectl --namespace ${application.namespace} logs --follow ${pulumi.output(name).apply(driver)}`;
}

function operatorOf({ plan: { sparkOperator } }: CompiledApplication): SparkOperatorKind {
  if (sparkOperator === false) throw new Error("The check accepts no application of a platform without an operator.");
  return sparkOperator;
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, DIGEST_LENGTH);
}
