/** A packed Python environment, unpacked beside the code of driver and executors. */

import * as pulumi from "@pulumi/pulumi";

import type { ApplicationDependencies } from "../args";
import type { ProvidedCode } from "../code/provided";

/** Directory that Spark unpacks it to, by the part after `#`: https://spark.apache.org/docs/latest/api/python/user_guide/python_packaging.html */
const directory = "environment";

export function withPythonEnvironment({
  deps,
  pythonEnvironment,
}: ProvidedCode): ApplicationDependencies<pulumi.Input<string>> | undefined {
  if (pythonEnvironment === undefined) return deps;
  return { ...deps, archives: [...(deps?.archives ?? []), pulumi.interpolate`${pythonEnvironment}#${directory}`] };
}

/** The Python that drivers and executors start; drivers take that of `spark.pyspark.python` where nothing else is said. */
export function pythonEnvironmentConfiguration({ pythonEnvironment }: ProvidedCode): Record<string, string> {
  return pythonEnvironment === undefined ? {} : { "spark.pyspark.python": `./${directory}/bin/python` };
}
