/**
 * Driver and executor pods that stand in for those of a SparkApplication where no operator and no Spark can run: on fake
 * nodes. They have the sizes and the placement that the application asks for, so the real scheduler's answer is the real one.
 */

import { type Manifest } from "../lib/rendering";

interface RoleSpec {
  cores: number;
  coreRequest?: string;
  memory: string;
  memoryOverhead?: string;
  serviceAccount?: string;
  instances?: number;
  labels?: Record<string, string>;
  template?: {
    metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
    spec?: { containers?: { name: string }[] };
  };
}

export interface SparkApplicationManifest extends Manifest {
  spec: {
    image: string;
    driver: RoleSpec;
    executor: RoleSpec;
    dynamicAllocation?: { enabled: boolean; initialExecutors?: number; minExecutors?: number };
  };
}

/** What tells a stand-in from a pod that Spark made. */
const standInAnnotation = "spark-platform/stand-in";

/** How many executors stand in where dynamic allocation leaves the number open. */
const openExecutors = 2;

export function standIns(application: SparkApplicationManifest, executors?: number): Manifest[] {
  const { spec } = application;
  const instances = executors ?? spec.executor.instances ?? spec.dynamicAllocation?.initialExecutors;
  const count = instances === undefined || instances === 0 ? openExecutors : instances;
  return [
    pod(application, "driver", "driver", spec.driver),
    ...Array.from({ length: count }, (_, index) => pod(application, "executor", `exec-${index + 1}`, spec.executor)),
  ];
}

function pod(application: SparkApplicationManifest, role: string, suffix: string, spec: RoleSpec): Manifest {
  const { name, namespace } = application.metadata;
  const { template } = spec;
  const memory = `${mebibytes(spec.memory) + mebibytes(spec.memoryOverhead ?? "0m")}Mi`;
  const container = {
    ...template?.spec?.containers?.[0],
    image: application.spec.image,
    resources: {
      requests: { cpu: spec.coreRequest ?? String(spec.cores), memory },
      limits: { memory },
    },
  };
  const manifest = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${name}-${suffix}`,
      namespace,
      labels: { ...template?.metadata?.labels, ...spec.labels, "spark-role": role, "spark-app-name": name },
      annotations: { ...template?.metadata?.annotations, [standInAnnotation]: "true" },
    },
    spec: {
      ...template?.spec,
      serviceAccountName: spec.serviceAccount,
      restartPolicy: "Never",
      containers: [{ name: `spark-kubernetes-${role}`, ...container }],
    },
  };
  return manifest;
}

/** Spark writes whole MiB as `4096m`. */
function mebibytes(memory: string): number {
  const match = /^(\d+)m$/.exec(memory);
  if (match === null) throw new Error(`${memory} is not memory in whole MiB, as the platform's plan writes it`);
  return Number(match[1]);
}
