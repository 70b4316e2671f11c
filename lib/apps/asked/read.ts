/** Finds out what an application asks for: from its object, or from the configuration that spark-submit gave its driver. */

import { hasStatus } from "../../cluster-api/cluster-api";
import type { ObjectMeta, Pod } from "../../cluster-api/objects";
import type { App } from "../application";
import type { AppsApi } from "../find";
import { configMaps } from "../kinds";
import { containerOf, requestsOf } from "../pods";
import type { ApacheApplication } from "../sources/apache";
import type { KubeflowApplication } from "../sources/kubeflow";
import { askedOfApache } from "./apache";
import { type Asked, askedOfConfiguration } from "./asked";
import { readJavaProperties } from "./java-properties";
import { askedOfKubeflow } from "./kubeflow";

interface ConfigMap {
  metadata: ObjectMeta;
  data?: Record<string, string>;
}

/** The pods that are there say best how large they are. */
export async function readAsked(api: AppsApi, app: App): Promise<Asked> {
  const [driver] = app.drivers;
  const [executor] = app.executors;
  const asked = await askedOf(api, app);
  const size = (pod: Pod | undefined) => {
    if (pod === undefined) return undefined;
    const { cpuMillis, memoryMiB } = requestsOf(pod);
    return { cpuMillis, memoryMiB };
  };
  return {
    ...asked,
    sparkVersion: asked.sparkVersion ?? driver?.metadata.labels?.["spark-version"],
    timeLimitSeconds: driver?.spec.activeDeadlineSeconds ?? asked.timeLimitSeconds,
    driver: size(driver) ?? asked.driver,
    executor: size(executor) ?? asked.executor,
  };
}

async function askedOf(api: AppsApi, app: App): Promise<Asked> {
  if (app.way === "kubeflow") return askedOfKubeflow(app.keeper?.object as KubeflowApplication);
  if (app.way === "apache") return askedOfApache(app.keeper?.object as ApacheApplication);
  return askedOfDriver(api, app);
}

/** The volume with what spark-submit made of all its sources (org.apache.spark.deploy.k8s.Constants.SPARK_CONF_VOLUME_DRIVER). */
const configurationVolume = "spark-conf-volume-driver";
const configurationFile = "spark.properties";

/** What the driver is given after its own arguments: https://github.com/apache/spark/blob/v4.3.0/resource-managers/kubernetes/docker/src/main/dockerfiles/spark/entrypoint.sh */
async function askedOfDriver(api: AppsApi, app: App): Promise<Asked> {
  const [driver] = app.drivers;
  const configuration = driver === undefined ? {} : await configurationOf(api, driver);
  const { image, args = [] } = driver?.spec.containers.find(({ name }) => name === containerOf(driver)) ?? {};
  const { mainClass, file, rest } = commandOf(args);
  return {
    ...(Object.keys(configuration).length > 0 && askedOfConfiguration(configuration)),
    ...(image !== undefined && { image }),
    type: typeOf(file),
    mainApplicationFile: file,
    mainClass,
    arguments: rest,
    configuration,
  };
}

async function configurationOf(api: AppsApi, { metadata, spec }: Pod): Promise<Record<string, string>> {
  const name = spec.volumes?.find((volume) => volume.name === configurationVolume)?.configMap?.name;
  if (name === undefined) return {};
  try {
    const found = await api.get<ConfigMap>(configMaps, { namespace: metadata.namespace, name });
    return readJavaProperties(found?.data?.[configurationFile] ?? "");
  } catch (error) {
    if (hasStatus(error, 403)) return {};
    throw error;
  }
}

/** `driver --properties-file F --class C FILE ARGUMENTS`. */
function commandOf(args: readonly string[]): { mainClass?: string; file?: string; rest?: string[] } {
  const after = args.indexOf("--class");
  if (after < 0) return {};
  const [mainClass, file, ...rest] = args.slice(after + 1);
  return { mainClass, file, rest };
}

function typeOf(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  if (file.endsWith(".py")) return "Python";
  return /\.[rR]$/.test(file) ? "R" : "Java";
}

/** Every set of defaults that the platform has in the namespace; a ConfigMap of `SparkDefaults` has one for each executor size. */
export async function readDefaults(api: AppsApi, { namespace, keeper }: App): Promise<Record<string, string>[]> {
  const platform = keeper?.object.metadata.labels?.["app.kubernetes.io/part-of"];
  try {
    const all = (await api.list<ConfigMap>(configMaps, { namespace })) ?? [];
    const found = all.filter(({ data = {} }) => "spark-defaults.conf" in data);
    const own = found.filter(({ metadata }) => metadata.name === `${platform}-spark-defaults`);
    return (own.length > 0 ? own : found).flatMap(({ data = {} }) =>
      Object.keys(data)
        .filter((name) => /^spark-defaults(-.+)?\.conf$/.test(name))
        .map((name) => readJavaProperties(data[name] ?? "")),
    );
  } catch (error) {
    if (hasStatus(error, 403)) return [];
    throw error;
  }
}
