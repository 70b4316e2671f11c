/**
 * Charts and images, pinned here and nowhere else. Repository, version and mirror can be overridden where each is used, so
 * that a cluster without the internet takes them from its own registry.
 */

import { kubernetesRelease } from "../plan/kubernetes-release";

/** A chart as it was pinned. */
export interface PinnedChart {
  /** Helm repository, or `oci://` registry. */
  repository: string;
  chart: string;
  version: string;
}

/** Where a chart comes from when not from where it was pinned. */
export interface ChartOverride {
  /** Another Helm repository, or an `oci://` registry that mirrors it. */
  repository?: string;
  version?: string;
  /** Directory or archive of the chart on this machine; repository and version are not used then. */
  path?: string;
}

/** The arguments by which a Helm chart is found. */
export interface ChartSource {
  chart: string;
  version?: string;
  repositoryOpts?: { repo: string };
}

export const charts = {
  sparkOperator: {
    repository: "https://kubeflow.github.io/spark-operator",
    chart: "spark-operator",
    version: "2.5.2",
  },
  /** Operator 1.0.0; its repository is https://apache.github.io/spark-kubernetes-operator/index.yaml */
  apacheSparkOperator: {
    repository: "https://apache.github.io/spark-kubernetes-operator",
    chart: "spark-kubernetes-operator",
    version: "1.8.0",
  },
  /** Of AWS, the release that is looked after until July 2027. */
  karpenter: {
    repository: "oci://public.ecr.aws/karpenter",
    chart: "karpenter",
    version: "1.14.3",
  },
  /** Its custom resource definitions, which follow its version. */
  karpenterCrd: {
    repository: "oci://public.ecr.aws/karpenter",
    chart: "karpenter-crd",
    version: "1.14.3",
  },
} satisfies Record<string, PinnedChart>;

export const images = {
  /** Where no platform says which. Without the classes of any object store: see the history server's `image`. */
  spark: "apache/spark:4.1.1",
  /** Sleeps for ever in 1 MiB; multi-architecture. */
  pause: "registry.k8s.io/pause:3.10",
  /** The first release for Spark 4.1 and 4.2; user `celeborn`, 10006. */
  celeborn: "apache/celeborn:0.7.0",
  /** A login before what has none; user `nonroot`, 65532. */
  oauth2Proxy: "quay.io/oauth2-proxy/oauth2-proxy:v7.15.3",
  /** Node.js with npm, which fetches this package; user `node`, 1000. */
  node: "node:24.21.0-slim",
} satisfies Record<string, string>;

/** kubectl as an entry point, of the cluster's minor version or, where that is not known here, of one that talks to its neighbours. */
export function kubectlImage(kubernetesVersion = "1.35"): string {
  return `registry.k8s.io/kubectl:${kubernetesRelease(kubernetesVersion) ?? kubernetesRelease("1.35")}`;
}

/** Where to get a chart: the pinned one, with what the user overrides. An OCI registry is part of the chart's name. */
export function chartSource(pinned: PinnedChart, override: ChartOverride = {}): ChartSource {
  if (override.path !== undefined) return { chart: override.path };
  const repository = override.repository ?? pinned.repository;
  const version = override.version ?? pinned.version;
  if (repository.startsWith("oci://")) return { chart: `${repository.replace(/\/+$/, "")}/${pinned.chart}`, version };
  return { chart: pinned.chart, version, repositoryOpts: { repo: repository } };
}
