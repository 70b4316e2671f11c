/** Tools of real nodes that are not Kubernetes' own: names for services, an object store, the operator without its image. */

import type { Tool } from "./catalog";
import { minorsAround } from "./version";
import { versions } from "./versions";

/** CoreDNS with what a cluster needs of it; all of its plugins would take three times as long to build. */
const smallCoreDns = `package main

import (
	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/ready"
)

func main() { coremain.Run() }
`;

export const nodeTools: Record<"coredns" | "versitygw" | "spark-operator", Tool> = {
  coredns: {
    version: versions.coredns,
    versionArguments: ["-version"],
    usable: minorsAround(versions.coredns, 2),
    release: ({ os, architecture }) => {
      const version = versions.coredns.slice(1);
      const file = `coredns_${version}_${os}_${architecture}.tgz`;
      const url = `https://github.com/coredns/coredns/releases/download/${versions.coredns}/${file}`;
      return { url, checksumUrl: `${url}.sha256`, member: "coredns" };
    },
    go: {
      module: "github.com/coredns/coredns",
      version: versions.coredns,
      path: ".",
      main: smallCoreDns,
      variables: {},
      cpuSeconds: 145,
    },
  },
  versitygw: {
    version: versions.versitygw,
    versionArguments: ["--version"],
    usable: minorsAround(versions.versitygw, 0),
    release: ({ os, architecture }) => {
      const machine = architecture === "amd64" ? "x86_64" : architecture;
      const folder = `versitygw_${versions.versitygw}_${os === "linux" ? "Linux" : "Darwin"}_${machine}`;
      const base = `https://github.com/versity/versitygw/releases/download/${versions.versitygw}`;
      return {
        url: `${base}/${folder}.tar.gz`,
        checksumUrl: `${base}/checksums.txt`,
        member: `${folder}/versitygw`,
      };
    },
    go: {
      module: "github.com/versity/versitygw",
      version: versions.versitygw,
      path: "github.com/versity/versitygw/cmd/versitygw",
      variables: { "main.Version": versions.versitygw },
      cpuSeconds: 140,
    },
  },
  "spark-operator": {
    version: versions.sparkOperator,
    versionArguments: ["version", "--short"],
    usable: minorsAround(versions.sparkOperator, 0),
    // It is released as an image only.
    release: () => undefined,
    go: {
      module: "github.com/kubeflow/spark-operator/v2",
      version: versions.sparkOperator,
      path: "github.com/kubeflow/spark-operator/v2/cmd/operator",
      variables: { "k8s.io/component-base/version.gitVersion": versions.sparkOperator },
      cpuSeconds: 250,
    },
  },
};
