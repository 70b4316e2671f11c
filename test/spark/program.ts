/** The platform that real pods run on: an existing cluster, which is this machine's, with everything in it that the library deploys. */

import { ExistingCluster, SparkPlatform, type SparkPlatformArgs } from "spark-platform";

import { images } from "../../local/node/images/store";
import { sparkVersion } from "../../local/node/images/spark";
import { type ObjectStore } from "../../local/node/object-store";
import { type RealNodeSpec } from "../../local/node/spec";
import { versions } from "../../local/tools/versions";

export const namespace = "spark-jobs";
export const systemNamespace = "spark-system";
export const buckets = { logs: "company-logs", data: "company-data", code: "company-code" } as const;

/** What a node of each pool gives to pods. They may have more together than the machine has: most of it is never used. */
const sizes = {
  system: { cpuMillis: 2000, memoryMiB: 7000 },
  drivers: { cpuMillis: 2000, memoryMiB: 4096 },
  spot: { cpuMillis: 2000, memoryMiB: 4096 },
} as const;

/** The kubelet's own default. */
const pods = 110;

const label = "pool";

export const nodes: readonly RealNodeSpec[] = [
  node(1, "system-1", "system"),
  node(2, "drivers-1", "drivers"),
  node(3, "spot-1", "spot"),
  node(4, "spot-2", "spot"),
];

function node(number: number, name: string, pool: keyof typeof sizes): RealNodeSpec {
  return { number, name, labels: { [label]: pool }, taints: [], pods, ...sizes[pool] };
}

export interface ProgramArgs {
  kubeconfig: string;
  context: string;
  store: ObjectStore;
  /** Directory of the operator's chart. */
  chart: string;
  /** More of the platform. @default nothing */
  platform?: Partial<SparkPlatformArgs>;
  /** Declares what runs on the platform. @default nothing */
  applications?: (platform: SparkPlatform) => unknown;
}

export function realProgram(args: ProgramArgs): SparkPlatform {
  const { kubeconfig, context, store, chart, platform: more, applications } = args;
  const pool = (name: keyof typeof sizes, count: number) => ({
    name,
    labels: { [label]: name },
    minNodes: count,
    maxNodes: count,
    allocatable: { cpu: `${sizes[name].cpuMillis}m`, memory: `${sizes[name].memoryMiB}Mi`, pods },
  });
  const cluster = new ExistingCluster("real", {
    kubeconfig,
    context,
    kubernetesVersion: versions.kubernetes.slice(1).replace(/\.\d+$/, ""),
    nodes: [
      { ...pool("system", 1), role: "system" },
      { ...pool("drivers", 1), runs: ["driver"] },
      { ...pool("spot", 2), capacity: "spot" },
    ],
    storageAccess: {
      scheme: "s3a",
      sparkConf: {
        "spark.hadoop.fs.s3a.endpoint": store.endpoint,
        "spark.hadoop.fs.s3a.endpoint.region": "us-east-1",
        "spark.hadoop.fs.s3a.path.style.access": "true",
        "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
        "spark.hadoop.fs.s3a.access.key": store.accessKey,
        "spark.hadoop.fs.s3a.secret.key": store.secretKey,
      },
    },
  });
  const platform = new SparkPlatform("analytics", {
    cluster,
    spark: { version: sparkVersion, image: images.spark, architectures: ["amd64"], hadoopCloud: true },
    eventLogs: { uri: `s3a://${buckets.logs}/events` },
    executors: { cores: 1 },
    pauseImage: images.pause,
    operator: { chart: { path: chart }, values: { image: imageValues(images.operator) } },
    ...more,
  });
  applications?.(platform);
  return platform;
}

function imageValues(image: string): { registry: string; repository: string; tag: string } {
  const [, registry, repository, tag] = /^([^/]+)\/(.+):([^:]+)$/.exec(image)!;
  return { registry: registry!, repository: repository!, tag: tag! };
}
