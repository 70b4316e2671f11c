/** A driver's pod that no submission makes: what cluster mode would make, as the pod of a Job or a Deployment. */

import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { CompiledApplication } from "../compile/compiled";
import { sparkProperties } from "../targets/properties";
import { EXECUTOR_TEMPLATE, PROPERTIES } from "./files";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type Labels = Record<string, pulumi.Input<string>>;
type EnvVar = kubernetes.types.input.core.v1.EnvVar;
type Volume = kubernetes.types.input.core.v1.Volume;
type VolumeMount = kubernetes.types.input.core.v1.VolumeMount;
type Container = kubernetes.types.input.core.v1.Container;

export interface DriverPodSpec {
  application: CompiledApplication;
  /** Holds {@link PROPERTIES} and {@link EXECUTOR_TEMPLATE}. */
  configMap: pulumi.Input<string>;
  /** More labels. */
  labels?: Labels;
  /** More settings, in which `$(NAME)` is a variable of the container. */
  settings?: Record<string, string>;
  env?: EnvVar[];
  ports?: kubernetes.types.input.core.v1.ContainerPort[];
}

/** Spark's own ports in cluster mode (`DEFAULT_DRIVER_PORT`, `DEFAULT_BLOCKMANAGER_PORT` of its Constants), and of its UI. */
const DRIVER_PORT = 7078;
const BLOCK_MANAGER_PORT = 7079;
const UI_PORT = 4040;

/** Where Spark's own drivers have them (`SPARK_CONF_DIR_INTERNAL`, `EXECUTOR_POD_SPEC_TEMPLATE_MOUNTPATH` of its Constants). */
const CONF_PATH = "/opt/spark/conf";
const TEMPLATE_PATH = "/opt/spark/pod-template";

/** Where the driver spills and unpacks; Spark finds it by SPARK_LOCAL_DIRS. */
const LOCAL_DIRECTORY = "/var/data/spark-local";

/** What cluster mode would give the driver in its properties, for a driver that is there already. */
export function driverProperties(application: CompiledApplication): Record<string, pulumi.Input<string>> {
  return {
    ...portsOf(application),
    ...sparkProperties(application),
    "spark.master": "k8s://https://kubernetes.default.svc",
    "spark.submit.deployMode": "client",
    // As cluster mode does: the driver fetches jars, files and archives for itself too, and takes its rights from its pod.
    "spark.kubernetes.submitInDriver": "true",
    "spark.kubernetes.executor.podTemplateFile": `${TEMPLATE_PATH}/${EXECUTOR_TEMPLATE}`,
  };
}

/** Where executors reach the driver, by key: as cluster mode has it, unless the user has said otherwise. */
function portsOf({ configuration }: CompiledApplication) {
  return {
    "spark.driver.port": configuration["spark.driver.port"] ?? String(DRIVER_PORT),
    "spark.driver.blockManager.port": configuration["spark.driver.blockManager.port"] ?? String(BLOCK_MANAGER_PORT),
  };
}

/**
 * Where executors find the application's own classes, for {@link driverProperties}: in a driver of cluster mode spark-submit leaves
 * this to whoever submitted it (`isKubernetesClusterModeDriver` of its SparkSubmit).
 */
export function ownJar({ type, mainApplicationFile, deps }: CompiledApplication): Record<string, pulumi.Input<string>> {
  if (type !== "Java" && type !== "Scala") return {};
  const jars = pulumi.all([...(deps?.jars ?? []), mainApplicationFile]);
  return { "spark.jars": jars.apply((all) => all.join(",")) };
}

/**
 * Metadata and spec of the pod. The image's entrypoint gets the arguments that cluster mode gives it, so what runs is the same; but
 * executors reach the driver by its pod's address, which is there before the driver is, and no Service has to be made for each run.
 * Executors belong to the pod, and go with it.
 */
export function driverPod(spec: DriverPodSpec): {
  metadata: kubernetes.types.input.meta.v1.ObjectMeta & { labels: Labels };
  spec: PodSpec & { volumes: Volume[]; containers: Container[] };
} {
  const { name, driver } = spec.application;
  const { metadata, spec: template } = driver.template;
  return {
    metadata: {
      ...metadata,
      labels: {
        ...(metadata.labels as Labels),
        ...driver.labels,
        // As Spark's own submission does: its tools, Airflow and pod affinity tell drivers from other pods by them.
        ...{ "spark-role": "driver", "spark-app-name": name },
        ...spec.labels,
      },
    },
    spec: {
      ...template,
      serviceAccountName: driver.serviceAccount,
      containers: containersOf(spec, template),
      volumes: [
        ...((template.volumes ?? []) as Volume[]),
        volumeOf("spark-configuration", spec.configMap, PROPERTIES),
        volumeOf("pod-template", spec.configMap, EXECUTOR_TEMPLATE),
        { name: "spark-local-dir-1", emptyDir: {} },
      ],
    },
  };
}

function containersOf(spec: DriverPodSpec, { containers }: PodSpec): Container[] {
  const [main, ...others] = containers as Container[];
  const { image, driver } = spec.application;
  const memory = `${driver.shape.memoryMiB}Mi`;
  const ports = portsOf(spec.application);
  return [
    {
      ...(main as Container),
      image,
      args: argumentsOf(spec),
      env: [...((main?.env ?? []) as EnvVar[]), ...variables, ...(spec.env ?? [])],
      ports: [
        { name: "driver-rpc-port", containerPort: portOf(ports["spark.driver.port"]) },
        { name: "blockmanager", containerPort: portOf(ports["spark.driver.blockManager.port"]) },
        { name: "spark-ui", containerPort: UI_PORT },
        ...(spec.ports ?? []),
      ],
      resources: { requests: { cpu: `${driver.shape.cpuRequestMillis}m`, memory }, limits: { memory } },
      volumeMounts: [
        ...((main?.volumeMounts ?? []) as VolumeMount[]),
        { name: "spark-configuration", mountPath: CONF_PATH, readOnly: true },
        { name: "pod-template", mountPath: TEMPLATE_PATH, readOnly: true },
        { name: "spark-local-dir-1", mountPath: LOCAL_DIRECTORY },
      ],
    },
    ...others,
  ];
}

function portOf(text: pulumi.Input<string>): pulumi.Input<number> {
  return typeof text === "string" ? Number(text) : pulumi.output(text).apply(Number);
}

/** A file each, since Spark hands on to executors all that it finds beside its properties. */
function volumeOf(name: string, configMap: pulumi.Input<string>, file: string) {
  return { name, configMap: { name: configMap, items: [{ key: file, path: file }] } };
}

/** Of the container; what it says of its own pod is known only when that runs. */
const variables: EnvVar[] = [
  ...Object.entries({
    SPARK_DRIVER_POD_NAME: "metadata.name",
    SPARK_DRIVER_POD_UID: "metadata.uid",
    SPARK_DRIVER_BIND_ADDRESS: "status.podIP",
  }).map(([name, fieldPath]) => ({ name, valueFrom: { fieldRef: { fieldPath } } })),
  { name: "SPARK_CONF_DIR", value: CONF_PATH },
  { name: "SPARK_LOCAL_DIRS", value: LOCAL_DIRECTORY },
];

function argumentsOf({ application, settings }: DriverPodSpec): pulumi.Input<string>[] {
  const { mainClass, mainApplicationFile } = application;
  const ofPod = {
    "spark.kubernetes.driver.pod.name": "$(SPARK_DRIVER_POD_NAME)",
    "spark.driver.host": "$(SPARK_DRIVER_BIND_ADDRESS)",
    ...settings,
  };
  return [
    "driver",
    ...Object.entries(ofPod).flatMap(([key, value]) => ["--conf", `${key}=${value}`]),
    ...["--properties-file", `${CONF_PATH}/${PROPERTIES}`],
    ...(mainClass === undefined ? [] : ["--class", mainClass]),
    ...[mainApplicationFile, ...(application.arguments ?? [])].map(literal),
  ];
}

/** Kubernetes puts variables in place of `$(NAME)`; two dollars stand for one. */
export function literal(text: pulumi.Input<string>): pulumi.Input<string> {
  return typeof text === "string" ? escaped(text) : pulumi.output(text).apply(escaped);
}

function escaped(text: string): string {
  return text.replaceAll("$(", "$$$$(");
}
