/** A platform whose API server and images never touch the internet. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const registry = "registry.example.com";

const cluster = new EksCluster("analytics", {
  apiServer: { publicCidrs: [], proxyUrl: "socks5://localhost:1080" },
});

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: `${registry}/spark:4.1.1-s3a` },
  warm: { executors: 1 },
  mirrors: {
    charts: `oci://${registry}/charts`,
    images: { "ghcr.io": `${registry}/ghcr`, "registry.k8s.io": `${registry}/k8s`, "docker.io": `${registry}/hub` },
  },
});
