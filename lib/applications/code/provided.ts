/** An application's files as pods find them, wherever they came from. */

import type * as pulumi from "@pulumi/pulumi";

import type { ApplicationArgs, ApplicationDependencies } from "../args";
import { deferredVariables, type ProvidedEnvironment } from "./environment";
import { localFilesOf } from "./files";

export interface ProvidedCode {
  mainApplicationFile: pulumi.Input<string>;
  deps?: ApplicationDependencies<pulumi.Input<string>>;
  pythonEnvironment?: pulumi.Input<string>;
  /** What runs statements of SQL; only with the type "SQL". */
  sqlRunner?: string;
  /** Files that pods see at {@link codePath}. */
  configMap?: { name: pulumi.Input<string>; items: { key: string; path: string }[] };
  /** Values of the environment that only the deployment knows. */
  environment?: ProvidedEnvironment;
  /** What must be there before a pod that needs the code starts. */
  dependsOn: pulumi.Resource[];
}

/** Where pods see files that come by a ConfigMap. */
export const codePath = "/opt/spark-platform/code";

/** Code that is where it is needed already, of an application in which everything is known. */
export function codeByUri(args: ApplicationArgs): ProvidedCode {
  if (localFilesOf(args).length > 0) throw new Error("Files of this machine must be brought into the cluster first.");
  if (deferredVariables(args).length > 0)
    throw new Error("Outputs of the environment must be put into a Secret first.");
  const { mainApplicationFile, deps, pythonEnvironment } = args;
  return {
    mainApplicationFile: mainApplicationFile as pulumi.Input<string>,
    ...(deps !== undefined && { deps: deps as ApplicationDependencies<pulumi.Input<string>> }),
    ...(pythonEnvironment !== undefined && { pythonEnvironment: pythonEnvironment as pulumi.Input<string> }),
    dependsOn: [],
  };
}
