/** Brings what an application has on this machine into the cluster: files into its storage or a ConfigMap, values into a Secret. */

import * as pulumi from "@pulumi/pulumi";

import type { UploadedCode } from "../../clusters/contract";
import type { ApplicationArgs, ApplicationDependencies, ApplicationFile } from "../args";
import { applicationType } from "../check/type";
import { namespaceOf } from "../compile/compile";
import { provideEnvironment } from "./environment";
import { fileMap } from "./file-map";
import { fileKinds } from "./files";
import { isLocal, readLocal } from "./local-code";
import { MountedFiles } from "./mounted-files";
import type { ProvidedCode } from "./provided";
import { sqlRunner } from "./sql-runner";

/** The object that an application is made of, and what it leaves to those of its runs that go on without it. */
export interface CodeOwner {
  /** Name of the application. */
  objectName: string;
  /**
   * Part of all names, so that an application that becomes an object of another kind gets code of its own, and that of the former goes
   * without taking it along.
   */
  kind: "application" | "schedule" | "job" | "server";
  /** Whether runs may go on after an update or start again then, so that what they were made with must stay. */
  isKept: boolean;
}

/**
 * Creates what brings local files, and values that only the deployment knows, to where pods find them: children of a component.
 *
 * Each file has a name by its content, and a resource by its name: files that change places in the arguments stay where they are, and a
 * file that has changed is another one. The former goes at the end of the update, when no object names it any longer, and all of them go
 * with the application. With `isKept` none ever goes: a run that was started before an update reads its files once more when it is tried
 * again or gets another executor, and nothing tells when the last has ended. The Secret is never kept: what is taken away from the
 * environment must not stay behind.
 * @param name of the component
 * @param args in which nothing is wrong
 */
export function provideCode(
  name: string,
  owner: CodeOwner,
  args: ApplicationArgs,
  options: pulumi.CustomResourceOptions,
): ProvidedCode {
  const { platform, mainApplicationFile, pythonEnvironment, deps } = args;
  const namespace = namespaceOf(args);
  const ownName = ownNameOf(owner);
  const environment = provideEnvironment(name, { ownName, namespace }, args, options);
  const uploaded = new Map<string, UploadedCode>();
  const mounted = new MountedFiles();
  const uriOf = (file: ApplicationFile): pulumi.Input<string> => {
    if (!isLocal(file)) return file;
    const { uploadCode } = platform;
    if (uploadCode === undefined) return mounted.add(file);
    const { fileName, digest } = readLocal(file);
    const path = `${digest}/${fileName}`;
    const found = uploaded.get(path);
    if (found !== undefined) return found.uri;
    const source = "file" in file ? new pulumi.asset.FileAsset(file.file) : new pulumi.asset.StringAsset(file.text);
    const upload = uploadCode(
      `${name}-${digest}-${fileName}`,
      { namespace, source, fileName: `${ownName}/${path}` },
      { ...options, ...(owner.isKept && { retainOnDelete: true }) },
    );
    uploaded.set(path, upload);
    return upload.uri;
  };
  const provided = {
    mainApplicationFile: uriOf(mainApplicationFile),
    ...(deps !== undefined && { deps: withUris(deps, uriOf) }),
    ...(pythonEnvironment !== undefined && { pythonEnvironment: uriOf(pythonEnvironment) }),
    ...(applicationType(args) === "SQL" && { sqlRunner: mounted.add({ text: sqlRunner, fileName: "run_sql.py" }) }),
    ...(environment !== undefined && { environment }),
  };
  const dependsOn = [...(environment?.dependsOn ?? []), ...[...uploaded.values()].flatMap((one) => one.dependsOn)];
  if (mounted.isEmpty) return { ...provided, dependsOn };
  const configMap = fileMap(
    {
      ...{ component: name, part: "code", contents: mounted.digest },
      ...{ application: owner.objectName, ownName, namespace, isKept: owner.isKept },
    },
    mounted.data,
    options,
  );
  return {
    ...provided,
    configMap: { name: configMap.metadata.name, items: mounted.items },
    dependsOn: [...dependsOn, configMap],
  };
}

/** As no application can be called, whose name has no dot. */
function ownNameOf({ objectName, kind }: CodeOwner): string {
  return kind === "application" ? objectName : `${objectName}.${kind}`;
}

function withUris(
  deps: ApplicationDependencies,
  uriOf: (file: ApplicationFile) => pulumi.Input<string>,
): ApplicationDependencies<pulumi.Input<string>> {
  const files = fileKinds.flatMap((kind) => {
    const list = deps[kind];
    return list === undefined ? [] : [[kind, list.map(uriOf)] as const];
  });
  return { ...deps, ...Object.fromEntries(files) } as ApplicationDependencies<pulumi.Input<string>>;
}
