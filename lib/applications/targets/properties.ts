/** An application as Spark's own keys alone: what spark-submit is given, and operators that have no fields of their own. */

import * as pulumi from "@pulumi/pulumi";

import type { ApplicationDependencies } from "../args";
import type { CompiledApplication, CompiledPod } from "../compile/compiled";

type Properties = Record<string, pulumi.Input<string>>;
type Dependencies = ApplicationDependencies<pulumi.Input<string>>;

/** What a list of dependencies is called in Spark's configuration: https://spark.apache.org/docs/latest/configuration.html */
const KEYS_OF_DEPENDENCIES: Record<keyof Dependencies, string> = {
  jars: "spark.jars",
  files: "spark.files",
  pyFiles: "spark.submit.pyFiles",
  archives: "spark.archives",
  packages: "spark.jars.packages",
  excludePackages: "spark.jars.excludes",
  repositories: "spark.jars.repositories",
};

/** All but what is run, its arguments and the pod templates, which are files. */
export function sparkProperties(application: CompiledApplication): Properties {
  const { name, namespace, image, driver, executor, deps = {}, configuration, allocation } = application;
  return {
    ...configuration,
    "spark.app.name": name,
    "spark.kubernetes.namespace": namespace,
    "spark.kubernetes.container.image": image,
    "spark.kubernetes.authenticate.driver.serviceAccountName": driver.serviceAccount,
    ...podProperties("driver", driver),
    ...podProperties("executor", executor),
    ...allocationProperties(allocation),
    ...dependencyProperties(deps),
  };
}

function podProperties(role: "driver" | "executor", { shape, labels }: CompiledPod): Properties {
  const ofLabels = Object.entries(labels).map(([key, value]) => [`spark.kubernetes.${role}.label.${key}`, value]);
  return {
    [`spark.${role}.cores`]: String(shape.cores),
    [`spark.kubernetes.${role}.request.cores`]: `${shape.cpuRequestMillis}m`,
    [`spark.${role}.memory`]: `${shape.heapMiB}m`,
    [`spark.${role}.memoryOverhead`]: `${shape.overheadMiB}m`,
    ...(Object.fromEntries(ofLabels) as Properties),
  };
}

function allocationProperties({ dynamicAllocation, executor }: CompiledApplication["allocation"]): Properties {
  if (!dynamicAllocation.enabled) {
    return {
      "spark.dynamicAllocation.enabled": "false",
      "spark.executor.instances": String(executor.instances),
    };
  }
  const { initialExecutors, minExecutors, maxExecutors, shuffleTrackingEnabled } = dynamicAllocation;
  return {
    "spark.dynamicAllocation.enabled": "true",
    "spark.dynamicAllocation.shuffleTracking.enabled": String(shuffleTrackingEnabled),
    "spark.dynamicAllocation.initialExecutors": String(initialExecutors),
    "spark.dynamicAllocation.minExecutors": String(minExecutors),
    ...(maxExecutors !== undefined && { "spark.dynamicAllocation.maxExecutors": String(maxExecutors) }),
  };
}

function dependencyProperties(deps: Dependencies): Properties {
  const given = Object.entries(deps) as [keyof Dependencies, pulumi.Input<string>[] | undefined][];
  return Object.fromEntries(
    given.flatMap(([kind, list]) =>
      list === undefined || list.length === 0
        ? []
        : [[KEYS_OF_DEPENDENCIES[kind], pulumi.all(list).apply((all) => all.join(","))]],
    ),
  );
}
