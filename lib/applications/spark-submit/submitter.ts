/** The pod that submits a driver in cluster mode, waits for its end, and ends as it does. */

import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { containerResources } from "../../addons/container-resources";
import { restrictedContainer } from "../../addons/pod-security";
import type { CompiledApplication } from "../compile/compiled";
import { sparkProperties } from "../targets/properties";
import { literal } from "./driver-pod";
import { DRIVER_TEMPLATE, EXECUTOR_TEMPLATE, PROPERTIES, templateFile } from "./files";
import { jobPlaceholders, submitScript } from "./submit-script";

const SCRIPT = "submit.sh";

/** Apart from Spark's own: spark-submit hands on to the driver all that it finds there. */
const FILES_PATH = "/etc/spark-submit";

/**
 * The submitter's JVM, which would otherwise take the driver's heap as its own. Measured with Spark 3.5.9 and this heap: 232 MiB resident
 * at most.
 */
const HEAP_MIB = 256;
const RESOURCES = { cpuMillis: 250, memoryMiB: 640 };

const SUBMITTER = { "app.kubernetes.io/component": "spark-submit" };

/** A cluster may ask for it of whoever makes what holds up the end of a Job (OwnerReferencesPermissionEnforcement). */
export const ownedDriverRule = { apiGroups: ["batch"], resources: ["jobs/finalizers"], verbs: ["update"] };

/** The files of {@link submitterPod}, beside the executors' template. */
export function submitterFiles(application: CompiledApplication): Record<string, pulumi.Input<string>> {
  const { template } = application.driver;
  // The driver goes with the Job: by its time to live, and when somebody deletes it. A Job that is replaced is gone only after its driver.
  const ownerReferences = [{ apiVersion: "batch/v1", kind: "Job", ...jobPlaceholders, blockOwnerDeletion: true }];
  const owned = { ...template, metadata: { ...template.metadata, ownerReferences } };
  return {
    [DRIVER_TEMPLATE]: templateFile(owned),
    [SCRIPT]: submitScript({ directory: FILES_PATH, properties: PROPERTIES, template: DRIVER_TEMPLATE }),
  };
}

export function submitterProperties(application: CompiledApplication): Record<string, pulumi.Input<string>> {
  return {
    ...sparkProperties(application),
    "spark.master": "k8s://https://kubernetes.default.svc",
    "spark.submit.deployMode": "cluster",
    "spark.kubernetes.submission.waitAppCompletion": "true",
    "spark.kubernetes.executor.podTemplateFile": `${FILES_PATH}/${EXECUTOR_TEMPLATE}`,
  };
}

/** Metadata and spec of the pod. It runs where drivers do: the image is built for those nodes, and a driver is larger. */
export function submitterPod(
  application: CompiledApplication,
  { configMap, serviceAccount }: { configMap: pulumi.Input<string>; serviceAccount: pulumi.Input<string> },
) {
  const { mainClass, mainApplicationFile } = application;
  const { spec, metadata } = application.driver.template;
  const { affinity, tolerations, schedulerName, priorityClassName, securityContext } = spec;
  const ofPod = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
  return {
    metadata: {
      // Losing it loses no driver, but the Job's only witness of the driver's end.
      annotations: { ...(metadata.annotations as object) },
      labels: { ...application.driver.labels, ...SUBMITTER, "app.kubernetes.io/part-of": application.plan.name },
    },
    spec: {
      ...{ affinity, tolerations, priorityClassName, securityContext },
      ...(schedulerName !== undefined && { schedulerName }),
      serviceAccountName: serviceAccount,
      enableServiceLinks: false,
      // A shell that is a container's first process ignores SIGTERM.
      terminationGracePeriodSeconds: 5,
      containers: [
        {
          name: "spark-submit",
          image: application.image,
          args: [
            ...["/bin/sh", `${FILES_PATH}/${SCRIPT}`],
            ...(mainClass === undefined ? [] : ["--class", mainClass]),
            ...[mainApplicationFile, ...(application.arguments ?? [])].map(literal),
          ],
          env: [
            ofPod("POD_NAMESPACE", "metadata.namespace"),
            ofPod("JOB_NAME", "metadata.labels['batch.kubernetes.io/job-name']"),
            ofPod("JOB_UID", "metadata.labels['batch.kubernetes.io/controller-uid']"),
            { name: "_JAVA_OPTIONS", value: `-Xmx${HEAP_MIB}m` },
          ],
          resources: containerResources(RESOURCES),
          securityContext: restrictedContainer,
          volumeMounts: [
            { name: "files", mountPath: FILES_PATH, readOnly: true },
            { name: "tmp", mountPath: "/tmp" },
          ],
        },
      ],
      volumes: [
        { name: "files", configMap: { name: configMap } },
        { name: "tmp", emptyDir: {} },
      ],
    } satisfies kubernetes.types.input.core.v1.PodSpec,
  };
}
