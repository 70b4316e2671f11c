/** The files that spark-submit and a driver read, Spark's properties and pod templates, in a ConfigMap. */

import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";

import { javaProperties } from "../../addons/properties";
import { fileMap } from "../code/file-map";
import type { CompiledApplication, CompiledPod } from "../compile/compiled";

export const PROPERTIES = "spark.properties";
export const DRIVER_TEMPLATE = "driver.yaml";
export const EXECUTOR_TEMPLATE = "executor.yaml";

/**
 * Named after what is in it and never changed, so that what is made of a pod template with the name in it is made anew when a file is
 * another.
 * @param more files beside properties and the executors' template
 * @param kept whether runs may start again after an update
 * @returns its name
 */
export function createFiles(
  name: string,
  application: CompiledApplication,
  properties: Record<string, pulumi.Input<string>>,
  more: Record<string, pulumi.Input<string>>,
  kept: { isKept: boolean },
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { executor, namespace } = application;
  const data = pulumi.output({
    [PROPERTIES]: pulumi.output(properties).apply(javaProperties),
    [EXECUTOR_TEMPLATE]: templateFile(executor.template),
    ...more,
  });
  return fileMap({ component: name, part: "files", application: application.name, namespace, ...kept }, data, options)
    .metadata.name;
}

/** A pod template as Spark reads it. */
export function templateFile(template: CompiledPod["template"]): pulumi.Output<string> {
  return pulumi.output({ apiVersion: "v1", kind: "Pod", ...template }).apply((pod) => stringify(pod));
}
