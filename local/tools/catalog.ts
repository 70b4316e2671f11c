/** What is known of each tool: its version, where its maintainers publish it, and how it is built from source. */

import { nodeTools } from "./node-tools";
import { majors, minorAtLeast, minorsAround, type Range } from "./version";
import { versions } from "./versions";

export const toolNames = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubectl",
  "etcd",
  "kwok",
  "helm",
] as const;
export type ToolName = (typeof toolNames)[number];

/** What real nodes need besides. */
export const nodeToolNames = ["kubelet", "kube-proxy", "coredns", "versitygw", "spark-operator"] as const;
export type NodeToolName = (typeof nodeToolNames)[number];

export type AnyToolName = ToolName | NodeToolName;

/** The names that releases use. */
export interface Platform {
  os: "linux" | "darwin";
  architecture: "amd64" | "arm64";
}

export interface Release {
  url: string;
  /** Holds the SHA-256 of the download, alone or as a line `<sum>  <file>`. kwok publishes none. */
  checksumUrl?: string;
  /** Path inside the archive; absent when the download is the binary itself. */
  member?: string;
}

export interface GoPackage {
  module: string;
  /** Version of the module. */
  version: string;
  /** The package of the program. */
  path: string;
  /** Text of a program of our own, in place of one that the module has: `path` is its folder. */
  main?: string;
  /** Variables that the linker sets: without them Kubernetes calls itself v0.0.0-master. */
  variables: Record<string, string>;
  /** Version of the modules that this one replaces by folders of its own repository, which the module leaves out. */
  stagingVersion?: string;
  /** CPU time of the build on an Intel machine of 2024, when built after the ones before it in `toolNames`. */
  cpuSeconds: number;
}

export interface Tool {
  version: string;
  /** Arguments that make it print its version. */
  versionArguments: string[];
  /** What is accepted from PATH. */
  usable: Range;
  release(platform: Platform): Release | undefined;
  go: GoPackage;
}

export const catalog: Record<AnyToolName, Tool> = {
  "kube-apiserver": kubernetes("kube-apiserver", 0, 440),
  "kube-controller-manager": kubernetes("kube-controller-manager", 0, 100),
  "kube-scheduler": kubernetes("kube-scheduler", 0, 10),
  kubectl: kubernetes("kubectl", 1, 40),
  etcd: {
    version: versions.etcd,
    versionArguments: ["--version"],
    usable: minorAtLeast(3, 5),
    release: ({ os, architecture }) => {
      const folder = `etcd-${versions.etcd}-${os}-${architecture}`;
      const base = `https://github.com/etcd-io/etcd/releases/download/${versions.etcd}`;
      return {
        url: `${base}/${folder}${os === "linux" ? ".tar.gz" : ".zip"}`,
        checksumUrl: `${base}/SHA256SUMS`,
        member: `${folder}/etcd`,
      };
    },
    go: {
      module: "go.etcd.io/etcd/server/v3",
      version: versions.etcd,
      path: "go.etcd.io/etcd/server/v3",
      variables: {},
      cpuSeconds: 85,
    },
  },
  kwok: {
    version: versions.kwok,
    versionArguments: ["--version"],
    usable: minorsAround(versions.kwok, 0),
    release: ({ os, architecture }) => ({
      url: `https://github.com/kubernetes-sigs/kwok/releases/download/${versions.kwok}/kwok-${os}-${architecture}`,
    }),
    go: {
      module: "sigs.k8s.io/kwok",
      version: versions.kwok,
      path: "sigs.k8s.io/kwok/cmd/kwok",
      variables: { "sigs.k8s.io/kwok/pkg/consts.Version": versions.kwok },
      cpuSeconds: 120,
    },
  },
  helm: {
    version: versions.helm,
    versionArguments: ["version", "--template", "{{.Version}}"],
    usable: majors(3, 4),
    release: ({ os, architecture }) => {
      const file = `helm-${versions.helm}-${os}-${architecture}.tar.gz`;
      return {
        url: `https://get.helm.sh/${file}`,
        checksumUrl: `https://get.helm.sh/${file}.sha256sum`,
        member: `${os}-${architecture}/helm`,
      };
    },
    go: {
      module: "helm.sh/helm/v3",
      version: versions.helm,
      path: "helm.sh/helm/v3/cmd/helm",
      variables: { "helm.sh/helm/v3/internal/version.version": versions.helm },
      cpuSeconds: 170,
    },
  },
  kubelet: kubernetes("kubelet", 0, 60),
  "kube-proxy": kubernetes("kube-proxy", 0, 20),
  ...nodeTools,
};

/** Kubernetes' own programs: the servers are released for Linux only, and a client may be one minor away from them. */
function kubernetes(name: AnyToolName, skew: number, cpuSeconds: number): Tool {
  const version = versions.kubernetes;
  const [major, minor] = version.slice(1).split(".") as [string, string];
  const variable = (field: string) => `k8s.io/component-base/version.${field}`;
  return {
    version,
    versionArguments: name === "kubectl" ? ["version", "--client"] : ["--version"],
    usable: minorsAround(version, skew),
    release: ({ os, architecture }) => {
      if (os !== "linux" && name !== "kubectl") return undefined;
      const url = `https://dl.k8s.io/release/${version}/bin/${os}/${architecture}/${name}`;
      return { url, checksumUrl: `${url}.sha256` };
    },
    go: {
      module: "k8s.io/kubernetes",
      version,
      path: `k8s.io/kubernetes/cmd/${name}`,
      variables: { [variable("gitVersion")]: version, [variable("gitMajor")]: major, [variable("gitMinor")]: minor },
      stagingVersion: version.replace(/^v1\./, "v0."),
      cpuSeconds,
    },
  };
}
